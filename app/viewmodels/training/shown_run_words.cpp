// What ShownRun says.
#include "app/services/language.hpp"
#include "app/viewmodels/training/shown_run.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double close_bet = 0.02; ///< within so much, a bet was good

std::vector<MixUp> most_frequent(const std::vector<std::vector<std::int64_t>> &confusion) {
    constexpr std::size_t most = 5;
    std::vector<MixUp> found;
    for (std::size_t from = 0; from < confusion.size(); ++from)
        for (std::size_t to = 0; to < confusion[from].size(); ++to)
            if (from != to && confusion[from][to] > 0)
                found.push_back(
                    {static_cast<int>(from), static_cast<int>(to), confusion[from][to]});
    std::ranges::stable_sort(found, std::greater(), &MixUp::count);
    found.resize(std::min(most, found.size()));
    return found;
}

} // namespace

QString ShownRun::title() const {
    if (!entry_)
        return {};
    if (!entry_->title.empty())
        return QString::fromStdString(entry_->title);
    return language_.text("train.run.title",
                          {recipe_title_words(entry_->recipe, entry_->recipe_title, language_),
                           data_words(entry_->data, language_)});
}

int ShownRun::epochs() const {
    return record_.start.epochs > 0 ? record_.start.epochs : (entry_ ? entry_->epochs : 0);
}

QString ShownRun::epoch_text() const {
    switch (life()) {
    case Preparing:
        return language_.text("train.life.preparing");
    case Finished:
        return language_.text("train.life.finished", {language_.number(epochs())});
    case Stopped:
        return language_.text("train.life.stopped");
    case Failed:
        return language_.text("train.life.failed");
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
        if (record_.ending && !record_.ending->error.code.empty())
            return language_.sentence(record_.ending->error);
        return exit_ ? language_.sentence(*exit_) : language_.sentence({"training_failed"});
    case Stopped:
        if (exit_) // carried on, it failed before its first word
            return language_.sentence(*exit_);
        return has_model() ? QString() : language_.text("train.problem.stopped_early");
    default:
        return {};
    }
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
    if (life() == Finished)
        return 1;
    if (record_.steps.empty() || record_.start.steps <= 0)
        return 0;
    return static_cast<double>(record_.steps.back().step) /
           static_cast<double>(record_.start.steps);
}

double ShownRun::best() const {
    const EpochPoint *best = record_.best();
    return best == nullptr ? -1 : best->test_accuracy;
}

QString ShownRun::best_text() const { return best() < 0 ? QString() : accuracy_words(best()); }

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

QVariantList ShownRun::mix_ups() const {
    QVariantList lines;
    if (!record_.ending || replay_)
        return lines;
    const auto word = [this](int class_id) {
        const auto id = static_cast<std::size_t>(class_id);
        if (id < labels_.labels.size())
            return language_.word(labels_.labels[id]);
        return id < record_.start.labels.size() ? QString::fromStdString(record_.start.labels[id])
                                                : QString::number(id);
    };
    for (const MixUp &mix_up : most_frequent(record_.ending->confusion)) {
        const QString count = language_.number(static_cast<int>(mix_up.count));
        lines.append(
            QVariantMap{{QStringLiteral("from"), word(mix_up.true_class)},
                        {QStringLiteral("to"), word(mix_up.guessed_class)},
                        {QStringLiteral("count"), count},
                        {QStringLiteral("sentence"),
                         language_.text("train.mixup", {word(mix_up.true_class),
                                                        word(mix_up.guessed_class), count})}});
    }
    return lines;
}

} // namespace vitrine
