// Notices when the files of a folder change.
#pragma once

#include <QObject>
#include <QString>

#include <memory>

class QFileSystemWatcher;
class QThread;

namespace vitrine {

template <typename Owner> class OwnerLink;

/// Asking a disk to be watched looks at it, so a thread of its own does; where the disk does not
/// answer, it is left behind at the end. GUI thread; the signal arrives there.
class FolderWatch : public QObject {
    Q_OBJECT

  public:
    explicit FolderWatch(QObject *parent = nullptr);
    ~FolderWatch() override;

    /// Instead of the one before, also where it is the same; watching() comes. Empty: none.
    void watch(const QString &folder);

  Q_SIGNALS:
    /// What happens to the folder from now on is noticed, if it is there at all.
    void watching(const QString &folder);
    void changed();

  private:
    void begin();

    std::shared_ptr<OwnerLink<FolderWatch>> link_;
    QThread *thread_ = nullptr; ///< both from the first watch() on
    QFileSystemWatcher *watcher_ = nullptr;
    QString folder_;
};

} // namespace vitrine
