// How often each class was taken for each other one, and the accuracies that follow from it.
#pragma once

#include <cstdint>
#include <vector>

namespace vitrine {

/// Counts of (true class, guessed class). Accuracies are 0 to 1, and 0 where nothing was counted.
class ConfusionMatrix {
  public:
    explicit ConfusionMatrix(int classes);

    /// Both in 0 … classes − 1.
    void add(int true_class, int guessed_class);

    [[nodiscard]] int classes() const noexcept { return classes_; }
    [[nodiscard]] std::int64_t count(int true_class, int guessed_class) const;
    [[nodiscard]] std::int64_t count_of_class(int true_class) const; ///< sum of the row
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] double accuracy() const;
    [[nodiscard]] double accuracy_of_class(int true_class) const; ///< recall of the class

  private:
    int classes_;
    std::vector<std::int64_t> counts_; ///< classes × classes, row true, column guessed
};

/// How often pictures of one class were taken for another one.
struct MixUp {
    int true_class = 0;
    int guessed_class = 0;
    std::int64_t count = 0;
    bool operator==(const MixUp &) const = default;
};

/// Those that happened: most often first, then by class.
[[nodiscard]] std::vector<MixUp> mix_ups_of(const ConfusionMatrix &confusion);

} // namespace vitrine
