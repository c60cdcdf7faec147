#include "app/viewmodels/training/probe_strip.hpp"

#include "app/services/language.hpp"

#include <algorithm>

namespace vitrine {

ProbeStrip::ProbeStrip(const Language &language, QObject *parent)
    : QAbstractListModel(parent), language_(language) {}

void ProbeStrip::set_pictures(const std::vector<QImage> &pictures, const LabelSet &labels,
                              const std::vector<bool> &own) {
    beginResetModel();
    pictures_ = pictures;
    labels_ = labels;
    own_ = own;
    endResetModel();
    Q_EMIT changed();
}

void ProbeStrip::show(const std::vector<ProbeRound> &rounds) {
    before_.clear();
    guesses_.clear();
    if (!rounds.empty())
        guesses_ = rounds.back().guesses;
    if (rounds.size() > 1)
        for (const ProbeGuess &guess : rounds[rounds.size() - 2].guesses)
            before_.push_back(guess.guess);
    retranslate();
}

void ProbeStrip::clear() {
    guesses_.clear();
    before_.clear();
    set_pictures({}, {});
}

void ProbeStrip::retranslate() {
    if (!pictures_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT changed();
}

const ProbeGuess *ProbeStrip::guess(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return at < guesses_.size() ? &guesses_[at] : nullptr;
}

QString ProbeStrip::score() const {
    if (guesses_.empty())
        return {};
    const auto known = std::ranges::count_if(
        guesses_, [](const ProbeGuess &guess) { return guess.label.has_value(); });
    if (known == 0)
        return {};
    const auto right = std::ranges::count_if(
        guesses_, [](const ProbeGuess &guess) { return guess.label == guess.guess; });
    return language_.text("train.probe.score", {language_.number(static_cast<int>(right)),
                                                language_.number(static_cast<int>(known))});
}

QString ProbeStrip::longest() const {
    QString longest;
    for (const Phrase &label : labels_.labels)
        if (const QString word = language_.word(label); word.size() > longest.size())
            longest = word;
    return longest;
}

int ProbeStrip::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(pictures_.size());
}

QVariant ProbeStrip::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const ProbeGuess *made = guess(index.row());
    switch (role) {
    case PictureRole:
        return pictures_[row];
    case GuessRole:
        if (made == nullptr || static_cast<std::size_t>(made->guess) >= labels_.labels.size())
            return QString();
        return language_.word(labels_.labels[static_cast<std::size_t>(made->guess)]);
    case RightRole:
        return made != nullptr && made->label == made->guess;
    case KnownRole:
        return made != nullptr && made->label.has_value();
    case OwnRole:
        return row < own_.size() && own_[row];
    case TurnedRole:
        return made != nullptr && row < before_.size() && before_[row] != made->guess;
    default:
        return {};
    }
}

QHash<int, QByteArray> ProbeStrip::roleNames() const {
    return {{PictureRole, "picture"}, {GuessRole, "guess"}, {RightRole, "correct"},
            {KnownRole, "known"},     {OwnRole, "own"},     {TurnedRole, "turned"}};
}

} // namespace vitrine
