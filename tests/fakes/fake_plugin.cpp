// The fake that the conformance suite runs.
#include "backends/catalog/plugin.hpp"
#include "tests/fakes/fake_backend.hpp"

#include <QObject>

namespace {

const vitrine::FakeLoadMark mark("fake");

} // namespace

class FakePlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "fake.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        return vitrine::create_fake_backend({"fake", "Closed form"}, services);
    }
};

#include "fake_plugin.moc"
