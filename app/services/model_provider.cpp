#include "app/services/model_provider.hpp"

#include "app/services/model_library.hpp"
#include "app/services/picture_reader.hpp"
#include "app/services/session_facts.hpp"
#include "backends/catalog/catalog.hpp"

#include <algorithm>
#include <optional>

namespace vitrine {
namespace {

constexpr int one_picture = 1;

class Library {
  public:
    Library(ComputeOptions options, const std::filesystem::path &own_folder)
        : options_(std::move(options)), folders_(ModelLibrary::default_folders()) {
        if (!own_folder.empty())
            folders_.insert(folders_.begin(), own_folder);
    }

    std::vector<ModelChoice> list() {
        models_.emplace(folders_);
        std::vector<ModelChoice> choices;
        for (const LibraryModel &model : models_->models())
            choices.push_back({QString::fromStdString(model.name), model.manifest->title,
                               static_cast<int>(model.manifest->labels.size()), *model.manifest});
        return choices;
    }

    Result<OpenSession> open(const QString &name) {
        if (!models_)
            models_.emplace(folders_);
        const auto file = models_->find(name.toStdString());
        if (!file)
            return file.error();
        if (!catalog_) {
            catalog_.emplace(Catalog::default_folders(), host_services());
            catalog_->scan();
        }
        auto session = ModelSession::open(*catalog_, *file, options_, one_picture);
        if (!session)
            return session.error();
        OpenedModel opened = facts(**session);
        return OpenSession{std::move(opened), std::move(*session)};
    }

    OpenedModel facts(const ModelSession &session) const { return facts_of(session, *catalog_); }

  private:
    ComputeOptions options_;
    std::vector<std::filesystem::path> folders_;
    std::optional<ModelLibrary> models_;
    std::optional<Catalog> catalog_;
};

} // namespace

OpenedModel facts_of(const ModelSession &session, const Catalog &catalog) {
    OpenedModel opened;
    opened.manifest = session.manifest();
    opened.backend = QString::fromStdString(session.backend());
    opened.device = QString::fromStdString(session.device());
    opened.threads = session.threads();
    for (const Image &picture : session.pictures())
        opened.pictures.push_back(to_qimage(picture, std::max(picture.width, picture.height)));
    opened.fallback = session.fallback().value_or(Error{});
    for (const PluginRecord &record : catalog.records()) {
        const bool given_up = record.id.toStdString() == session.given_up();
        const bool usable = !given_up && (record.state == PluginState::ready ||
                                          record.state == PluginState::loaded);
        opened.backends.push_back({record.id, record.id == opened.backend, usable,
                                   given_up ? opened.fallback : record.reason});
    }
    return opened;
}

ModelProvider library_provider(const ComputeOptions &options,
                               const std::filesystem::path &own_folder) {
    const auto library = std::make_shared<Library>(options, own_folder);
    return {[library] { return library->list(); },
            [library](const QString &name) { return library->open(name); },
            [library](const ModelSession &session) { return library->facts(session); }};
}

} // namespace vitrine
