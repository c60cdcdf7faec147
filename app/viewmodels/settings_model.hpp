// The settings, as the staff see and change them.
#pragma once

#include "app/settings/settings_store.hpp"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

class Language;

/// Each change holds at once and is written at once; values that are out of range are brought into
/// it. GUI thread only.
class SettingsModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(QString language READ language WRITE set_language NOTIFY changed)
    Q_PROPERTY(QStringList languages READ languages NOTIFY changed)
    Q_PROPERTY(QString theme READ theme WRITE set_theme NOTIFY changed)
    Q_PROPERTY(double textScale READ text_scale WRITE set_text_scale NOTIFY changed)
    Q_PROPERTY(bool reduceMotion READ reduce_motion WRITE set_reduce_motion NOTIFY changed)
    Q_PROPERTY(QString model READ model WRITE set_model NOTIFY changed)
    Q_PROPERTY(QString backend READ backend WRITE set_backend NOTIFY changed)
    Q_PROPERTY(int threads READ threads WRITE set_threads NOTIFY changed)
    Q_PROPERTY(int mostThreads READ most_threads CONSTANT)
    Q_PROPERTY(int idle READ idle WRITE set_idle NOTIFY changed)                ///< s
    Q_PROPERTY(int countdown READ countdown WRITE set_countdown NOTIFY changed) ///< s
    /// Empty: what the program finds by itself.
    Q_PROPERTY(QString modelFolder READ model_folder NOTIFY changed)
    Q_PROPERTY(QString pictureFolder READ picture_folder NOTIFY changed)
    /// A sentence about the settings' file; empty where all is well.
    Q_PROPERTY(QString note READ note NOTIFY note_changed)

  public:
    SettingsModel(SettingsStore &store, const Language &language, QObject *parent = nullptr);

    void retranslate() { Q_EMIT note_changed(); }

    void set_language(const QString &code);
    void set_theme(const QString &theme);
    void set_text_scale(double scale);
    void set_reduce_motion(bool reduce);
    void set_model(const QString &name);
    void set_backend(const QString &id);
    void set_threads(int threads);
    void set_idle(int seconds);
    void set_countdown(int seconds);
    /// Where a picture was chosen, to begin there the next time.
    void remember_folder(const QString &folder);
    /// The last language that is offered stays.
    Q_INVOKABLE void offerLanguage(const QString &code, bool offered);
    /// Where one begins to look for another folder than this: there; at home where it is empty.
    Q_INVOKABLE static QUrl folderUrl(const QString &folder);
    Q_INVOKABLE void setModelFolder(const QUrl &folder); ///< empty: none of one's own
    Q_INVOKABLE void setPictureFolder(const QUrl &folder);

    [[nodiscard]] QString language() const;
    [[nodiscard]] QStringList languages() const;
    [[nodiscard]] QString theme() const;
    [[nodiscard]] double text_scale() const { return store_.values().text_scale; }
    [[nodiscard]] bool reduce_motion() const { return store_.values().reduce_motion; }
    [[nodiscard]] QString model() const;
    [[nodiscard]] QString backend() const;
    [[nodiscard]] int threads() const { return store_.values().threads; }
    [[nodiscard]] static int most_threads();
    [[nodiscard]] int idle() const { return store_.values().idle_s; }
    [[nodiscard]] int countdown() const { return store_.values().countdown_s; }
    [[nodiscard]] QString model_folder() const;
    [[nodiscard]] QString picture_folder() const;
    [[nodiscard]] QString last_folder() const;
    [[nodiscard]] QString note() const;
    /// The staff have had it before their eyes.
    Q_INVOKABLE void noteSeen() { store_.note_seen(); }

  Q_SIGNALS:
    void changed();
    void note_changed();

  private:
    template <typename Change> void change(Change make);

    SettingsStore &store_;
    const Language &language_;
};

} // namespace vitrine
