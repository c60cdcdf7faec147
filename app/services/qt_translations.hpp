// The words of Qt's own dialogs, in the window's language.
#pragma once

#include <QLibraryInfo>
#include <QString>
#include <QTranslator>

#include <array>

namespace vitrine {

/// Installs Qt's own Chinese catalogues (of Debian's package qt6-translations-l10n) while the
/// window speaks Chinese; English needs none. Where they are missing, Qt's dialogs stay English.
/// GUI thread only, while there is an application.
class QtTranslations {
  public:
    /// `folder`: where the catalogues (.qm) lie.
    explicit QtTranslations(QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    ~QtTranslations();
    QtTranslations(const QtTranslations &) = delete;
    QtTranslations &operator=(const QtTranslations &) = delete;

    /// `code`: "zh" or "en", as Language::code() has it.
    void set_language(const QString &code);

  private:
    QString folder_;
    std::array<QTranslator, 2> catalogues_;
    bool chinese_ = false;
};

} // namespace vitrine
