// The bars beside a picture.
#pragma once

#include "core/models/verdict.hpp"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// Everyday words with their probabilities, best first. Roles: label, percentage (text),
/// probability (0 to 1), leading (whether it is the headline's word).
class CandidateModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PicturePage")

  public:
    enum Role { LabelRole = Qt::UserRole + 1, PercentageRole, ProbabilityRole, LeadingRole };

    explicit CandidateModel(const Language &language, QObject *parent = nullptr);

    void set(const Verdict &verdict);
    void clear();
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  private:
    const Language &language_;
    Verdict verdict_;
};

} // namespace vitrine
