// Finds backend plugins, says of each what it is and why it can or cannot be used, and loads them.
#pragma once

#include "core/backend/backend.hpp"

#include <QDir>
#include <QString>
#include <QStringList>
#include <memory>
#include <mutex>
#include <vector>

namespace vitrine {

class LibrarySearch;

enum class PluginState { not_ours, wrong_abi, missing_library, no_device, ready, loaded, failed };
[[nodiscard]] QString to_string(PluginState state); ///< "not_ours", "ready" …

/// What is known of one file in a plugin folder. Only files whose name holds ".so" are looked at.
///
///   not_ours         text, another program's plugin, another machine's library: not_ours (reason);
///                    a file that may not be read: unreadable (path, reason)
///   wrong_abi        a Vitrine plugin for another version: wrong_abi (found, wanted)
///   missing_library  missing_library (name, what to do); nothing of it was loaded
///   no_device        loaded, but no hardware: no_device (reason)
///   ready            may be loaded
///   loaded           is computing, or could at once
///   failed           failed (reason): bad manifest, refused by the linker, could not start
struct PluginRecord {
    QString path;
    QString id;               ///< "cpu", "cuda"; the file's name where there is no manifest
    QString kind;             ///< "cpu" or "gpu"
    QString build;            ///< for people: what computes, with its version
    QStringList capabilities; ///< "classify", "train" …
    int priority = 0;
    PluginState state = PluginState::not_ours;
    Error reason{};                ///< why not ready; empty code when ready or loaded
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

    /// Reads manifests and looks for the libraries that they need; loads nothing, takes a few
    /// milliseconds. Records are ordered by priority, highest first, then by folder. What is loaded
    /// stays so; what failed before is given another chance.
    void scan();
    [[nodiscard]] std::vector<PluginRecord> records() const;

    /// Loads the plugin with this id and starts a backend of its own for the caller. Plugins for a
    /// GPU are put into the process before any other, since LibTorch looks for CUDA but once: at
    /// the first use of anything in it. Errors: no_such_backend (id), or the record's reason.
    [[nodiscard]] Result<ChosenBackend> load(const QString &id);
    /// "auto": the ready plugin with the highest priority that loads and has a device, else the
    /// next; otherwise as load(). Errors: no_backend (reasons of all).
    [[nodiscard]] Result<ChosenBackend> choose(const QString &id_or_auto);

  private:
    struct Entry;
    using Entries = std::vector<std::shared_ptr<Entry>>;
    [[nodiscard]] Entries entries() const;
    [[nodiscard]] PluginRecord record_of(const Entry &entry) const;
    [[nodiscard]] Result<ChosenBackend> use(Entry &entry);
    [[nodiscard]] Result<ChosenBackend> start(Entry &entry);
    [[nodiscard]] Result<void> map(Entry &entry);
    void map_gpu_plugins();
    void examine(Entry &entry, const LibrarySearch &search) const;
    Error settle(Entry &entry, PluginState state, Error reason);
    void log(HostServices::Level level, const std::string &text) const;

    mutable std::mutex mutex_; ///< guards entries_ and their records; held briefly
    std::mutex load_mutex_;    ///< one thread loads or scans at a time; taken before mutex_
    QStringList folders_;
    HostServices services_;
    Entries entries_;
};

} // namespace vitrine
