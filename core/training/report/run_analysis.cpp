#include "core/training/report/run_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace vitrine {
namespace {

RunGuess guess_of(std::span<const float> logits, std::size_t picture, int label,
                  double temperature) {
    const auto lead = std::ranges::max_element(logits);
    double sum = 0;
    for (const float logit : logits) // from the largest, so that nothing overflows
        sum += std::exp((static_cast<double>(logit) - *lead) / temperature);
    const double own = static_cast<double>(logits[static_cast<std::size_t>(label)]) - *lead;
    return {picture, label, static_cast<int>(lead - logits.begin()), 1 / sum,
            std::exp(own / temperature) / sum};
}

void sort_by_certainty(std::vector<RunGuess> &guesses) {
    std::ranges::stable_sort(guesses, std::ranges::greater{}, &RunGuess::probability);
}

} // namespace

std::vector<RunGuess> RunAnalysis::pictures_of(int true_class, int guessed_class) const {
    std::vector<RunGuess> found;
    std::ranges::copy_if(guesses, std::back_inserter(found), [&](const RunGuess &guess) {
        return guess.true_class == true_class && guess.guessed_class == guessed_class;
    });
    sort_by_certainty(found);
    return found;
}

std::vector<RunGuess> RunAnalysis::worst_mistakes(std::size_t most) const {
    std::vector<RunGuess> wrong;
    std::ranges::copy_if(guesses, std::back_inserter(wrong),
                         [](const RunGuess &guess) { return !guess.right(); });
    sort_by_certainty(wrong);
    wrong.resize(std::min(most, wrong.size()));
    return wrong;
}

RunAnalysis analyse_run(const RunAnswers &answers) {
    RunAnalysis analysis;
    analysis.confusion = ConfusionMatrix(static_cast<int>(answers.classes()));
    analysis.guesses.reserve(answers.count());
    const std::span logits(answers.logits);
    for (std::size_t i = 0; i < answers.count(); ++i) {
        const RunGuess guess = guess_of(logits.subspan(i * answers.classes(), answers.classes()), i,
                                        answers.labels[i], answers.temperature);
        analysis.confusion.add(guess.true_class, guess.guessed_class);
        analysis.calibration.add(guess.probability, guess.right());
        analysis.guesses.push_back(guess);
    }
    analysis.mix_ups = mix_ups_of(analysis.confusion);
    return analysis;
}

} // namespace vitrine
