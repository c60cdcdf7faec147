// Notices when the files of a folder change.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

class QFileSystemWatcher;
class QThread;

namespace vitrine {

template <typename Owner> class OwnerLink;

/// How a watcher is given a folder to watch: addPath(), or a test's own.
using WatchFolder = std::function<void(QFileSystemWatcher &watcher, const QString &folder)>;
void watch_folder(QFileSystemWatcher &watcher, const QString &folder);

/// Asking a disk to be watched looks at it, so a thread of its own does. One that got no answer is
/// left behind when another folder is to be watched, up to most_left_behind, and at the end. GUI
/// thread; signals arrive there.
class FolderWatch : public QObject {
    Q_OBJECT

  public:
    static constexpr int most_left_behind = 8;

    explicit FolderWatch(WatchFolder watch = watch_folder, QObject *parent = nullptr);
    ~FolderWatch() override;

    /// Instead of the one before, also where it is the same; watching() comes once the disk has
    /// answered. Empty: none.
    void watch(const QString &folder);

  Q_SIGNALS:
    /// What happens to the folder from now on is noticed, if it is there at all.
    void watching(const QString &folder);
    void changed();

  private:
    void begin();
    void leave_behind();

    const WatchFolder watch_;
    std::shared_ptr<OwnerLink<FolderWatch>> link_;
    QThread *thread_ = nullptr; ///< both while there is something to watch
    QFileSystemWatcher *watcher_ = nullptr;
    QString folder_;
    quint64 asked_ = 0; ///< how often
    quint64 answered_ = 0;
    int left_behind_ = 0;
};

} // namespace vitrine
