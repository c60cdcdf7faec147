// How pictures come into the window: dropped, pasted, chosen, or named on the command line.
#include "app/viewmodels/window_model.hpp"

#include "app/supervision/stall_watch.hpp"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>

#include <chrono>
#include <thread>

namespace vitrine {
namespace {

constexpr std::chrono::milliseconds look_patience{1'000};

} // namespace

bool is_folder(const QString &path) { return QFileInfo(path).isDir(); }

void WindowModel::open_paths(const QStringList &paths) {
    if (paths.isEmpty())
        return;
    if (paths.size() > 1) {
        open_files(paths);
        return;
    }
    const QString &path = paths.constFirst();
    const quint64 number = look_.number + 1;
    look_ = {number, picture_page_.begun()};
    // Detached: a disk that does not answer may keep it for minutes.
    std::thread([link = link_, path, number, is_folder = wishes_.is_folder] {
        const bool folder = is_folder(path);
        OwnerLink<WindowModel>::post(link, [path, number, folder](WindowModel &window) {
            window.take_look(number, path, folder);
        });
    }).detach();
    // The page has a patience of its own, and says what is wrong.
    QTimer::singleShot(look_patience, this, [this, path, number] {
        if (!looks(number))
            return;
        show_file(path);
        look_ = {number, picture_page_.begun(), true};
    });
}

bool WindowModel::looks(quint64 number) const {
    return number == look_.number && look_.begun == picture_page_.begun();
}

void WindowModel::take_look(quint64 number, const QString &path, bool folder) {
    if (!looks(number))
        return; // something else was opened since
    ++look_.number;
    if (!folder) {
        if (!look_.given_up)
            show_file(path);
        return;
    }
    if (look_.given_up)
        picture_page_.show_none(); // it was no picture
    picture_grid_.open_paths({path});
}

void WindowModel::open_files(const QStringList &paths) {
    ++look_.number;
    if (paths.size() > 1)
        picture_grid_.open_paths(paths);
    else
        show_file(paths.constFirst());
}

void WindowModel::show_file(const QString &path) {
    picture_grid_.close();
    picture_page_.open_path(path);
}

void WindowModel::openUrls(const QList<QUrl> &urls) {
    QStringList paths;
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (paths.isEmpty() && !urls.isEmpty()) {
        ++look_.number;
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
    ++look_.number;
    picture_grid_.set_shown(false); // or nobody would see what comes of it
    picture_page_.paste();
}

} // namespace vitrine
