// The fake whose library a test takes away.
#include "backends/catalog/plugin.hpp"
#include "tests/fakes/fake_backend.hpp"

#include <QObject>

namespace {

const vitrine::FakeLoadMark mark("fake_needy");

} // namespace

extern "C" int vitrine_fake_dependency();

class FakeNeedyPlugin final : public QObject, public vitrine::BackendPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_BACKEND_IID FILE "fake_needy.json")
    Q_INTERFACES(vitrine::BackendPlugin)

  public:
    vitrine::Result<std::shared_ptr<vitrine::Backend>>
    create(const vitrine::HostServices &services) noexcept override {
        if (vitrine_fake_dependency() != 42) {
            return vitrine::Error{"failed", {"the wrong dependency was loaded"}};
        }
        return vitrine::create_fake_backend({"fake", "Closed form, needy"}, services);
    }
};

#include "fake_needy_plugin.moc"
