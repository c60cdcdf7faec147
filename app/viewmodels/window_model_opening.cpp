// How pictures come into the window: dropped, pasted, chosen, or named on the command line.
#include "app/viewmodels/window_model.hpp"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

namespace vitrine {

void WindowModel::open_paths(const QStringList &paths) {
    if (paths.isEmpty())
        return;
    if (paths.size() > 1) {
        open_files(paths);
        return;
    }
    looker_.start([this, path = paths.constFirst(), look = ++look_] {
        const bool folder = QFileInfo(path).isDir();
        QMetaObject::invokeMethod(
            this,
            [this, path, look, folder] {
                if (look != look_)
                    return; // something else was opened since
                if (folder)
                    picture_grid_.open_paths({path});
                else
                    open_files({path});
            },
            Qt::QueuedConnection);
    });
}

void WindowModel::open_files(const QStringList &paths) {
    ++look_;
    if (paths.size() > 1) {
        picture_grid_.open_paths(paths);
        return;
    }
    picture_grid_.close();
    picture_page_.open_path(paths.constFirst());
}

void WindowModel::openUrls(const QList<QUrl> &urls) {
    QStringList paths;
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (paths.isEmpty() && !urls.isEmpty())
        picture_page_.openUrl(urls.constFirst()); // which tells what is wrong with it
    open_paths(paths);
}

void WindowModel::paste() {
    const QMimeData *held = QGuiApplication::clipboard()->mimeData();
    if (held != nullptr && held->hasUrls())
        openUrls(held->urls());
    else
        picture_page_.paste();
}

} // namespace vitrine
