#include "app/viewmodels/model_list.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/model_card.hpp"

#include <algorithm>

namespace vitrine {

ModelList::ModelList(const Language &language, QObject *parent)
    : QAbstractListModel(parent), language_(language) {}

void ModelList::set(std::vector<ModelChoice> models) {
    beginResetModel();
    models_ = std::move(models);
    endResetModel();
    Q_EMIT count_changed();
}

void ModelList::set_current(const QString &name) {
    current_ = name;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {CurrentRole});
}

void ModelList::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TitleRole, CardRole});
}

QString ModelList::title_of(const ModelChoice &model) const {
    return language_.text("model.pill",
                          {language_.word(model.title), language_.number(model.classes)});
}

QString ModelList::title(const QString &name) const {
    const auto found = std::ranges::find(models_, name, &ModelChoice::name);
    return found == models_.end() ? QString() : title_of(*found);
}

int ModelList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(models_.size());
}

QVariant ModelList::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ModelChoice &model = models_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole:
        return model.name;
    case TitleRole:
    case Qt::DisplayRole:
        return title_of(model);
    case CardRole:
        return card_of(model.manifest, language_);
    case CurrentRole:
        return model.name == current_;
    default:
        return {};
    }
}

QHash<int, QByteArray> ModelList::roleNames() const {
    return {{NameRole, "name"}, {TitleRole, "title"}, {CurrentRole, "current"}, {CardRole, "card"}};
}

} // namespace vitrine
