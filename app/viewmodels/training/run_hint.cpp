#include "app/viewmodels/training/run_hint.hpp"

#include "app/services/language.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double memorising_gap = 0.15;    ///< training accuracy above test accuracy
constexpr double hardly_better = 0.03;     ///< above guessing, in accuracy
constexpr double hardly_lower = 0.02;      ///< share that the loss should have fallen by
constexpr std::size_t steps_to_judge = 30; ///< before that the loss jumps about

double mean_loss(const RunRecord &record, std::size_t first, std::size_t count) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i)
        sum += record.steps[i].loss;
    return sum / static_cast<double>(count);
}

double guessing(const RunRecord &record) {
    return record.start.labels.empty() ? 0 : 1.0 / static_cast<double>(record.start.labels.size());
}

bool stands_still(const RunRecord &record) {
    if (record.steps.size() < steps_to_judge || record.epochs.empty() ||
        record.start.labels.empty())
        return false;
    const std::size_t part = std::max<std::size_t>(5, record.steps.size() / 10);
    const double before = mean_loss(record, 0, part);
    const double now = mean_loss(record, record.steps.size() - part, part);
    return now > (1 - hardly_lower) * before &&
           record.epochs.back().test_accuracy < guessing(record) + hardly_better;
}

RunHint say(const Language &language, const char *text, const char *detail, bool warns) {
    return {language.text(text), detail == nullptr ? QString() : language.text(detail), warns};
}

} // namespace

RunHint hint_of(const RunRecord &record, const Language &language) {
    if (stands_still(record))
        return say(language, "train.hint.still", "train.hint.still.detail", true);
    if (record.epochs.size() >= 2) {
        const EpochPoint &last = record.epochs.back();
        if (last.train_accuracy - last.test_accuracy > memorising_gap)
            return say(language, "train.hint.memorising", "train.hint.memorising.detail", true);
    }
    for (const char *code :
         {"few_pictures", "unequal_classes", "duplicates", "pictures_left_out"}) {
        const auto found =
            std::ranges::find(record.remarks, std::string(code),
                              [](const RunRemark &remark) { return remark.error.code; });
        if (found != record.remarks.end() && (record.epochs.size() < 2 || record.ending))
            return {language.sentence(found->error), {}, true};
    }
    // Who guesses has not learnt anything to be praised for.
    if (record.epochs.empty() ||
        record.epochs.back().test_accuracy < guessing(record) + hardly_better)
        return say(language, "train.hint.first", "train.hint.first.detail", false);
    return say(language, "train.hint.close", "train.hint.close.detail", false);
}

} // namespace vitrine
