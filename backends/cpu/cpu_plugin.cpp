// The envelope of the CPU backend.
#include "backends/catalog/plugin.hpp"
#include "backends/cpu/cpu_backend.hpp"

#include <QObject>
#include <exception>

class CpuPlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "cpu.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        try {
            return vitrine::create_cpu_backend(services);
        } catch (const std::exception &exception) {
            return vitrine::Error{"failed", {exception.what()}};
        }
    }
};

#include "cpu_plugin.moc"
