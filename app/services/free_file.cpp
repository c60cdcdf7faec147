#include "app/services/free_file.hpp"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>

namespace vitrine {

QString keeping_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

QString documents_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

QString name_of_words(const QString &words) {
    constexpr qsizetype most = 40; // four bytes each at most, of 255 that a name may have
    static const QRegularExpression special(QStringLiteral("[\\p{C}/\\\\:*?\"<>|·]+"));
    return QString(words).replace(special, QStringLiteral(" ")).simplified().left(most).trimmed();
}

Result<QString> free_file(const QString &folder, const QString &stem, const QString &ending) {
    if (!QDir().mkpath(folder))
        return Error{"no_permission", {folder.toStdString()}};
    QString path = QStringLiteral("%1/%2.%3").arg(folder, stem, ending);
    for (int n = 2; QFile::exists(path); ++n)
        path = QStringLiteral("%1/%2-%3.%4").arg(folder, stem, QString::number(n), ending);
    return path;
}

} // namespace vitrine
