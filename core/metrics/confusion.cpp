#include "core/metrics/confusion.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

namespace vitrine {

namespace {

double ratio(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t cell(int classes, int row, int column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(classes) +
           static_cast<std::size_t>(column);
}

} // namespace

ConfusionMatrix::ConfusionMatrix(int classes)
    : classes_(classes), counts_(cell(classes, classes, 0)) {}

void ConfusionMatrix::add(int true_class, int guessed_class) {
    ++counts_.at(cell(classes_, true_class, guessed_class));
}

std::int64_t ConfusionMatrix::count(int true_class, int guessed_class) const {
    return counts_.at(cell(classes_, true_class, guessed_class));
}

std::int64_t ConfusionMatrix::count_of_class(int true_class) const {
    const auto row = counts_.begin() + static_cast<std::ptrdiff_t>(cell(classes_, true_class, 0));
    return std::accumulate(row, row + classes_, std::int64_t{0});
}

std::int64_t ConfusionMatrix::total() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0});
}

double ConfusionMatrix::accuracy() const {
    std::int64_t correct = 0;
    for (int i = 0; i < classes_; ++i)
        correct += count(i, i);
    return ratio(correct, total());
}

double ConfusionMatrix::accuracy_of_class(int true_class) const {
    return ratio(count(true_class, true_class), count_of_class(true_class));
}

std::vector<MixUp> mix_ups_of(const ConfusionMatrix &confusion) {
    std::vector<MixUp> mix_ups;
    for (int row = 0; row < confusion.classes(); ++row)
        for (int column = 0; column < confusion.classes(); ++column)
            if (const auto count = confusion.count(row, column); row != column && count > 0)
                mix_ups.push_back({row, column, count});
    std::ranges::sort(mix_ups, {}, [](const MixUp &mix_up) {
        return std::tuple(-mix_up.count, mix_up.true_class, mix_up.guessed_class);
    });
    return mix_ups;
}

} // namespace vitrine
