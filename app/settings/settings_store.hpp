// The settings as the window holds them.
#pragma once

#include "app/settings/settings.hpp"

#include <QObject>
#include <QThreadPool>

namespace vitrine {

/// Reads the file once; writes it on a thread of its own, since flushing a disk may take a while.
/// Only what is set here is written, so that two windows keep each other's choices. What cannot be
/// written holds until the window closes, and note() says so. GUI thread only.
class SettingsStore : public QObject {
    Q_OBJECT

  public:
    /// Empty: the user's own file, settings.json in config_folder().
    explicit SettingsStore(const std::filesystem::path &path = {}, QObject *parent = nullptr);
    ~SettingsStore() override; ///< waits for what is being written

    [[nodiscard]] const Settings &values() const { return values_; }
    /// changed() only when something is different now.
    void set(const Settings &values);
    /// What the staff should know of the file, else an empty code: disk_full (path) or
    /// settings_unwritable (path, reason) while the last change could not be written, else
    /// SettingsFile::note() until the staff have seen it.
    [[nodiscard]] const Error &note() const {
        return unwritten_.code.empty() ? unread_ : unwritten_;
    }
    void note_seen();

  Q_SIGNALS:
    void changed(const vitrine::Settings &before);
    void note_changed();

  private:
    void take_written(const Error &problem);

    const SettingsFile file_; ///< also the writer's
    Settings values_;
    Error unread_;    ///< what was wrong with the file when it was read
    Error unwritten_; ///< why the last change is not in it
    QThreadPool writer_;
};

} // namespace vitrine
