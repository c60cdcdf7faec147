// Copies of plugins in a folder of the test's own, changed where a test wants them wrong.
#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace vitrine {

class PluginCopies {
  public:
    [[nodiscard]] QString folder() const { return folder_.path(); }
    [[nodiscard]] QString path(const QString &name) const { return folder_.filePath(name); }

    /// Copies `file` under `name`. With `from`, each of its occurrences is written over with `to`,
    /// which must be as long; false where there was none.
    bool add(const QString &file, const QString &name, const QByteArray &from = {},
             const QByteArray &to = {}) const;
    bool add_text(const QString &name, const QByteArray &text) const;

  private:
    QTemporaryDir folder_;
};

} // namespace vitrine
