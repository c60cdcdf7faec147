#include "app/viewmodels/guess_game.hpp"

#include "app/services/kindred_words.hpp"
#include "app/services/language.hpp"

#include <algorithm>
#include <utility>

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
    if (std::exchange(played_with_, manifest.name) != manifest.name) {
        forget_score();
        Q_EMIT changed();
    }
    if (!on_ || phase_ != Phase::waiting)
        return;
    committed_ =
        verdict.confidence == Confidence::sure || verdict.confidence == Confidence::probably;
    headline_ = verdict.headline;
    chosen_ = -1;
    choices_.clear();
    if (committed_)
        add(headline_);
    for (const Candidate &candidate : verdict.candidates)
        add(candidate.word);
    add_others(manifest);
    std::ranges::sort(choices_, {}, &Phrase::en);
    enter(choices_.size() < 2 ? Phase::over : Phase::guessing);
}

void GuessGame::add(const Phrase &word) {
    const auto kindred = [&word](const Phrase &choice) { return are_kindred(choice, word); };
    if (choices_.size() < choice_count && std::ranges::none_of(choices_, kindred))
        choices_.push_back(word);
}

/// Where the model has fewer in mind: what else it knows, everyday words before names.
void GuessGame::add_others(const Manifest &manifest) {
    std::vector<bool> taken(manifest.labels.size(), false);
    for (const int never : manifest.never_headline)
        taken.at(static_cast<std::size_t>(never)) = true;
    for (const Parent &parent : manifest.parents) {
        if (std::ranges::any_of(parent.members, [&taken](int member) {
                return !taken.at(static_cast<std::size_t>(member));
            }))
            add(parent.word);
        // Its members' names would be a second right answer.
        for (const int member : parent.members)
            taken.at(static_cast<std::size_t>(member)) = true;
    }
    for (std::size_t id = 0; id < manifest.labels.size(); ++id)
        if (!taken[id])
            add(manifest.labels[id]);
}

void GuessGame::reset() {
    on_ = false;
    forget_score();
    chosen_ = -1;
    choices_.clear();
    headline_ = {};
    committed_ = false;
    enter(Phase::over);
}

void GuessGame::forget_score() { visitor_ = model_ = rounds_ = 0; }

void GuessGame::set_on(bool on) {
    if (on == on_)
        return;
    on_ = on;
    if (!on_)
        forget_score();
    enter(on ? phase_ : Phase::over);
}

void GuessGame::choose(int choice) {
    if (!hiding() || choice < 0 || choice > static_cast<int>(choices_.size()))
        return;
    chosen_ = choice;
    Q_EMIT changed();
}

void GuessGame::run() {
    if (!hiding() || chosen_ < 0)
        return;
    const auto chosen = static_cast<std::size_t>(chosen_);
    const bool agreed = committed_ && chosen < choices_.size() && choices_[chosen] == headline_;
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
    if (!words.isEmpty())
        words.append(language_.text("guess.else"));
    return words;
}

QString GuessGame::outcome() const {
    if (phase_ == Phase::guessing)
        return language_.text("guess.what");
    if (phase_ == Phase::agreed)
        return language_.text("guess.agreed");
    if (phase_ != Phase::asking)
        return {};
    const QString guess = choices()[chosen_];
    return committed_ ? language_.text("guess.differ", {guess, language_.word(headline_)})
                      : language_.text("guess.unsure", {guess});
}

QString GuessGame::score() const {
    return rounds_ == 0 ? QString()
                        : language_.text("guess.score",
                                         {language_.number(visitor_), language_.number(model_)});
}

} // namespace vitrine
