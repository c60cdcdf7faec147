#include "app/services/qt_translations.hpp"

#include "core/support/log.hpp"

#include <QCoreApplication>

#include <utility>

namespace vitrine {
namespace {

// Buttons and messages, and what Qt Quick's file dialog adds.
constexpr std::array<const char *, 2> names{"qtbase_zh_CN", "qtdeclarative_zh_CN"};

} // namespace

QtTranslations::QtTranslations(QString folder) : folder_(std::move(folder)) {}

QtTranslations::~QtTranslations() { set_language({}); }

void QtTranslations::set_language(const QString &code) {
    const bool chinese = code == QLatin1String("zh");
    if (chinese == std::exchange(chinese_, chinese))
        return;
    for (std::size_t at = 0; at < names.size(); ++at) {
        QTranslator &catalogue = catalogues_[at];
        if (!chinese)
            QCoreApplication::removeTranslator(&catalogue);
        else if (!catalogue.isEmpty() || catalogue.load(QLatin1String(names[at]), folder_))
            QCoreApplication::installTranslator(&catalogue);
        else
            log::debug("window", "Qt's words {} are not in {}", names[at], folder_.toStdString());
    }
}

} // namespace vitrine
