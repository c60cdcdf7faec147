// The models to choose from.
#pragma once

#include "app/services/inference_thread.hpp"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// Roles: name, title ("Everyday things · 1,000 kinds"), current (whether it is open), card
/// (sentences on what it is).
class ModelList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(int count READ count NOTIFY count_changed)

  public:
    enum Role { NameRole = Qt::UserRole + 1, TitleRole, CurrentRole, CardRole };

    explicit ModelList(const Language &language, QObject *parent = nullptr);

    void set(std::vector<ModelChoice> models);
    void set_current(const QString &name);
    [[nodiscard]] QString current() const { return current_; }
    void retranslate();

    [[nodiscard]] QString title(const QString &name) const; ///< empty when unknown
    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void count_changed();

  private:
    [[nodiscard]] QString title_of(const ModelChoice &model) const;
    const Language &language_;
    std::vector<ModelChoice> models_;
    QString current_;
};

} // namespace vitrine
