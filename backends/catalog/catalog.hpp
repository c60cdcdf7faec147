// Finds backend plugins, says of each what it is and why it can or cannot be used, and loads them.
#pragma once

#include "core/backend/backend.hpp"

#include <QDir>
#include <QString>
#include <QStringList>
#include <memory>
#include <mutex>
#include <vector>

class QPluginLoader;

namespace vitrine {

enum class PluginState { not_ours, wrong_abi, missing_library, no_device, ready, loaded, failed };
[[nodiscard]] QString to_string(PluginState state); ///< "not_ours", "ready" …

/// What is known of one file in a plugin folder.
struct PluginRecord {
    QString path;
    QString id;    ///< "cpu", "cuda"; the file's name where there is no manifest
    QString kind;  ///< "cpu" or "gpu"
    int priority = 0;
    PluginState state = PluginState::not_ours;
    Error reason{}; ///< why not ready; empty code when ready or loaded
    std::vector<Device> devices{}; ///< filled once loaded
};

/// A backend in use.
struct ChosenBackend {
    QString id;
    std::shared_ptr<Backend> backend;
    std::vector<Device> devices;
};

/// All members may be called from any thread; loading takes about a second, so never call load()
/// or choose() on the GUI thread. Plugins are loaded with deep binding and never unloaded.
class Catalog {
  public:
    Catalog(QStringList folders, HostServices services);
    ~Catalog();

    /// Folders where plugins are looked for: VITRINE_BACKENDS, then beside the program.
    [[nodiscard]] static QStringList default_folders();

    /// Reads manifests, loads nothing. Records are ordered by priority, highest first.
    void scan();
    [[nodiscard]] std::vector<PluginRecord> records() const;

    /// Loads the plugin with this id. Errors: no_such_backend (id), or the record's reason.
    [[nodiscard]] Result<ChosenBackend> load(const QString& id);
    /// "auto": the ready plugin with the highest priority that loads and has a device, else the
    /// next; otherwise as load(). Errors: no_backend (reasons of all).
    [[nodiscard]] Result<ChosenBackend> choose(const QString& id_or_auto);

  private:
    struct Entry;
    mutable std::mutex mutex_;
    QStringList folders_;
    HostServices services_;
    std::vector<std::unique_ptr<Entry>> entries_;
};

} // namespace vitrine
