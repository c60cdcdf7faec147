#include "core/training/curves/curve_names.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace vitrine {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter)
            words.back().push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

template <std::size_t size>
bool has_one_of(const std::vector<std::string> &words,
                const std::array<std::string_view, size> &wanted) {
    return std::ranges::any_of(words, [&wanted](const std::string &word) {
        return std::ranges::find(wanted, word) != wanted.end();
    });
}

bool whole_is(const std::vector<std::string> &words, std::string_view name) {
    std::string joined;
    for (const std::string &word : words)
        joined += word;
    return joined == name;
}

} // namespace

std::vector<CurvePoint> &ForeignCurves::curve(int kind) {
    const std::array<std::vector<CurvePoint> *, 4> curves{&train_loss, &train_accuracy, &test_loss,
                                                          &test_accuracy};
    return *curves.at(static_cast<std::size_t>(kind));
}

double ForeignCurves::last_x() const {
    double last = 0;
    for (const auto *curve : {&train_loss, &train_accuracy, &test_loss, &test_accuracy})
        if (!curve->empty())
            last = std::max(last, curve->back().x);
    return last;
}

std::optional<CurveName> curve_named(std::string_view text) {
    static constexpr std::array<std::string_view, 5> tests{"val", "valid", "validation", "test",
                                                           "eval"};
    static constexpr std::array<std::string_view, 9> step_names{"step",  "steps",     "globalstep",
                                                                "iter",  "iteration", "iterations",
                                                                "batch", "trainstep", "nstep"};
    static constexpr std::array<std::string_view, 6> accuracies{
        "acc", "accuracy", "top1", "acc1", "precision1", "categoricalaccuracy"};
    const std::vector<std::string> words = words_of(text);
    if (whole_is(words, "epoch") || whole_is(words, "epochs"))
        return CurveName::epoch;
    if (std::ranges::any_of(step_names,
                            [&words](std::string_view name) { return whole_is(words, name); }))
        return CurveName::step;
    const bool test =
        has_one_of(words, tests) || std::ranges::any_of(words, [](const std::string &word) {
            return word.starts_with("val") || word.starts_with("test");
        });
    if (std::ranges::any_of(words, [](const std::string &word) { return word.ends_with("loss"); }))
        return test ? CurveName::test_loss : CurveName::train_loss;
    const bool accuracy =
        has_one_of(words, accuracies) || std::ranges::any_of(words, [](const std::string &word) {
            return word.ends_with("acc") || word.ends_with("accuracy");
        });
    if (accuracy)
        return test ? CurveName::test_accuracy : CurveName::train_accuracy;
    return std::nullopt;
}

bool append_point(std::vector<CurvePoint> &curve, CurvePoint point, ForeignCurves &curves) {
    const bool fits = std::isfinite(point.x) && std::isfinite(point.y) &&
                      (curve.empty() || point.x > curve.back().x);
    if (fits)
        curve.push_back(point);
    else
        ++curves.skipped;
    return fits;
}

bool finish_curves(ForeignCurves &curves) {
    for (auto *curve : {&curves.train_accuracy, &curves.test_accuracy}) {
        const bool percent =
            std::ranges::any_of(*curve, [](const CurvePoint &point) { return point.y > 1.5; });
        for (CurvePoint &point : *curve)
            point.y = std::clamp(percent ? point.y / 100 : point.y, 0.0, 1.0);
    }
    return !(curves.train_loss.empty() && curves.train_accuracy.empty() &&
             curves.test_loss.empty() && curves.test_accuracy.empty());
}

} // namespace vitrine
