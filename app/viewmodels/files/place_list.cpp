#include "app/viewmodels/files/place_list.hpp"

#include "app/services/language.hpp"

#include <algorithm>

namespace vitrine {
namespace {

const char *title_id(Place::Kind kind) {
    switch (kind) {
    case Place::Kind::pictures:
        return "files.place.pictures";
    case Place::Kind::downloads:
        return "files.place.downloads";
    case Place::Kind::desktop:
        return "files.place.desktop";
    case Place::Kind::removable:
        break;
    }
    return "files.place.removable";
}

} // namespace

void PlaceList::set(std::vector<Place> places) {
    beginResetModel();
    places_ = std::move(places);
    here_ = -1;
    endResetModel();
}

void PlaceList::set_here(const QString &folder) {
    int here = -1;
    qsizetype longest = 0;
    for (int row = 0; row < rowCount(); ++row) {
        const QString &place = places_[static_cast<std::size_t>(row)].path;
        const bool inside = folder == place || folder.startsWith(place + u'/');
        if (inside && place.size() > longest) {
            here = row;
            longest = place.size();
        }
    }
    if (here == here_)
        return;
    here_ = here;
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {HereRole});
}

void PlaceList::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TitleRole});
}

QString PlaceList::title(const QString &folder) const {
    const auto place = std::ranges::find(places_, folder, &Place::path);
    return place == places_.end() ? QString() : title_of(*place);
}

QString PlaceList::path(int row) const {
    return row >= 0 && row < rowCount() ? places_[static_cast<std::size_t>(row)].path : QString();
}

QString PlaceList::title_of(const Place &place) const {
    return place.name.isEmpty() ? language_.text(title_id(place.kind)) : place.name;
}

int PlaceList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(places_.size());
}

QVariant PlaceList::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Place &place = places_[static_cast<std::size_t>(index.row())];
    if (role == TitleRole || role == Qt::DisplayRole)
        return title_of(place);
    if (role == HereRole)
        return index.row() == here_;
    return {};
}

QHash<int, QByteArray> PlaceList::roleNames() const {
    return {{TitleRole, "title"}, {HereRole, "here"}};
}

} // namespace vitrine
