// Minimum and maximum of any stretch of a long row of numbers, in no time.
#pragma once

#include "app/drawing/data/append_array.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace vitrine {

/// Empty (minimum above maximum) until something is added.
struct Extent {
    double minimum = std::numeric_limits<double>::infinity();
    double maximum = -std::numeric_limits<double>::infinity();

    [[nodiscard]] bool empty() const noexcept { return minimum > maximum; }
    void add(double value) noexcept {
        minimum = std::min(minimum, value);
        maximum = std::max(maximum, value);
    }
    void add(const Extent &other) noexcept {
        minimum = std::min(minimum, other.minimum);
        maximum = std::max(maximum, other.maximum);
    }
    bool operator==(const Extent &) const = default;
};

/// Finite numbers with the extents of each 16, 256, 4,096 … of them. Only whole groups are noted,
/// so nothing is written twice and a copy (cheap, see AppendArray) may be read by another thread
/// while this one grows. A stretch costs about 32 steps a level, whatever its length.
class MinMaxPyramid {
  public:
    static constexpr std::size_t group = 16;

    void append(double value);
    void truncate(std::size_t size); ///< keeps the first `size` numbers
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] double operator[](std::size_t index) const { return values_[index]; }
    /// Over first … last − 1, which lie in the row; empty where first >= last.
    [[nodiscard]] Extent extent(std::size_t first, std::size_t last) const;

  private:
    AppendArray<double> values_;
    std::vector<AppendArray<Extent>> levels_; ///< level k: whole groups of 16^(k + 1)
};

} // namespace vitrine
