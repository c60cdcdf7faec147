// What the window remembers from one start to the next.
#pragma once

#include <QSettings>
#include <QString>

namespace vitrine {

/// Language, theme and model, kept in one small file of the user's. GUI thread only. A file that
/// cannot be written is no error: the choice then holds until the window closes.
class Settings {
  public:
    /// The user's own file; `path` names another (tests, screenshots). Empty values mean: never
    /// chosen.
    explicit Settings(const QString &path = {});

    [[nodiscard]] QString language() const { return value("language"); }
    [[nodiscard]] QString theme() const { return value("theme"); } ///< "dark", "light"
    [[nodiscard]] QString model() const { return value("model"); }
    void set_language(const QString &code) { store_.setValue("language", code); }
    void set_theme(const QString &theme) { store_.setValue("theme", theme); }
    void set_model(const QString &name) { store_.setValue("model", name); }

  private:
    [[nodiscard]] QString value(const char *key) const {
        return store_.value(QLatin1String(key)).toString();
    }
    QSettings store_;
};

} // namespace vitrine
