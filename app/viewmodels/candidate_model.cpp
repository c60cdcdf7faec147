#include "app/viewmodels/candidate_model.hpp"

#include "app/services/language.hpp"

namespace vitrine {

CandidateModel::CandidateModel(const Language &language, QObject *parent)
    : QAbstractListModel(parent), language_(language) {}

void CandidateModel::set(const Verdict &verdict) {
    beginResetModel();
    verdict_ = verdict;
    endResetModel();
}

void CandidateModel::clear() { set({}); }

void CandidateModel::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int CandidateModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(verdict_.candidates.size());
}

QVariant CandidateModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Candidate &candidate = verdict_.candidates[static_cast<std::size_t>(index.row())];
    switch (role) {
    case LabelRole:
    case Qt::DisplayRole:
        return language_.word(candidate.word);
    case PercentageRole:
        return language_.percentage(candidate.probability);
    case ProbabilityRole:
        return candidate.probability;
    case LeadingRole:
        return candidate.word == verdict_.headline && verdict_.confidence != Confidence::not_sure;
    default:
        return {};
    }
}

QHash<int, QByteArray> CandidateModel::roleNames() const {
    return {{LabelRole, "label"},
            {PercentageRole, "percentage"},
            {ProbabilityRole, "probability"},
            {LeadingRole, "leading"}};
}

} // namespace vitrine
