// The places to begin at.
#pragma once

#include "app/services/files/places.hpp"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// Roles: title, here (whether the folder shown lies there).
class PlaceList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with FilePicker")

  public:
    enum Role { TitleRole = Qt::UserRole + 1, HereRole };

    explicit PlaceList(const Language &language, QObject *parent = nullptr)
        : QAbstractListModel(parent), language_(language) {}

    void set(std::vector<Place> places);
    void set_here(const QString &folder);
    void retranslate();
    /// Of the place that is this folder; empty where none is.
    [[nodiscard]] QString title(const QString &folder) const;
    [[nodiscard]] QString path(int row) const; ///< empty when there is no such row

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  private:
    [[nodiscard]] QString title_of(const Place &place) const;

    const Language &language_;
    std::vector<Place> places_;
    int here_ = -1;
};

} // namespace vitrine
