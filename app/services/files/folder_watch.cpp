#include "app/services/files/folder_watch.hpp"

#include "app/services/owner_link.hpp"

#include <QFileSystemWatcher>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine {
namespace {

constexpr auto farewell = std::chrono::seconds(1);

} // namespace

void watch_folder(QFileSystemWatcher &watcher, const QString &folder) { watcher.addPath(folder); }

FolderWatch::FolderWatch(WatchFolder watch, QObject *parent)
    : QObject(parent), watch_(std::move(watch)),
      link_(std::make_shared<OwnerLink<FolderWatch>>(*this)) {}

FolderWatch::~FolderWatch() {
    if (thread_ == nullptr)
        return;
    link_->cut();
    thread_->quit();
    if (thread_->wait(farewell))
        delete thread_; // else it still asks a disk, and stays as long as the process
}

void FolderWatch::begin() {
    thread_ = new QThread;
    watcher_ = new QFileSystemWatcher;
    watcher_->moveToThread(thread_);
    connect(thread_, &QThread::finished, watcher_, &QObject::deleteLater);
    connect(watcher_, &QFileSystemWatcher::directoryChanged, watcher_,
            [link = link_](const QString &which) {
                OwnerLink<FolderWatch>::post(link, [which](FolderWatch &owner) {
                    if (which == owner.folder_)
                        Q_EMIT owner.changed();
                });
            });
    thread_->start();
}

/// It ends once its disk answers, if ever.
void FolderWatch::leave_behind() {
    ++left_behind_;
    connect(thread_, &QThread::finished, this, [this] { --left_behind_; });
    connect(thread_, &QThread::finished, thread_, &QObject::deleteLater);
    thread_->quit();
    thread_ = nullptr;
    watcher_ = nullptr;
}

void FolderWatch::watch(const QString &folder) {
    folder_ = folder;
    if (thread_ != nullptr && answered_ < asked_ && left_behind_ < most_left_behind)
        leave_behind();
    if (thread_ == nullptr && folder.isEmpty())
        return;
    if (thread_ == nullptr)
        begin();
    const auto look = [link = link_, watcher = watcher_, watch = watch_, folder, asked = ++asked_] {
        if (const QStringList before = watcher->directories(); !before.isEmpty())
            watcher->removePaths(before);
        if (!folder.isEmpty())
            watch(*watcher, folder);
        OwnerLink<FolderWatch>::post(link, [folder, asked](FolderWatch &owner) {
            owner.answered_ = std::max(owner.answered_, asked);
            if (asked == owner.asked_ && folder == owner.folder_ && !folder.isEmpty())
                Q_EMIT owner.watching(folder);
        });
    };
    QMetaObject::invokeMethod(watcher_, look);
}

} // namespace vitrine
