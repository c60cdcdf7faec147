// The envelope of the CUDA backend.
#include "backends/catalog/plugin.hpp"
#include "backends/cuda/cuda_backend.hpp"

#include <QObject>
#include <exception>

class CudaPlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "cuda.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        try {
            return vitrine::create_cuda_backend(services);
        } catch (const std::exception &exception) {
            return vitrine::Error{"failed", {exception.what()}};
        }
    }
};

#include "cuda_plugin.moc"
