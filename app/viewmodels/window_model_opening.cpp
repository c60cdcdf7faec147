// How pictures come into the window: dropped, pasted, chosen, or named on the command line.
#include "app/viewmodels/window_model.hpp"

#include "app/supervision/stall_watch.hpp"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include <thread>

namespace vitrine {

void WindowModel::open_paths(const QStringList &paths) {
    if (paths.isEmpty())
        return;
    if (paths.size() > 1) {
        open_files(paths);
        return;
    }
    // Detached: a disk that does not answer may keep it for minutes.
    std::thread([link = link_, path = paths.constFirst(), look = ++look_] {
        const bool folder = QFileInfo(path).isDir();
        OwnerLink<WindowModel>::post(link, [path, look, folder](WindowModel &window) {
            if (look != window.look_)
                return; // something else was opened since
            if (folder)
                window.picture_grid_.open_paths({path});
            else
                window.open_files({path});
        });
    }).detach();
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
    if (paths.isEmpty() && !urls.isEmpty()) {
        ++look_;
        picture_grid_.set_shown(false);
        picture_page_.openUrl(urls.constFirst()); // which tells what is wrong with it
    }
    open_paths(paths);
}

void WindowModel::paste() {
    const StallWatch::Label label("pasting");
    const QMimeData *held = QGuiApplication::clipboard()->mimeData();
    if (held != nullptr && held->hasUrls()) {
        openUrls(held->urls());
        return;
    }
    ++look_;
    picture_grid_.set_shown(false); // or nobody would see what comes of it
    picture_page_.paste();
}

} // namespace vitrine
