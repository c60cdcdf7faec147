// Choosing pictures by finger.
#pragma once

#include "app/services/files/folder_listing.hpp"
#include "app/services/files/folder_watch.hpp"
#include "app/viewmodels/files/place_list.hpp"

#include <QAbstractListModel>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <set>
#include <vector>

namespace vitrine {

class Language;

/// One folder: its subfolders, then its pictures. A tap on a picture chooses it; with `several` on
/// it marks it, as a click with Ctrl or Shift always does. Flat, it shows the pictures of one
/// folder and leads nowhere else. Roles: name, thumbnail (a source for Image, empty for a folder),
/// folder, marked. GUI thread only; folders are listed by FolderListing. A folder that changes is
/// listed again.
class FilePicker : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(State state READ state NOTIFY state_changed)
    /// A sentence with a next step while state is Problem.
    Q_PROPERTY(QString problem READ problem NOTIFY texts_changed)
    /// While listing: how many files were seen so far, in words; else empty.
    Q_PROPERTY(QString progress READ progress NOTIFY texts_changed)
    Q_PROPERTY(QString folderName READ folder_name NOTIFY texts_changed)
    Q_PROPERTY(QUrl folder READ folder_url NOTIFY texts_changed)
    Q_PROPERTY(bool flat READ flat NOTIFY state_changed)
    Q_PROPERTY(bool canGoUp READ can_go_up NOTIFY state_changed)
    Q_PROPERTY(int pictureCount READ picture_count NOTIFY state_changed)
    Q_PROPERTY(QString allText READ all_text NOTIFY texts_changed)
    /// Whether several may be chosen at once: only where there is something to show them.
    Q_PROPERTY(bool takesSeveral READ takes_several NOTIFY state_changed)
    Q_PROPERTY(bool several READ several WRITE set_several NOTIFY marks_changed)
    Q_PROPERTY(int markedCount READ marked_count NOTIFY marks_changed)
    Q_PROPERTY(QString markedText READ marked_text NOTIFY marks_changed)
    Q_PROPERTY(bool newestFirst READ newest_first WRITE set_newest_first NOTIFY order_changed)
    Q_PROPERTY(vitrine::PlaceList *places READ places CONSTANT)

  public:
    enum Role { NameRole = Qt::UserRole + 1, ThumbnailRole, FolderRole, MarkedRole };
    enum State {
        Listing,
        Shown,     ///< also an empty folder
        Cancelled, ///< listing was given up
        Problem
    };
    Q_ENUM(State)
    using FindPlaces = std::function<std::vector<Place>()>;

    FilePicker(const Language &language, ListFolder list = list_folder,
               FindPlaces find_places = favourite_places, WatchFolder watch = watch_folder,
               QObject *parent = nullptr);

    /// The pictures of one folder, without a way out of it.
    void show_flat(const QString &folder);
    void retranslate();
    void set_takes_several(bool takes);
    /// Where begin() begins the first time; the first place, where it cannot be shown any more.
    void set_last_folder(const QString &folder) { last_folder_ = folder; }

    /// Finds the places anew and shows the last folder, else the first place. Flat: that folder.
    Q_INVOKABLE void begin();
    Q_INVOKABLE void openPlace(int row);
    Q_INVOKABLE void openRow(int row); ///< enters a folder; chooses or marks a picture
    /// Marks a picture or takes its mark away, with `several` on from then on.
    Q_INVOKABLE void markRow(int row);
    /// Marks all pictures from the one that was marked last to this one.
    Q_INVOKABLE void markThrough(int row);
    Q_INVOKABLE void goUp();
    Q_INVOKABLE void retry();
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void chooseMarked();
    Q_INVOKABLE void chooseAll();
    /// What another way of choosing (a file dialog) gave.
    Q_INVOKABLE void chooseUrls(const QList<QUrl> &urls);
    Q_INVOKABLE void forget(); ///< nothing stays of what was looked at

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] QString folder() const { return folder_; }
    [[nodiscard]] QUrl folder_url() const { return QUrl::fromLocalFile(folder_); }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString progress() const;
    [[nodiscard]] QString folder_name() const;
    [[nodiscard]] bool flat() const { return flat_; }
    [[nodiscard]] bool can_go_up() const;
    [[nodiscard]] int picture_count() const { return picture_count_; }
    [[nodiscard]] QString all_text() const;
    [[nodiscard]] bool takes_several() const { return takes_several_; }
    [[nodiscard]] bool several() const { return several_; }
    [[nodiscard]] int marked_count() const { return static_cast<int>(marked_.size()); }
    [[nodiscard]] QString marked_text() const;
    [[nodiscard]] bool newest_first() const { return newest_first_; }
    [[nodiscard]] PlaceList *places() { return &places_; }
    void set_several(bool several);
    void set_newest_first(bool newest_first);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void state_changed();
    void texts_changed();
    void marks_changed();
    void order_changed();
    /// At least one, in the order shown.
    void chosen(const QStringList &paths);

  private:
    [[nodiscard]] QString first_place() const;
    void open(const QString &folder);
    void list();
    void take(const std::vector<FolderEntry> &entries);
    void fail(const Error &error);
    void sort(std::vector<FolderEntry> &entries) const;
    void set_state(State state);

    const Language &language_;
    FindPlaces find_places_;
    FolderListing listing_;
    PlaceList places_;
    FolderWatch watch_;
    QTimer settle_; ///< a folder that is being filled changes all the time
    State state_ = Shown;
    QString folder_; ///< empty before the first begin()
    QString last_folder_;
    bool recalled_ = false; ///< folder_ was not chosen now; nobody needs to hear that it is gone
    int marked_last_ = -1;  ///< a row
    std::vector<FolderEntry> entries_;
    std::set<QString> marked_; ///< paths
    int picture_count_ = 0;
    int seen_ = 0;
    bool again_ = false; ///< what is under way may have missed something
    bool flat_ = false;
    bool takes_several_ = false;
    bool several_ = false;
    bool newest_first_ = false;
    Error problem_;
};

} // namespace vitrine
