// What ShownRun says.
#include "app/services/language.hpp"
#include "app/viewmodels/training/shown_run.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double close_bet = 0.02; ///< within so much, a bet was good

} // namespace

QString ShownRun::title() const {
    if (!entry_ && foreign_)
        return QString::fromStdString(folder_.filename().string());
    return entry_ ? language_.word(title_phrase()) : QString();
}

Phrase ShownRun::title_phrase() const { return entry_ ? run_title_phrase(*entry_) : Phrase(); }

int ShownRun::epochs() const {
    if (curves_)
        return static_cast<int>(std::ceil(curves_->last_x()));
    return record_.start.epochs > 0 ? record_.start.epochs : (entry_ ? entry_->epochs : 0);
}

QString ShownRun::epoch_text() const {
    switch (life()) {
    case Preparing:
        if (read_.second <= 0)
            return language_.text("train.life.preparing");
        return language_.text("train.life.reading",
                              {language_.number(static_cast<int>(read_.first)),
                               language_.number(static_cast<int>(read_.second))});
    case Finished:
        return language_.text("train.life.finished", {epochs_words(epochs(), language_)});
    case Stopped:
        return language_.text("train.life.stopped");
    case Failed:
        return language_.text("train.life.failed");
    case Curves:
        return by_epoch() ? language_.text("train.life.curves", {epochs_words(epochs(), language_)})
                          : language_.text("train.life.curves.steps", {language_.number(epochs())});
    default:
        break;
    }
    const int epoch = record_.steps.empty() ? 1 : record_.steps.back().epoch;
    const QString where =
        language_.text("train.epoch", {language_.number(epoch), language_.number(epochs())});
    if (life() == Paused)
        return language_.text("train.life.paused", {where});
    return where;
}

QString ShownRun::left_text() const {
    QStringList parts;
    const bool moving = life() == Running && !record_.steps.empty();
    if (moving && !replay_) {
        const bool test_is_newer =
            !record_.epochs.empty() && record_.epochs.back().step >= record_.steps.back().step;
        const double eta = test_is_newer ? record_.epochs.back().eta_s : record_.steps.back().eta_s;
        parts.append(language_.text("train.left", {duration_words(eta, language_)}));
    }
    if (best() >= 0)
        parts.append(language_.text("train.best", {best_text()}));
    return parts.join(QStringLiteral(" · "));
}

QString ShownRun::problem() const {
    switch (life()) {
    case DiskFull:
        return language_.text("train.problem.disk_full");
    case Hung:
        return language_.text("train.problem.hung");
    case Died:
        return exit_ ? language_.sentence(*exit_) : language_.text("train.problem.died");
    case Failed:
        if (curves_problem_)
            return language_.sentence(*curves_problem_);
        if (record_.ending && !record_.ending->error.code.empty())
            return language_.sentence(record_.ending->error);
        if (exit_)
            return language_.sentence(*exit_);
        return language_.sentence(
            {record_.ending ? "training_failed" : "training_left_nothing", {}});
    case Stopped:
        if (exit_) // carried on, it failed before its first word
            return language_.sentence(*exit_);
        return has_model() ? QString() : language_.text("train.problem.stopped_early");
    default:
        return {};
    }
}

bool ShownRun::goes_on() const {
    if (foreign_ || alive() || replay_)
        return false;
    if (life() == Failed) // numbers that came to nothing come to nothing again
        return record_.saved_time_s && !(record_.ending && record_.ending->reason == "diverged");
    return life() == Died || life() == Stopped;
}

QString ShownRun::hint() const {
    if (!curves_)
        return hint_.text;
    return language_.text(curves_->torn ? "train.foreign.torn" : "train.foreign.hint");
}

QVariantList ShownRun::figures() const {
    QVariantList lines;
    const auto add = [&](const char *name, const QString &value) {
        lines.append(QVariantMap{{QStringLiteral("name"), language_.text(name)},
                                 {QStringLiteral("value"), value}});
    };
    if (!record_.steps.empty()) {
        const StepPoint &last = record_.steps.back();
        add("train.figure.rate", rate_words(last.learning_rate));
        add("train.figure.speed",
            language_.number(static_cast<int>(std::lround(last.images_per_second))));
        add("train.figure.elapsed", elapsed_words(last.time_s, language_));
    }
    if (record_.start.training_pictures > 0)
        add("train.figure.pictures",
            language_.number(static_cast<int>(record_.start.training_pictures)));
    return lines;
}

QString ShownRun::saved() const {
    if (!record_.saved_time_s || record_.steps.empty())
        return {};
    const double ago = std::max(0.0, record_.steps.back().time_s - *record_.saved_time_s);
    return ago < 60
               ? language_.text("train.saved.now")
               : language_.text("train.saved.ago", {language_.number(static_cast<int>(ago / 60))});
}

double ShownRun::progress() const {
    if (life() == Finished || life() == Curves)
        return 1;
    if (record_.steps.empty() || record_.start.steps <= 0)
        return 0;
    return static_cast<double>(record_.steps.back().step) /
           static_cast<double>(record_.start.steps);
}

double ShownRun::best() const {
    if (curves_ && !curves_->test_accuracy.empty())
        return std::ranges::max_element(curves_->test_accuracy, {}, &CurvePoint::y)->y;
    const EpochPoint *best = record_.best();
    return best == nullptr ? -1 : best->test_accuracy;
}

QString ShownRun::best_text() const { return best() < 0 ? QString() : accuracy_words(best()); }

QString ShownRun::result_text() const {
    const bool over = life() == Finished || life() == Stopped || life() == Curves;
    return best() < 0 || !over
               ? QString()
               : language_.text("train.present.result",
                                {language_.number(static_cast<int>(std::lround(100 * best())))});
}

QString ShownRun::bet_text() const {
    return bet_ < 0 ? QString() : QString::number(std::lround(100 * bet_)) + u'%';
}

QString ShownRun::bet_outcome() const {
    const bool over = life() == Finished || life() == Stopped;
    if (bet_ < 0 || best() < 0 || !over)
        return {};
    const double missed = best() - bet_;
    const char *text = std::abs(missed) <= close_bet ? "train.bet.close"
                       : missed > 0                  ? "train.bet.higher"
                                                     : "train.bet.lower";
    return language_.text(
        text, {bet_text(), best_text(), QString::number(100 * std::abs(missed), 'f', 1)});
}

} // namespace vitrine
