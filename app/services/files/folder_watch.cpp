#include "app/services/files/folder_watch.hpp"

#include "app/services/owner_link.hpp"

#include <QFileSystemWatcher>
#include <QThread>

#include <chrono>

namespace vitrine {
namespace {

constexpr auto farewell = std::chrono::seconds(1);

} // namespace

FolderWatch::FolderWatch(QObject *parent)
    : QObject(parent), link_(std::make_shared<OwnerLink<FolderWatch>>(*this)) {}

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

void FolderWatch::watch(const QString &folder) {
    folder_ = folder;
    if (thread_ == nullptr)
        begin();
    QMetaObject::invokeMethod(watcher_, [link = link_, watcher = watcher_, folder] {
        if (const QStringList before = watcher->directories(); !before.isEmpty())
            watcher->removePaths(before);
        if (folder.isEmpty())
            return;
        watcher->addPath(folder);
        OwnerLink<FolderWatch>::post(link, [folder](FolderWatch &owner) {
            if (folder == owner.folder_)
                Q_EMIT owner.watching(folder);
        });
    });
}

} // namespace vitrine
