// The fake that stands where CUDA would: loaded first, preferred.
#include "backends/catalog/plugin.hpp"
#include "tests/fakes/fake_backend.hpp"

#include <QObject>

namespace {

const vitrine::FakeLoadMark mark("fake_gpu");

} // namespace

class FakeGpuPlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "fake_gpu.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        return vitrine::create_fake_backend({"fake_gpu:0", "Closed form, as if on a GPU"},
                                            services);
    }
};

#include "fake_gpu_plugin.moc"
