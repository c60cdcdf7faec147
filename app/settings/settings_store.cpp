#include "app/settings/settings_store.hpp"

#include "app/settings/places.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <system_error>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

Result<void> write_settings(const fs::path &path, const std::string &text) {
    std::error_code ignored; // that the folder is missing shows when the file is written
    fs::create_directories(path.parent_path(), ignored);
    return write_file_atomically(path, text);
}

} // namespace

SettingsStore::SettingsStore(const fs::path &path, QObject *parent)
    : QObject(parent), file_(path.empty() ? config_folder() / "settings.json" : path),
      values_(file_.values()), note_(file_.note()) {
    writer_.setMaxThreadCount(1); // in the order in which they were set
    if (!note_.code.empty())
        log::warning("settings", "{}", english_message(note_));
}

SettingsStore::~SettingsStore() { writer_.waitForDone(); }

void SettingsStore::set(const Settings &values) {
    if (values == values_)
        return;
    const Settings before = values_;
    values_ = values;
    const auto text = file_.text_with(values);
    if (text) {
        writer_.start([this, path = file_.path(), text = *text] {
            const auto written = write_settings(path, text);
            QMetaObject::invokeMethod(
                this, [this, error = written ? Error{} : written.error()] { set_note(error); },
                Qt::QueuedConnection);
        });
    } else {
        set_note(text.error());
    }
    Q_EMIT changed(before);
}

void SettingsStore::set_note(const Error &note) {
    if (note == note_)
        return;
    note_ = note;
    if (!note_.code.empty())
        log::warning("settings", "{}", english_message(note_));
    Q_EMIT note_changed();
}

} // namespace vitrine
