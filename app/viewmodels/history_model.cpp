#include "app/viewmodels/history_model.hpp"

#include "app/services/language.hpp"

#include <algorithm>

namespace vitrine {

HistoryModel::HistoryModel(const Language &language, QObject *parent)
    : QAbstractListModel(parent), language_(language) {}

bool HistoryModel::too_much() const {
    qsizetype bytes = 0;
    for (const Entry &entry : entries_)
        bytes += entry.image.sizeInBytes();
    return entries_.size() > most_entries || (bytes > most_bytes && entries_.size() > 1);
}

void HistoryModel::add(Entry entry) {
    beginResetModel();
    std::erase_if(entries_, [&](const Entry &old) {
        return old.id == entry.id || (!entry.path.isEmpty() && old.path == entry.path);
    });
    if (entry.id == 0)
        entry.id = ++last_id_;
    entries_.insert(entries_.begin(), std::move(entry));
    while (too_much())
        entries_.pop_back();
    endResetModel();
    Q_EMIT count_changed();
}

void HistoryModel::clear() {
    beginResetModel();
    entries_.clear();
    endResetModel();
    Q_EMIT count_changed();
}

void HistoryModel::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TitleRole});
}

const HistoryModel::Entry *HistoryModel::entry(int row) const {
    return row >= 0 && row < rowCount() ? &entries_[static_cast<std::size_t>(row)] : nullptr;
}

int HistoryModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &found = entries_[static_cast<std::size_t>(index.row())];
    if (role == TitleRole || role == Qt::DisplayRole)
        return found.name_id != nullptr ? language_.text(found.name_id)
                                        : language_.word(found.name);
    if (role == ThumbnailRole)
        return found.thumbnail;
    return {};
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
    return {{TitleRole, "title"}, {ThumbnailRole, "thumbnail"}};
}

} // namespace vitrine
