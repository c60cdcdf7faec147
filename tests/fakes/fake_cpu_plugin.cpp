// The fake that stands where the CPU plugin would: what a session falls back to.
#include "backends/catalog/plugin.hpp"
#include "tests/fakes/fake_backend.hpp"

#include <QObject>

namespace {

const vitrine::FakeLoadMark mark("cpu");

} // namespace

class FakeCpuPlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "fake_cpu.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        return vitrine::create_fake_backend({"cpu", "Closed form, as if on the CPU"}, services);
    }
};

#include "fake_cpu_plugin.moc"
