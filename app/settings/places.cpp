#include "app/settings/places.hpp"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace vitrine {
namespace {

std::filesystem::path to_path(const QString &path) {
    return {QFile::encodeName(path).toStdString()};
}

} // namespace

std::filesystem::path config_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)) /
           "vitrine";
}

std::filesystem::path state_folder() {
    // QStandardPaths knows it from Qt 6.7 on. The specification: a relative path is ignored.
    const QString named = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base =
        QDir::isAbsolutePath(named) ? named : QDir::homePath() + QStringLiteral("/.local/state");
    return to_path(base) / "vitrine";
}

std::filesystem::path runtime_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation));
}

} // namespace vitrine
