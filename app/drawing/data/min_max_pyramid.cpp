#include "app/drawing/data/min_max_pyramid.hpp"

namespace vitrine {

void MinMaxPyramid::append(double value) {
    values_.append(value);
    std::size_t count = values_.size();
    for (std::size_t level = 0; count % group == 0; ++level, count /= group) {
        Extent whole;
        for (std::size_t i = count - group; i < count; ++i)
            if (level == 0)
                whole.add(values_[i]);
            else
                whole.add(levels_[level - 1][i]);
        if (level == levels_.size())
            levels_.emplace_back();
        levels_[level].append(whole);
    }
}

void MinMaxPyramid::truncate(std::size_t size) {
    values_.truncate(size);
    for (auto &level : levels_)
        level.truncate(size /= group);
}

Extent MinMaxPyramid::extent(std::size_t first, std::size_t last) const {
    Extent result;
    // Climbs: single ones up to whole groups at both ends, then the same one level up.
    for (std::size_t level = 0; first < last; ++level) {
        const auto add = [&](std::size_t index) {
            if (level == 0)
                result.add(values_[index]);
            else
                result.add(levels_[level - 1][index]);
        };
        const bool top = level == levels_.size();
        while (first < last && (top || first % group != 0))
            add(first++);
        while (first < last && last % group != 0)
            add(--last);
        first /= group;
        last /= group;
    }
    return result;
}

} // namespace vitrine
