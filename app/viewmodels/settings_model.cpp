#include "app/viewmodels/settings_model.hpp"

#include "app/services/language.hpp"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <thread>

namespace vitrine {
namespace {

std::filesystem::path to_path(const QString &folder) {
    return {QFile::encodeName(folder).toStdString()};
}

QString to_text(const std::filesystem::path &path) {
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

} // namespace

SettingsModel::SettingsModel(SettingsStore &store, const Language &language, QObject *parent)
    : QObject(parent), store_(store), language_(language) {
    connect(&store_, &SettingsStore::changed, this, &SettingsModel::changed);
    connect(&store_, &SettingsStore::note_changed, this, &SettingsModel::note_changed);
}

template <typename Change> void SettingsModel::change(Change make) {
    Settings values = store_.values();
    make(values);
    store_.set(values);
}

void SettingsModel::set_language(const QString &code) {
    change([&](Settings &values) { values.language = code.toStdString(); });
}

void SettingsModel::set_theme(const QString &theme) {
    change([&](Settings &values) { values.theme = theme == u"light" ? "light" : "dark"; });
}

void SettingsModel::set_text_scale(double scale) {
    change([&](Settings &values) { values.text_scale = std::clamp(scale, 1.0, 2.0); });
}

void SettingsModel::set_reduce_motion(bool reduce) {
    change([&](Settings &values) { values.reduce_motion = reduce; });
}

void SettingsModel::set_model(const QString &name) {
    change([&](Settings &values) { values.model = name.toStdString(); });
}

void SettingsModel::set_backend(const QString &id) {
    change([&](Settings &values) { values.backend = id.isEmpty() ? "auto" : id.toStdString(); });
}

void SettingsModel::set_threads(int threads) {
    change([&](Settings &values) { values.threads = std::clamp(threads, 0, most_threads()); });
}

void SettingsModel::set_idle(int seconds) {
    change([&](Settings &values) {
        values.idle_s = std::clamp(seconds, Settings::least_idle_s, Settings::most_idle_s);
    });
}

void SettingsModel::set_countdown(int seconds) {
    change([&](Settings &values) {
        values.countdown_s =
            std::clamp(seconds, Settings::least_countdown_s, Settings::most_countdown_s);
    });
}

void SettingsModel::offerLanguage(const QString &code, bool offered) {
    QStringList wanted = languages();
    if (offered && !wanted.contains(code))
        wanted.append(code);
    if (!offered && wanted.size() > 1)
        wanted.removeAll(code);
    change([&](Settings &values) {
        values.languages.clear();
        for (const QString &each : wanted)
            values.languages.push_back(each.toStdString());
        if (!values.language.empty() && !wanted.contains(QString::fromStdString(values.language)))
            values.language = values.languages.front();
    });
}

QUrl SettingsModel::folderUrl(const QString &folder) {
    return QUrl::fromLocalFile(folder.isEmpty() ? QDir::homePath() : folder);
}

void SettingsModel::setModelFolder(const QUrl &folder) {
    change([&](Settings &values) { values.model_folder = to_path(folder.toLocalFile()); });
}

void SettingsModel::setPictureFolder(const QUrl &folder) {
    change([&](Settings &values) { values.picture_folder = to_path(folder.toLocalFile()); });
}

void SettingsModel::remember_folder(const QString &folder) {
    change([&](Settings &values) { values.last_folder = to_path(folder); });
}

QString SettingsModel::language() const { return QString::fromStdString(store_.values().language); }

QStringList SettingsModel::languages() const {
    QStringList codes;
    for (const std::string &code : store_.values().languages)
        codes.append(QString::fromStdString(code));
    return codes;
}

QString SettingsModel::theme() const { return QString::fromStdString(store_.values().theme); }

QString SettingsModel::model() const { return QString::fromStdString(store_.values().model); }

QString SettingsModel::backend() const { return QString::fromStdString(store_.values().backend); }

int SettingsModel::most_threads() {
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1,
                      Settings::most_threads);
}

QString SettingsModel::model_folder() const { return to_text(store_.values().model_folder); }

QString SettingsModel::picture_folder() const { return to_text(store_.values().picture_folder); }

QString SettingsModel::last_folder() const { return to_text(store_.values().last_folder); }

QString SettingsModel::note() const {
    const Error &note = store_.note();
    return note.code.empty() ? QString() : language_.sentence(note);
}

} // namespace vitrine
