#include "core/metrics/fit_calibration.hpp"

#include "core/metrics/calibration_error.hpp"
#include "core/models/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vitrine {

namespace {

constexpr std::size_t fewest = 50;

std::span<const float> row(const LabelledLogits &answers, std::size_t i) {
    const auto classes = static_cast<std::size_t>(answers.classes);
    return answers.logits.subspan(i * classes, classes);
}

double negative_log_likelihood(const LabelledLogits &answers, double temperature) {
    double sum = 0;
    for (std::size_t i = 0; i < answers.labels.size(); ++i) {
        const auto logits = row(answers, i);
        const double right = logits[static_cast<std::size_t>(answers.labels[i])];
        // free_energy is −T·log Σ exp(z/T)
        sum += (-free_energy(logits, temperature) - right) / temperature;
    }
    return sum / static_cast<double>(answers.labels.size());
}

/// Golden-section search in log T: the likelihood is convex in 1/T, so it has one minimum.
double best_temperature(const LabelledLogits &answers) {
    constexpr double ratio = 0.6180339887498949;
    double low = std::log(0.05);
    double high = std::log(20.0);
    const auto at = [&](double x) { return negative_log_likelihood(answers, std::exp(x)); };
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double at_left = at(left);
    double at_right = at(right);
    constexpr double enough = 1e-4;
    while (high - low > enough) {
        if (at_left < at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - ratio * (high - low);
            at_left = at(left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + ratio * (high - low);
            at_right = at(right);
        }
    }
    return std::exp((low + high) / 2);
}

struct Answer {
    double probability = 0;
    bool right = false;
};

Answer answer_of(const LabelledLogits &answers, std::size_t i, double temperature) {
    const Prediction guess = top_predictions(softmax(row(answers, i), temperature), 1).front();
    return {guess.probability, guess.id == answers.labels[i]};
}

/// The furthest end such that the answers from `start` to it are right at least so often.
std::size_t reach(const std::vector<Answer> &ranked, std::size_t start, double precision) {
    double right = 0;
    std::size_t end = start;
    for (std::size_t i = start; i < ranked.size(); ++i) {
        right += ranked[i].right ? 1 : 0;
        if (right >= precision * static_cast<double>(i + 1 - start))
            end = i + 1;
    }
    return end;
}

void choose_thresholds(Calibration &calibration, const std::vector<Answer> &ranked) {
    constexpr double least_sure = 0.9;
    const auto certain = static_cast<std::size_t>(std::ranges::count_if(
        ranked, [](const Answer &answer) { return answer.probability >= least_sure; }));
    const std::size_t sure = std::min(reach(ranked, 0, 0.97), certain);
    const std::size_t probably = reach(ranked, sure, 0.80);
    // Where no answer earns the word, none but a perfect one gets it.
    calibration.sure = sure > 0 ? ranked[sure - 1].probability : 1.0;
    calibration.probably = probably > 0 ? ranked[probably - 1].probability : calibration.sure;
}

double energy_threshold(const LabelledLogits &answers, double temperature) {
    std::vector<double> energies;
    for (std::size_t i = 0; i < answers.labels.size(); ++i)
        energies.push_back(free_energy(row(answers, i), temperature));
    std::ranges::sort(energies);
    const auto at =
        static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(energies.size())));
    return energies[std::min(at, energies.size() - 1)];
}

} // namespace

Calibration fit_calibration(const LabelledLogits &answers) {
    Calibration calibration;
    if (answers.labels.size() < fewest)
        return calibration;
    calibration.temperature = best_temperature(answers);
    std::vector<Answer> ranked;
    for (std::size_t i = 0; i < answers.labels.size(); ++i)
        ranked.push_back(answer_of(answers, i, calibration.temperature));
    std::ranges::stable_sort(ranked, std::ranges::greater{}, &Answer::probability);
    choose_thresholds(calibration, ranked);
    calibration.reject_energy = energy_threshold(answers, calibration.temperature);
    return calibration;
}

CalibrationFigures measure_calibration(const Calibration &calibration,
                                       const LabelledLogits &answers) {
    CalibrationFigures figures;
    CalibrationError before;
    CalibrationError after;
    double right = 0;
    double rejected = 0;
    for (std::size_t i = 0; i < answers.labels.size(); ++i) {
        const Answer plain = answer_of(answers, i, 1.0);
        const Answer answer = answer_of(answers, i, calibration.temperature);
        before.add(plain.probability, plain.right);
        after.add(answer.probability, answer.right);
        right += answer.right ? 1 : 0;
        VerdictFigures &verdict = answer.probability >= calibration.sure       ? figures.sure
                                  : answer.probability >= calibration.probably ? figures.probably
                                                                               : figures.not_sure;
        ++verdict.count;
        verdict.right += answer.right ? 1 : 0;
        if (calibration.reject_energy &&
            free_energy(row(answers, i), calibration.temperature) > *calibration.reject_energy)
            rejected += 1;
    }
    figures.count = static_cast<std::int64_t>(answers.labels.size());
    const double count = std::max<double>(1, static_cast<double>(figures.count));
    figures.accuracy = right / count;
    figures.rejected = rejected / count;
    figures.error_before = before.value();
    figures.error_after = after.value();
    return figures;
}

} // namespace vitrine
