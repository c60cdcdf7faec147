#include "core/models/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

namespace {

bool all_finite(std::span<const float> logits) {
    return std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); });
}

double largest(std::span<const float> logits) {
    return static_cast<double>(*std::ranges::max_element(logits));
}

/// Everyday words with their probabilities, best first.
std::vector<Candidate> everyday_words(const Manifest &manifest,
                                      std::span<const double> probabilities) {
    const auto at = [&](int id) { return probabilities[static_cast<std::size_t>(id)]; };
    std::vector<Candidate> words;
    std::vector<bool> has_parent(probabilities.size(), false);
    for (std::size_t i = 0; i < manifest.parents.size(); ++i) {
        const Parent &parent = manifest.parents[i];
        Candidate word{parent.word, 0, static_cast<int>(i), -1};
        for (const int member : parent.members) {
            if (member < 0 || member >= static_cast<int>(probabilities.size())) {
                continue; // parse_manifest() lets none through; a manifest made by hand may
            }
            word.probability += at(member);
            has_parent[static_cast<std::size_t>(member)] = true;
            if (word.best_class < 0 || at(member) > at(word.best_class)) {
                word.best_class = member;
            }
        }
        if (word.best_class >= 0) {
            words.push_back(std::move(word));
        }
    }
    for (std::size_t id = 0; id < probabilities.size(); ++id) {
        if (!has_parent[id]) {
            words.push_back({manifest.labels[id], probabilities[id], -1, static_cast<int>(id)});
        }
    }
    std::ranges::stable_sort(words, [](const Candidate &left, const Candidate &right) {
        return left.probability != right.probability ? left.probability > right.probability
                                                     : left.best_class < right.best_class;
    });
    return words;
}

Confidence confidence_of(const Calibration &calibration, double probability) {
    if (probability >= calibration.sure) {
        return Confidence::sure;
    }
    return probability >= calibration.probably ? Confidence::probably : Confidence::not_sure;
}

} // namespace

std::vector<double> softmax(std::span<const float> logits, double temperature) {
    std::vector<double> probabilities;
    if (logits.empty()) {
        return probabilities;
    }
    const double top = largest(logits);
    double sum = 0;
    for (const float logit : logits) {
        probabilities.push_back(std::exp((static_cast<double>(logit) - top) / temperature));
        sum += probabilities.back();
    }
    for (double &probability : probabilities) {
        probability /= sum;
    }
    return probabilities;
}

double free_energy(std::span<const float> logits, double temperature) {
    if (logits.empty()) {
        return 0;
    }
    const double top = largest(logits);
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp((static_cast<double>(logit) - top) / temperature);
    }
    return -top - temperature * std::log(sum);
}

std::vector<Prediction> top_predictions(std::span<const double> probabilities, int k) {
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        // What is not a number would break the ordering, and is as improbable as can be.
        const double probability = std::isnan(probabilities[i]) ? 0 : probabilities[i];
        predictions.push_back({static_cast<int>(i), probability});
    }
    const auto count = std::min(predictions.size(), static_cast<std::size_t>(std::max(k, 0)));
    const auto middle = predictions.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::partial_sort(
        predictions, middle, [](const Prediction &left, const Prediction &right) {
            return left.probability != right.probability ? left.probability > right.probability
                                                         : left.id < right.id;
        });
    predictions.erase(middle, predictions.end());
    return predictions;
}

std::string_view to_string(Confidence confidence) noexcept {
    switch (confidence) {
    case Confidence::sure:
        return "sure";
    case Confidence::probably:
        return "probably";
    case Confidence::not_sure:
        return "not_sure";
    case Confidence::unknown:
        return "unknown";
    }
    return "unknown";
}

Scores scores_of(const Manifest &manifest, std::span<const float> logits) {
    if (logits.empty() || logits.size() != manifest.labels.size() || !all_finite(logits)) {
        return {};
    }
    const Calibration &calibration = manifest.calibration;
    return {softmax(logits, calibration.temperature),
            calibration.reject_energy &&
                free_energy(logits, calibration.temperature) > *calibration.reject_energy};
}

Verdict judge(const Manifest &manifest, std::span<const float> logits, int wanted) {
    return judge(manifest, scores_of(manifest, logits), wanted);
}

Verdict judge(const Manifest &manifest, const Scores &scores, int wanted) {
    Verdict verdict;
    if (scores.probabilities.empty() || scores.probabilities.size() != manifest.labels.size()) {
        return verdict;
    }
    verdict.predictions = top_predictions(scores.probabilities, wanted);

    std::vector<Candidate> words = everyday_words(manifest, scores.probabilities);
    const auto is_hidden = [&](const Candidate &word) {
        return std::ranges::find(manifest.never_headline, word.best_class) !=
               manifest.never_headline.end();
    };
    const bool hidden_leads = is_hidden(words.front());
    std::erase_if(words, is_hidden);

    if (!scores.rejected) {
        verdict.confidence = Confidence::not_sure;
        if (!words.empty()) {
            verdict.headline = words.front().word;
            if (!hidden_leads) {
                verdict.confidence = confidence_of(manifest.calibration, words.front().probability);
            }
        }
    }
    words.resize(std::min(words.size(), static_cast<std::size_t>(std::max(wanted, 0))));
    verdict.candidates = std::move(words);
    return verdict;
}

} // namespace vitrine
