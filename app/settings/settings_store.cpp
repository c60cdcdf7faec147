#include "app/settings/settings_store.hpp"

#include "app/settings/places.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <system_error>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

Result<void> write_settings(const SettingsFile &file, const Settings &before,
                            const Settings &values) {
    const auto text = file.text_with(before, values);
    if (!text)
        return text.error();
    std::error_code ignored; // that the folder is missing shows when the file is written
    fs::create_directories(file.path().parent_path(), ignored);
    auto written = write_file_atomically(file.path(), *text);
    if (written.ok() || written.error().code == "disk_full")
        return written;
    return Error{"settings_unwritable", {file.path().string(), english_message(written.error())}};
}

} // namespace

SettingsStore::SettingsStore(const fs::path &path, QObject *parent)
    : QObject(parent), file_(path.empty() ? config_folder() / "settings.json" : path),
      values_(file_.values()), unread_(file_.note()) {
    writer_.setMaxThreadCount(1); // in the order in which they were set
    if (!unread_.code.empty())
        log::warning("settings", "{}", english_message(unread_));
}

SettingsStore::~SettingsStore() { writer_.waitForDone(); }

void SettingsStore::set(const Settings &values) {
    if (values == values_)
        return;
    const Settings before = values_;
    values_ = values;
    writer_.start([this, before, values] {
        const auto written = write_settings(file_, before, values);
        QMetaObject::invokeMethod(
            this, [this, error = written ? Error{} : written.error()] { take_written(error); },
            Qt::QueuedConnection);
    });
    Q_EMIT changed(before);
}

void SettingsStore::take_written(const Error &problem) {
    if (problem == unwritten_)
        return;
    unwritten_ = problem;
    if (!unwritten_.code.empty())
        log::warning("settings", "{}", english_message(unwritten_));
    Q_EMIT note_changed();
}

void SettingsStore::note_seen() {
    if (unread_.code.empty() || !unwritten_.code.empty())
        return; // or another was shown in its place
    unread_ = {};
    Q_EMIT note_changed();
}

} // namespace vitrine
