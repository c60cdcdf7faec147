#include "app/services/files/places.hpp"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <array>
#include <utility>

namespace vitrine {
namespace {

QString unescaped(const QByteArray &field) {
    QByteArray plain;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool octal = false;
        const int code = field[i] == '\\' ? field.mid(i + 1, 3).toInt(&octal, 8) : 0;
        plain.append(octal ? static_cast<char>(code) : field[i]);
        i += octal ? 3 : 0;
    }
    return QFile::decodeName(plain);
}

} // namespace

std::vector<QString> removable_media(std::string_view mountinfo) {
    constexpr qsizetype mount_point = 4;
    std::vector<QString> found;
    const QByteArray text(mountinfo.data(), static_cast<qsizetype>(mountinfo.size()));
    for (const QByteArray &line : text.split('\n')) {
        const auto fields = line.split(' ');
        if (fields.size() <= mount_point)
            continue;
        const QString path = unescaped(fields[mount_point]);
        if (path.startsWith(QLatin1String("/media/")) ||
            path.startsWith(QLatin1String("/run/media/")))
            found.push_back(path);
    }
    return found;
}

std::vector<Place> favourite_places() {
    const std::array own{std::pair{Place::Kind::pictures, QStandardPaths::PicturesLocation},
                         std::pair{Place::Kind::downloads, QStandardPaths::DownloadLocation},
                         std::pair{Place::Kind::desktop, QStandardPaths::DesktopLocation}};
    std::vector<Place> places;
    for (const auto &[kind, location] : own) {
        const QString path = QStandardPaths::writableLocation(location);
        // Where a desktop names no such folder of its own, this is the home folder.
        if (!path.isEmpty() && path != QDir::homePath() && QDir(path).exists())
            places.push_back({kind, path, {}});
    }
    QFile mounts(QStringLiteral("/proc/self/mountinfo"));
    if (mounts.open(QIODevice::ReadOnly)) {
        const QByteArray text = mounts.readAll();
        for (const QString &path :
             removable_media({text.constData(), static_cast<std::size_t>(text.size())}))
            places.push_back({Place::Kind::removable, path, path.section(u'/', -1)});
    }
    return places;
}

} // namespace vitrine
