#include "app/viewmodels/files/file_picker.hpp"

#include "app/services/language.hpp"
#include "app/supervision/stall_watch.hpp"
#include "app/viewmodels/files/thumbnail_provider.hpp"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <tuple>
#include <utility>

namespace vitrine {
namespace {

constexpr int settle_ms = 400;

} // namespace

FilePicker::FilePicker(const Language &language, ListFolder list, FindPlaces find_places,
                       WatchFolder watch, QObject *parent)
    : QAbstractListModel(parent), language_(language), find_places_(std::move(find_places)),
      listing_(std::move(list)), places_(language), watch_(std::move(watch)) {
    settle_.setSingleShot(true);
    settle_.setInterval(settle_ms);
    connect(&listing_, &FolderListing::listed, this, &FilePicker::take);
    connect(&listing_, &FolderListing::failed, this, &FilePicker::fail);
    connect(&listing_, &FolderListing::seen, this, [this](int count) {
        seen_ = count;
        Q_EMIT texts_changed();
    });
    // A disk may list its folders and never answer this, so nobody waits for it; what changed
    // before is found by listing once more.
    connect(&watch_, &FolderWatch::watching, this, [this] {
        if (state_ == Listing && seen_ > 0)
            again_ = true; // what was found so far is not thrown away
        else if (state_ != Cancelled)
            listing_.start(folder_);
    });
    connect(&watch_, &FolderWatch::changed, &settle_, qOverload<>(&QTimer::start));
    connect(&settle_, &QTimer::timeout, this, [this] {
        if (state_ != Listing && state_ != Cancelled)
            listing_.start(folder_); // what is shown stays until the new list is there
    });
}

void FilePicker::show_flat(const QString &folder) {
    flat_ = true;
    several_ = false;
    open(folder);
}

void FilePicker::begin() {
    if (flat_) {
        open(folder_);
        return;
    }
    places_.set(find_places_());
    set_several(false);
    const QString start = folder_.isEmpty() ? last_folder_ : folder_;
    open(start.isEmpty() ? first_place() : start);
    recalled_ = !start.isEmpty();
}

QString FilePicker::first_place() const {
    return places_.rowCount() > 0 ? places_.path(0) : QDir::homePath();
}

void FilePicker::open(const QString &folder) {
    folder_ = folder;
    recalled_ = false;
    places_.set_here(folder);
    marked_.clear();
    Q_EMIT marks_changed();
    list();
}

void FilePicker::list() {
    beginResetModel();
    entries_.clear();
    picture_count_ = 0;
    endResetModel();
    settle_.stop();
    seen_ = 0;
    again_ = false;
    set_state(Listing);
    watch_.watch(folder_);
    listing_.start(folder_);
}

void FilePicker::openPlace(int row) {
    if (const QString path = places_.path(row); !flat_ && !path.isEmpty())
        open(path);
}

void FilePicker::openRow(int row) {
    if (row < 0 || row >= rowCount())
        return;
    const FolderEntry entry = entries_[static_cast<std::size_t>(row)];
    if (entry.is_folder) {
        open(entry.path);
    } else if (!several_) {
        Q_EMIT chosen({entry.path});
    } else {
        markRow(row);
    }
}

void FilePicker::markRow(int row) {
    if (row < 0 || row >= rowCount() || !takes_several_)
        return;
    const FolderEntry &entry = entries_[static_cast<std::size_t>(row)];
    if (entry.is_folder)
        return;
    several_ = true;
    marked_last_ = row;
    if (marked_.erase(entry.path) == 0)
        marked_.insert(entry.path);
    Q_EMIT dataChanged(index(row), index(row), {MarkedRole});
    Q_EMIT marks_changed();
}

void FilePicker::markThrough(int row) {
    if (row < 0 || row >= rowCount() || !takes_several_)
        return;
    const auto [first, last] = std::minmax({row, marked_last_ < 0 ? row : marked_last_});
    several_ = true;
    marked_last_ = row;
    for (int each = first; each <= last; ++each)
        if (const auto &entry = entries_[static_cast<std::size_t>(each)]; !entry.is_folder)
            marked_.insert(entry.path);
    Q_EMIT dataChanged(index(first), index(last), {MarkedRole});
    Q_EMIT marks_changed();
}

bool FilePicker::can_go_up() const { return !flat_ && !folder_.isEmpty() && folder_ != u"/"; }

void FilePicker::goUp() {
    if (can_go_up())
        open(QDir::cleanPath(folder_ + QStringLiteral("/..")));
}

void FilePicker::retry() { list(); }

void FilePicker::cancel() {
    if (state_ != Listing)
        return;
    listing_.cancel();
    set_state(Cancelled);
}

void FilePicker::chooseMarked() {
    QStringList paths;
    for (const FolderEntry &entry : entries_)
        if (marked_.contains(entry.path))
            paths.append(entry.path);
    if (!paths.isEmpty())
        Q_EMIT chosen(paths);
}

void FilePicker::chooseAll() {
    QStringList paths;
    for (const FolderEntry &entry : entries_)
        if (!entry.is_folder)
            paths.append(entry.path);
    if (!paths.isEmpty())
        Q_EMIT chosen(paths);
}

void FilePicker::chooseUrls(const QList<QUrl> &urls) {
    QStringList paths;
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (paths.isEmpty())
        return;
    if (!flat_)
        folder_ = QFileInfo(paths.constFirst()).path(); // where one goes on the next time
    Q_EMIT chosen(paths);
}

void FilePicker::forget() {
    listing_.cancel();
    watch_.watch({});
    if (!flat_)
        folder_.clear();
    last_folder_.clear();
    beginResetModel();
    entries_.clear();
    picture_count_ = 0;
    endResetModel();
    set_several(false);
    set_newest_first(false);
    set_state(Shown);
}

void FilePicker::take(const std::vector<FolderEntry> &entries) {
    const StallWatch::Label label("showing a folder");
    recalled_ = false;
    if (std::exchange(again_, false))
        listing_.start(folder_);
    std::vector<FolderEntry> found = entries;
    if (flat_)
        std::erase_if(found, &FolderEntry::is_folder);
    sort(found);
    if (state_ == Shown && found == entries_)
        return; // nothing moves under the finger
    marked_last_ = -1;
    beginResetModel();
    entries_ = std::move(found);
    picture_count_ = static_cast<int>(std::ranges::count(entries_, false, &FolderEntry::is_folder));
    endResetModel();
    std::set<QString> present;
    for (const FolderEntry &entry : entries_)
        if (marked_.contains(entry.path))
            present.insert(entry.path);
    marked_ = std::move(present);
    set_state(Shown);
    Q_EMIT marks_changed();
}

void FilePicker::fail(const Error &error) {
    again_ = false;
    if (state_ == Problem && error == problem_)
        return; // said already
    if (recalled_ && !flat_) {
        open(first_place());
        return;
    }
    beginResetModel();
    entries_.clear();
    picture_count_ = 0;
    endResetModel();
    marked_.clear();
    problem_ = error;
    set_state(Problem);
    Q_EMIT marks_changed();
}

void FilePicker::sort(std::vector<FolderEntry> &entries) const {
    const StallWatch::Label label("sorting a folder");
    const auto place = [this](const FolderEntry &entry) {
        // Folders keep their names' order, so that they are found again.
        const bool by_date = newest_first_ && !entry.is_folder;
        return std::tuple(!entry.is_folder, by_date ? entry.by_date : entry.by_name);
    };
    if (!std::ranges::is_sorted(entries, {}, place)) // by name they come sorted
        std::ranges::sort(entries, {}, place);
}

void FilePicker::set_newest_first(bool newest_first) {
    if (newest_first == newest_first_)
        return;
    newest_first_ = newest_first;
    marked_last_ = -1;
    beginResetModel();
    sort(entries_);
    endResetModel();
    Q_EMIT order_changed();
}

void FilePicker::set_several(bool several) {
    several_ = several && takes_several_;
    marked_last_ = -1;
    marked_.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {MarkedRole});
    Q_EMIT marks_changed();
}

void FilePicker::set_takes_several(bool takes) {
    takes_several_ = takes;
    set_several(false);
    Q_EMIT state_changed();
}

void FilePicker::set_state(State state) {
    state_ = state;
    Q_EMIT state_changed();
    Q_EMIT texts_changed();
}

void FilePicker::retranslate() {
    places_.retranslate();
    Q_EMIT texts_changed();
    Q_EMIT marks_changed();
}

QString FilePicker::problem() const {
    if (state_ != Problem)
        return {};
    // On a stand there is no other place to choose.
    return flat_ ? language_.text("picture.none.stand") : language_.sentence(problem_);
}

QString FilePicker::progress() const {
    return state_ == Listing && seen_ > 0 ? language_.text("files.seen", {language_.number(seen_)})
                                          : QString();
}

QString FilePicker::folder_name() const {
    if (const QString title = places_.title(folder_); !title.isEmpty())
        return title; // the window's word for it
    const QString name = folder_.section(u'/', -1);
    return name.isEmpty() ? folder_ : name;
}

QString FilePicker::all_text() const {
    return language_.text("files.all", {language_.number(picture_count_)});
}

QString FilePicker::marked_text() const {
    return language_.text(marked_count() == 1 ? "files.open.one" : "files.open",
                          {language_.number(marked_count())});
}

int FilePicker::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant FilePicker::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FolderEntry &entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole:
    case Qt::DisplayRole:
        return entry.name;
    case ThumbnailRole:
        return entry.is_folder ? QString() : ThumbnailProvider::source_of(entry.path);
    case FolderRole:
        return entry.is_folder;
    case MarkedRole:
        return marked_.contains(entry.path);
    default:
        return {};
    }
}

QHash<int, QByteArray> FilePicker::roleNames() const {
    return {{NameRole, "name"},
            {ThumbnailRole, "thumbnail"},
            {FolderRole, "folder"},
            {MarkedRole, "marked"}};
}

} // namespace vitrine
