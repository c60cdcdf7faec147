#include "backends/catalog/catalog.hpp"

#include "backends/catalog/library_search.hpp"
#include "backends/catalog/plugin.hpp"
#include "backends/catalog/plugin_manifest.hpp"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLibrary>
#include <QPluginLoader>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <utility>

namespace vitrine {
namespace {

constexpr const char *general_hint = "Install the package that holds it.";

QString folder_of_program() {
    // Also where no QCoreApplication exists yet, as in the command line's early steps.
    return QFileInfo(QFile::symLinkTarget(QStringLiteral("/proc/self/exe"))).absolutePath();
}

QString hint_for(const QString &library, const std::vector<WantedLibrary> &wanted) {
    for (const WantedLibrary &one : wanted) {
        if (one.name == library && !one.hint.isEmpty()) {
            return one.hint;
        }
    }
    return QString::fromLatin1(general_hint);
}

/// `error`: missing_library or damaged_library.
Error with_hint(Error error, const QString &library, const std::vector<WantedLibrary> &wanted) {
    error.arguments.push_back(hint_for(library, wanted).toStdString());
    return error;
}

PluginState state_for(const Error &error) {
    static const std::pair<const char *, PluginState> states[] = {
        {"not_ours", PluginState::not_ours},
        {"unreadable", PluginState::not_ours},
        {"wrong_abi", PluginState::wrong_abi},
        {"missing_library", PluginState::missing_library},
        {"damaged_library", PluginState::missing_library},
        {"no_device", PluginState::no_device}};
    for (const auto &[code, state] : states) {
        if (error.code == code) {
            return state;
        }
    }
    return PluginState::failed;
}

/// The linker's sentence, or missing_library where it names a file that went away since the scan.
Error loading_error(const QString &text, const std::vector<WantedLibrary> &wanted) {
    static const QRegularExpression absent(
        QStringLiteral("([^\\s/:(]+\\.so[^\\s:]*): cannot open shared object file: No such file"));
    const QRegularExpressionMatch match = absent.match(text);
    if (match.hasMatch()) {
        const QString library = match.captured(1);
        return with_hint(Error{"missing_library", {library.toStdString()}}, library, wanted);
    }
    const bool stop = text.endsWith(u'.'); // the sentence that it becomes part of has its own
    return Error{"failed", {text.chopped(stop ? 1 : 0).toStdString()}};
}

/// A machine without a GPU is nothing to warn about; a plugin that should work and does not, is.
HostServices::Level level_of(PluginState state) {
    const bool ordinary = state == PluginState::missing_library || state == PluginState::no_device;
    return ordinary ? HostServices::Level::info : HostServices::Level::warning;
}

} // namespace

struct Catalog::Entry {
    PluginRecord record;                  ///< guarded by mutex_
    std::vector<WantedLibrary> libraries; ///< as in the manifest
    std::unique_ptr<QPluginLoader> loader{};
    BackendPlugin *plugin = nullptr; ///< owned by the loader; lives as long as the process
};

QString to_string(PluginState state) {
    switch (state) {
    case PluginState::not_ours:
        return QStringLiteral("not_ours");
    case PluginState::wrong_abi:
        return QStringLiteral("wrong_abi");
    case PluginState::missing_library:
        return QStringLiteral("missing_library");
    case PluginState::no_device:
        return QStringLiteral("no_device");
    case PluginState::ready:
        return QStringLiteral("ready");
    case PluginState::loaded:
        return QStringLiteral("loaded");
    case PluginState::failed:
        break;
    }
    return QStringLiteral("failed");
}

Catalog::Catalog(QStringList folders, HostServices services)
    : folders_(std::move(folders)), services_(std::move(services)) {}

Catalog::~Catalog() = default;

QStringList Catalog::default_folders() {
    QStringList folders = qEnvironmentVariable("VITRINE_BACKENDS").split(u':', Qt::SkipEmptyParts);
    const QDir program(folder_of_program());
    for (const char *beside : {"../lib/backends", "../lib/vitrine/backends"}) {
        folders.append(QDir::cleanPath(program.absoluteFilePath(QString::fromLatin1(beside))));
    }
    folders.removeDuplicates();
    return folders;
}

void Catalog::log(HostServices::Level level, const std::string &text) const {
    if (services_.log) {
        services_.log(level, text);
    }
}

Catalog::Entries Catalog::entries() const {
    const std::scoped_lock lock(mutex_);
    return entries_;
}

PluginRecord Catalog::record_of(const Entry &entry) const {
    const std::scoped_lock lock(mutex_);
    return entry.record;
}

std::vector<PluginRecord> Catalog::records() const {
    std::vector<PluginRecord> records;
    const std::scoped_lock lock(mutex_);
    for (const auto &entry : entries_) {
        records.push_back(entry->record);
    }
    return records;
}

void Catalog::scan() {
    const std::scoped_lock loading(load_mutex_);
    const Entries before = entries();
    const LibrarySearch search;
    Entries found;
    QSet<QString> seen;
    for (const QString &folder : folders_) {
        for (const QFileInfo &file : QDir(folder).entryInfoList(
                 {QStringLiteral("*.so"), QStringLiteral("*.so.*")}, QDir::Files, QDir::Name)) {
            const QString path = file.canonicalFilePath().isEmpty() ? file.absoluteFilePath()
                                                                    : file.canonicalFilePath();
            if (seen.contains(path)) {
                continue;
            }
            seen.insert(path);
            const auto known = std::find_if(before.begin(), before.end(), [&](const auto &entry) {
                return entry->record.path == path && entry->plugin != nullptr;
            });
            if (known != before.end()) {
                if (record_of(**known).state != PluginState::loaded) {
                    settle(**known, PluginState::ready, {});
                }
                found.push_back(*known);
                continue;
            }
            auto entry = std::make_shared<Entry>();
            entry->record.path = path;
            entry->record.id = file.fileName();
            examine(*entry, search);
            found.push_back(std::move(entry));
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) {
        return a->record.priority > b->record.priority;
    });
    const std::scoped_lock lock(mutex_);
    entries_ = std::move(found);
}

/// Fills the record of an entry that nobody else sees yet.
void Catalog::examine(Entry &entry, const LibrarySearch &search) const {
    PluginRecord &record = entry.record;
    const auto refuse = [&](Error reason) {
        record.state = state_for(reason);
        record.reason = std::move(reason);
        log(level_of(record.state),
            record.path.toStdString() + ": " + english_message(record.reason));
    };
    const std::filesystem::path path(QFile::encodeName(record.path).toStdString());
    // First, since QPluginLoader says of every file that is no library the same.
    Result<LibraryClosure> closure = search.closure_of(path);
    if (!closure) {
        return refuse(closure.error());
    }
    const QPluginLoader reader(record.path);
    Result<PluginManifest> manifest = parse_plugin_metadata(reader.metaData());
    if (!manifest) {
        return refuse(manifest.error());
    }
    record.id = manifest->id;
    record.kind = manifest->kind;
    record.build = manifest->build;
    record.capabilities = manifest->capabilities;
    record.priority = manifest->priority;
    entry.libraries = manifest->libraries;
    for (const WantedLibrary &library : manifest->libraries) {
        const std::string name = library.name.toStdString();
        const auto needed = closure->find(name);
        const Result<std::filesystem::path> file =
            needed != closure->end() ? needed->second : search.find(name, path);
        if (!file) {
            return refuse(with_hint(file.error(), library.name, manifest->libraries));
        }
    }
    for (const auto &[name, file] : *closure) {
        if (!file) {
            return refuse(
                with_hint(file.error(), QString::fromStdString(name), manifest->libraries));
        }
    }
    record.state = PluginState::ready;
}

/// Writes down how an entry fares from now on; gives the reason back.
Error Catalog::settle(Entry &entry, PluginState state, Error reason) {
    {
        const std::scoped_lock lock(mutex_);
        entry.record.state = state;
        entry.record.reason = reason;
        if (state != PluginState::loaded) {
            entry.record.devices.clear();
        }
    }
    if (!reason.code.empty()) {
        log(level_of(state),
            "backend " + entry.record.id.toStdString() + ": " + english_message(reason));
    }
    return reason;
}

/// Puts the plugin and its libraries into the process, for good.
Result<void> Catalog::map(Entry &entry) {
    if (entry.plugin != nullptr) {
        return {};
    }
    auto loader = std::make_unique<QPluginLoader>(entry.record.path);
    QLibrary::LoadHints hints = QLibrary::PreventUnloadHint; // LibTorch crashes when unloaded
#ifndef VITRINE_SANITIZED
    // LibTorch must find its own BLAS before any other that is in the process, such as the slow one
    // that OpenCV brings. AddressSanitizer forbids RTLD_DEEPBIND.
    hints |= QLibrary::DeepBindHint;
#endif
    loader->setLoadHints(hints);
    QObject *root = loader->instance();
    if (root == nullptr) {
        Error error = loading_error(loader->errorString(), entry.libraries);
        const PluginState state = state_for(error);
        return settle(entry, state, std::move(error));
    }
    auto *plugin = qobject_cast<BackendPlugin *>(root);
    if (plugin == nullptr) {
        return settle(entry, PluginState::failed,
                      Error{"failed", {"it does not hold what its manifest promises"}});
    }
    entry.loader = std::move(loader);
    entry.plugin = plugin;
    return {};
}

void Catalog::map_gpu_plugins() {
    for (const auto &entry : entries()) {
        const PluginRecord record = record_of(*entry);
        if (record.kind == QStringLiteral("gpu") && record.state == PluginState::ready) {
            (void)map(*entry); // what fails is in its record, and no reason to stop
        }
    }
}

Result<ChosenBackend> Catalog::start(Entry &entry) {
    const auto refuse = [&](Error reason) {
        const PluginState state = state_for(reason);
        return settle(entry, state, std::move(reason));
    };
    auto backend = entry.plugin->create(services_);
    if (!backend) {
        return refuse(backend.error());
    }
    auto devices = (*backend)->devices();
    if (!devices) {
        return refuse(devices.error());
    }
    if (devices->empty()) {
        return refuse(Error{"no_device", {"none was found"}});
    }
    settle(entry, PluginState::loaded, {});
    const std::scoped_lock lock(mutex_);
    entry.record.devices = *devices;
    return ChosenBackend{entry.record.id, std::move(*backend), std::move(*devices)};
}

/// load_mutex_ is held.
Result<ChosenBackend> Catalog::use(Entry &entry) {
    const PluginRecord record = record_of(entry);
    if (entry.plugin == nullptr && record.state != PluginState::ready) {
        return record.reason;
    }
    map_gpu_plugins();
    if (const Result<void> mapped = map(entry); !mapped) {
        return mapped.error();
    }
    return start(entry);
}

Result<ChosenBackend> Catalog::load(const QString &id) {
    const std::scoped_lock loading(load_mutex_);
    QStringList known;
    for (const auto &entry : entries()) {
        known.append(record_of(*entry).id);
    }
    Error first{"no_such_backend",
                {id.toStdString(), known.join(QStringLiteral(", ")).toStdString()}};
    bool any = false;
    for (const auto &entry : entries()) {
        if (record_of(*entry).id != id) {
            continue;
        }
        Result<ChosenBackend> chosen = use(*entry);
        if (chosen) {
            return chosen;
        }
        if (!std::exchange(any, true)) {
            first = chosen.error();
        }
    }
    return first;
}

Result<ChosenBackend> Catalog::choose(const QString &id_or_auto) {
    if (id_or_auto != QStringLiteral("auto")) {
        return load(id_or_auto);
    }
    const std::scoped_lock loading(load_mutex_);
    std::string reasons;
    for (const auto &entry : entries()) {
        const PluginRecord record = record_of(*entry);
        const bool usable =
            record.state == PluginState::ready || record.state == PluginState::loaded;
        Result<ChosenBackend> chosen = usable ? use(*entry) : Result<ChosenBackend>(record.reason);
        if (chosen) {
            return chosen;
        }
        if (!reasons.empty()) {
            reasons += ' ';
        }
        reasons += record.id.toStdString();
        reasons += ": ";
        reasons += english_message(chosen.error());
    }
    if (reasons.empty()) {
        reasons = "no plugin was found in " + folders_.join(QStringLiteral(", ")).toStdString() +
                  ". Install Vitrine again, or name the folder in VITRINE_BACKENDS.";
    }
    return Error{"no_backend", {reasons}};
}

} // namespace vitrine
