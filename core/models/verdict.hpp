// From logits to words.
#pragma once

#include "core/models/manifest.hpp"

#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// softmax(logits / temperature), computed in double with the maximum subtracted.
[[nodiscard]] std::vector<double> softmax(std::span<const float> logits, double temperature = 1.0);

/// −T·log Σ exp(logit/T).
[[nodiscard]] double free_energy(std::span<const float> logits, double temperature);

struct Prediction {
    int id = 0;
    double probability = 0; ///< calibrated, 0 to 1
    bool operator==(const Prediction &) const = default;
};

/// The k most probable classes, best first, ties by lower id.
[[nodiscard]] std::vector<Prediction> top_predictions(std::span<const double> probabilities, int k);

enum class Confidence { sure, probably, not_sure, unknown };
[[nodiscard]] std::string_view to_string(Confidence confidence) noexcept; ///< "sure", "not_sure" …

/// An everyday word with the probability of everything it holds together.
struct Candidate {
    Phrase word;
    double probability = 0;
    int parent = -1;    ///< index into Manifest::parents, or −1
    int best_class = 0; ///< the most probable member
    bool operator==(const Candidate &) const = default;
};

struct Verdict {
    Confidence confidence = Confidence::unknown;
    Phrase headline;                     ///< the leading everyday word; empty when unknown
    std::vector<Candidate> candidates;   ///< everyday words, best first, at most `wanted`
    std::vector<Prediction> predictions; ///< classes, best first, at most `wanted`
};

/// What a model says of a picture, calibrated, before it is put in words.
struct Scores {
    std::vector<double> probabilities; ///< one a class; empty where the logits were of no use
    bool rejected = false;             ///< the free energy says: like none of the classes
};

/// Logits that are not finite, or not as many as labels, give empty scores.
[[nodiscard]] Scores scores_of(const Manifest &manifest, std::span<const float> logits);

/// From a picture's logits to what may be said of it. Probabilities are calibrated; a parent counts
/// the sum of its members, a class without parent itself. Where reject_energy is set and the free
/// energy lies above it: unknown, with an empty headline. Words whose best class is in
/// never_headline are left out of headline and candidates, and where one of them leads, the verdict
/// is not_sure. Logits that are not finite, or not as many as labels: unknown, and no words.
[[nodiscard]] Verdict judge(const Manifest &manifest, std::span<const float> logits, int wanted);
/// The same from scores, which may be the mean of several pictures'.
[[nodiscard]] Verdict judge(const Manifest &manifest, const Scores &scores, int wanted);

} // namespace vitrine
