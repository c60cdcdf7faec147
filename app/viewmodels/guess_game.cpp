#include "app/viewmodels/guess_game.hpp"

#include "app/services/language.hpp"

#include <algorithm>

namespace vitrine {

GuessGame::GuessGame(const Language &language, QObject *parent)
    : QObject(parent), language_(language) {}

void GuessGame::enter(Phase phase) {
    phase_ = phase;
    Q_EMIT changed();
}

void GuessGame::begin_picture() {
    chosen_ = -1;
    choices_.clear();
    enter(on_ ? Phase::waiting : Phase::over);
}

void GuessGame::withdraw() {
    if (phase_ != Phase::guessing)
        return;
    chosen_ = -1;
    choices_.clear();
    enter(Phase::waiting);
}

void GuessGame::offer(const Verdict &verdict, const Manifest &manifest) {
    if (!on_ || phase_ != Phase::waiting)
        return;
    committed_ =
        verdict.confidence == Confidence::sure || verdict.confidence == Confidence::probably;
    headline_ = verdict.headline;
    chosen_ = -1;
    choices_.clear();
    const auto add = [this](const Phrase &word) {
        if (choices_.size() < choice_count && std::ranges::find(choices_, word) == choices_.end())
            choices_.push_back(word);
    };
    for (const Candidate &candidate : verdict.candidates)
        add(candidate.word);
    // A word that an everyday word holds together already would be a second right answer.
    std::vector<bool> summed(manifest.labels.size(), false);
    for (const Parent &parent : manifest.parents)
        for (const int member : parent.members)
            summed.at(static_cast<std::size_t>(member)) = true;
    for (const int never : manifest.never_headline)
        summed.at(static_cast<std::size_t>(never)) = true;
    for (std::size_t id = 0; id < manifest.labels.size(); ++id)
        if (!summed[id])
            add(manifest.labels[id]);
    std::ranges::sort(choices_, {}, &Phrase::en);
    enter(choices_.size() < 2 ? Phase::over : Phase::guessing);
}

void GuessGame::reset() {
    on_ = false;
    visitor_ = model_ = rounds_ = 0;
    chosen_ = -1;
    choices_.clear();
    headline_ = {};
    enter(Phase::over);
}

void GuessGame::set_on(bool on) {
    if (on == on_)
        return;
    on_ = on;
    enter(on ? phase_ : Phase::over);
}

void GuessGame::choose(int choice) {
    if (!hiding() || choice < 0 || choice >= static_cast<int>(choices_.size()))
        return;
    chosen_ = choice;
    Q_EMIT changed();
}

void GuessGame::run() {
    if (!hiding() || chosen_ < 0)
        return;
    const bool agreed = committed_ && choices_[static_cast<std::size_t>(chosen_)] == headline_;
    if (agreed) {
        ++rounds_;
        ++visitor_;
        ++model_;
    }
    enter(agreed ? Phase::agreed : Phase::asking);
}

void GuessGame::settle(int winner) {
    if (!asking())
        return;
    ++rounds_;
    if (winner == Visitor)
        ++visitor_;
    else if (winner == Model && committed_)
        ++model_;
    enter(Phase::over);
}

QStringList GuessGame::choices() const {
    QStringList words;
    for (const Phrase &choice : choices_)
        words.append(language_.word(choice));
    return words;
}

QString GuessGame::outcome() const {
    if (phase_ == Phase::guessing)
        return language_.text("guess.what");
    if (phase_ == Phase::agreed)
        return language_.text("guess.agreed");
    if (phase_ != Phase::asking)
        return {};
    const QString guess = language_.word(choices_[static_cast<std::size_t>(chosen_)]);
    return committed_ ? language_.text("guess.differ", {guess, language_.word(headline_)})
                      : language_.text("guess.unsure", {guess});
}

QString GuessGame::score() const {
    return rounds_ == 0 ? QString()
                        : language_.text("guess.score",
                                         {language_.number(visitor_), language_.number(model_)});
}

} // namespace vitrine
