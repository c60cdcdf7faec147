#include "app/services/settings.hpp"

#include <QStandardPaths>

namespace vitrine {
namespace {

QString own_file() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/vitrine/window.ini");
}

} // namespace

Settings::Settings(const QString &path)
    : store_(path.isEmpty() ? own_file() : path, QSettings::IniFormat) {}

} // namespace vitrine
