// An axis: which values it shows, where they lie, and which of them are written.
#pragma once

#include "app/drawing/data/min_max_pyramid.hpp"

#include <string>
#include <vector>

namespace vitrine {

enum class AxisScale { linear, logarithmic };
enum class NumberForm { plain, percent };

/// A stretch of values, minimum < maximum, that lies along a line of unit length.
struct AxisRange {
    double minimum = 0;
    double maximum = 1;
    AxisScale scale = AxisScale::linear; ///< logarithmic: minimum > 0

    [[nodiscard]] double place_of(double value) const; ///< 0 at minimum, 1 at maximum, unclamped;
                                                       ///< −infinity for log of 0 or less
    [[nodiscard]] double value_at(double place) const; ///< the inverse
    bool operator==(const AxisRange &) const = default;
};

struct Tick {
    double value = 0;
    std::string text; ///< UTF-8, "0.25", "25%", "1e−5"
};

/// Values at 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", Graphics
/// Gems, 1990), about `wanted` of them and never more than `wanted` + 2, all inside the range. On a
/// logarithmic axis powers of ten with 2 and 5 where there is room; under a decade as on a linear
/// one. All texts of an axis have the same number of decimals.
[[nodiscard]] std::vector<Tick> nice_ticks(const AxisRange &range, int wanted, NumberForm form);

/// A range round `values` whose ends are nice, so that it changes seldom while values come in;
/// something sensible where there are none or only one. Values of 0 or less do not count on a
/// logarithmic axis.
[[nodiscard]] AxisRange nice_range(const Extent &values, int wanted_ticks, AxisScale scale);

/// A maximum for an axis that grows with time: `last` and up to a third more, in steps of 1, 1.25,
/// 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. `last` > 0.
[[nodiscard]] double roomy_maximum(double last);

/// A value for a readout: with the decimals that tell neighbours on a screen apart, `span` being
/// the length of the axis.
[[nodiscard]] std::string value_text(double value, double span, NumberForm form);

} // namespace vitrine
