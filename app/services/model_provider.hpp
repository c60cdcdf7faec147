// Where the window's models come from.
#pragma once

#include "app/services/model_session.hpp"
#include "app/settings/settings.hpp"
#include "core/models/manifest.hpp"

#include <QImage>
#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace vitrine {

/// A model that can be opened.
struct ModelChoice {
    QString name;
    Phrase title;
    int classes = 0;
    Manifest manifest{}; ///< what its card is written from
};

/// One line of what computes or could.
struct BackendState {
    QString id;
    bool in_use = false;
    bool usable = false;
    Error reason{}; ///< why not usable
};

/// What the window tells of the model in use.
struct OpenedModel {
    Manifest manifest;
    QString backend; ///< "cpu"
    QString device;  ///< "cpu", "cuda:0"
    int threads = 0; ///< 0 where it means nothing
    std::vector<BackendState> backends;
    /// Why the CPU computes though a better device was chosen first; an empty code: none was, or it
    /// computes.
    Error fallback{};
    /// Pictures that the model's file brings, at its input size: of a training its test pictures.
    std::vector<QImage> pictures{};
};

/// A model that is open on a device. Made, used and destroyed on the inference thread.
struct OpenSession {
    OpenedModel facts;
    std::unique_ptr<ModelSession> model;
};

/// All are called on the inference thread only; tests put in their own.
struct ModelProvider {
    std::function<std::vector<ModelChoice>()> list;
    /// Name or path; empty: the default model. Errors: no_models, no_such_model (name), those of
    /// ModelSession::open().
    std::function<Result<OpenSession>(const QString &name)> open;
    std::function<OpenedModel(const ModelSession &)> facts;
};

/// The models of ModelLibrary on the plugins of Catalog. Nothing is read or loaded before the
/// first call.
/// `own_folder`: a folder of models besides those that ModelLibrary finds, before them; may be
/// empty.
[[nodiscard]] ModelProvider library_provider(const ComputeOptions &options,
                                             const std::filesystem::path &own_folder = {});

/// Makes a provider for these settings; called again when what it depends on has changed. GUI
/// thread.
using ProviderMaker = std::function<ModelProvider(const Settings &)>;

} // namespace vitrine
