// What a model file says of itself: the JSON under __metadata__["vitrine"].
#pragma once

#include "core/metrics/confusion.hpp"
#include "core/networks/architecture.hpp"
#include "core/support/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

enum class Filter { bilinear, bicubic, nearest }; ///< antialiased when shrinking, as Pillow does

/// How a picture becomes the network's input.
struct InputRule {
    int width = 32;
    int height = 32;
    std::array<float, 3> mean{0.F, 0.F, 0.F}; ///< of R, G, B in 0..1
    std::array<float, 3> std{1.F, 1.F, 1.F};
    /// Side of the centred square that is cut out, as a fraction of the picture's shorter side.
    double crop_fraction = 1.0;
    Filter filter = Filter::bicubic;
    bool operator==(const InputRule &) const = default;
};

/// A word or phrase in the languages that the program speaks.
struct Phrase {
    std::string en;
    std::string zh;
    bool operator==(const Phrase &) const = default;
};

/// An everyday word that sums several classes ("cat" over its breeds).
struct Parent {
    std::string id;
    Phrase word;
    std::vector<int> members; ///< class indices
    bool operator==(const Parent &) const = default;
};

/// Turns logits into honest probabilities and words.
struct Calibration {
    double temperature = 1.0; ///< logits are divided by this before the softmax
    double sure = 0.85;       ///< headline probability from which the verdict is "sure"
    double probably = 0.5;    ///< … "probably"
    /// Free energy −T·log Σ exp(logit/T) above this means "like none of the classes"
    /// (Liu et al., 2020, arXiv 2010.03759). Absent: never rejected.
    std::optional<double> reject_energy{};
    bool operator==(const Calibration &) const = default;
};

struct Provenance {
    std::string recipe, dataset, dataset_fingerprint, program_version, note;
    std::int64_t seed = 0;
    int epochs = 0;
    std::optional<double> accuracy{};   ///< 0 to 1, plain, on test pictures
    std::int64_t training_pictures = 0; ///< it learned from so many; 0: not recorded
    std::int64_t test_pictures = 0;     ///< accuracy and mix-ups are of so many; 0: not recorded
    std::vector<MixUp> mix_ups{};       ///< the most frequent ones, that first; empty: not recorded
    bool operator==(const Provenance &) const = default;
};

/// Largest allowed |difference| between computed and golden logits, relative to the largest golden
/// |logit| of the picture, for each precision.
struct GoldenTolerance {
    double float32 = 1e-3;
    double float16 = 3e-2;
    double bfloat16 = 8e-2;
    bool operator==(const GoldenTolerance &) const = default;
};

struct Manifest {
    static constexpr int current_schema = 2; ///< 2: provenance counts pictures and mix-ups
    int schema = current_schema;
    std::string name; ///< identifier, as in `--model name`
    Phrase title;     ///< for people
    Architecture architecture;
    InputRule input;
    std::vector<Phrase> labels;
    std::vector<Parent> parents;
    std::vector<int> never_headline; ///< class indices
    Calibration calibration;
    Provenance provenance;
    GoldenTolerance golden;
    bool operator==(const Manifest &) const = default;
};

/// Strict: every field has its type and range, and unknown ones are refused; a program that adds
/// fields raises `schema`. Title, zh, parents, never_headline, calibration, provenance and golden
/// may be left out. Errors: bad_manifest (field, reason), newer_schema (found, known).
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view json);
[[nodiscard]] std::string to_json(const Manifest &manifest);

} // namespace vitrine
