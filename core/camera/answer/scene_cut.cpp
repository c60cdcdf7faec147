#include "core/camera/answer/scene_cut.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace vitrine {

namespace {

/// Mean change of a cell, in levels of 255: below it, noise and small movement.
constexpr double least_change = 14;
/// Pearson's correlation of the cells of two frames: a moved hand leaves 0.8, light alone 0.95.
constexpr double related = 0.5;
/// Cells that differ by less than this are a plain area, whose pattern means nothing.
constexpr double plain = 2;

} // namespace

bool SceneCut::add(const Glance &glance) {
    constexpr std::size_t step = Glance::side / side;
    static_assert(Glance::side % side == 0);
    Pattern now{};
    for (std::size_t y = 0; y < Glance::side; ++y)
        for (std::size_t x = 0; x < Glance::side; ++x)
            now[y / step * side + x / step] +=
                double{glance.luma[y * Glance::side + x]} / (step * step);
    const auto before = std::exchange(last_, now);
    if (!before)
        return false;
    const auto count = static_cast<double>(now.size());
    const double mean_now = std::accumulate(now.begin(), now.end(), 0.0) / count;
    const double mean_before = std::accumulate(before->begin(), before->end(), 0.0) / count;
    double change = 0, both = 0, of_now = 0, of_before = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const double from = (*before)[i] - mean_before;
        const double to = now[i] - mean_now;
        change += std::abs(now[i] - (*before)[i]);
        both += from * to;
        of_now += to * to;
        of_before += from * from;
    }
    if (change / count < least_change)
        return false;
    const bool plain_now = std::sqrt(of_now / count) < plain;
    const bool plain_before = std::sqrt(of_before / count) < plain;
    if (plain_now || plain_before)
        return true; // one plain area for another, or a pattern that came or went
    return both / std::sqrt(of_now * of_before) < related;
}

} // namespace vitrine
