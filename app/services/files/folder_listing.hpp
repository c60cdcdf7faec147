// What lies in a folder, found off the GUI thread.
#pragma once

#include "core/support/result.hpp"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace vitrine {

template <typename Owner> class OwnerLink;

struct FolderEntry {
    QString name;
    QString path;
    bool is_folder = false;
    qint64 modified = 0; ///< seconds since 1970
    int by_name = 0;     ///< the place among its kind when sorted by name, numbers by value
    int by_date = 0;     ///< the same with the newest first

    bool operator==(const FolderEntry &) const = default;
};

/// Told now and then how many entries were seen so far.
using ListingProgress = std::function<void(int seen)>;
using ListFolder = std::function<Result<std::vector<FolderEntry>>(
    const QString &folder, const std::stop_token &stop, const ListingProgress &progress)>;

/// Subfolders and files with a picture's name, hidden ones left out, links followed; folders first,
/// by name, with by_name and by_date filled in. Errors: folder_vanished, folder_closed,
/// folder_unreadable (path each), folder_full (path, limit) above a million entries.
[[nodiscard]] Result<std::vector<FolderEntry>>
list_folder(const QString &folder, const std::stop_token &stop, const ListingProgress &progress);

/// Lists one folder at a time; asking for another forgets the first. A disk that does not answer
/// holds up neither the window nor the program's end: its thread is left behind. GUI thread;
/// signals arrive there.
class FolderListing : public QObject {
    Q_OBJECT

  public:
    explicit FolderListing(ListFolder list = list_folder, QObject *parent = nullptr);
    ~FolderListing() override;

    void start(const QString &folder);
    void cancel(); ///< no signal comes any more of what was started

  Q_SIGNALS:
    void seen(int count);
    void listed(const std::vector<vitrine::FolderEntry> &entries);
    void failed(const vitrine::Error &error);

  private:
    using Link = OwnerLink<FolderListing>;
    ListFolder list_;
    std::shared_ptr<Link> link_;
    std::stop_source stop_;
};

} // namespace vitrine
