#include "app/settings/places.hpp"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <system_error>

namespace vitrine {
namespace {

std::filesystem::path to_path(const QString &path) {
    return {QFile::encodeName(path).toStdString()};
}

} // namespace

std::filesystem::path share_folder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "vitrine";
}

std::filesystem::path config_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)) /
           "vitrine";
}

std::filesystem::path data_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)) /
           "vitrine";
}

std::filesystem::path state_folder() {
    // QStandardPaths knows it from Qt 6.7 on. The specification: a relative path is ignored.
    const QString named = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base =
        QDir::isAbsolutePath(named) ? named : QDir::homePath() + QStringLiteral("/.local/state");
    return to_path(base) / "vitrine";
}

std::filesystem::path cache_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)) /
           "vitrine";
}

std::filesystem::path runtime_folder() {
    return to_path(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation));
}

} // namespace vitrine
