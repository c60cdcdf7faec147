#include "app/drawing/data/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {
namespace {

double power_of_ten(int exponent) { return std::pow(10.0, exponent); }
int exponent_of(double value) { return static_cast<int>(std::floor(std::log10(value))); }

/// The smallest of 1, 2, 5 times a power of ten at or above `least`.
double nice_step(double least) {
    const double base = power_of_ten(exponent_of(least));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * base >= least * (1 - 1e-9))
            return factor * base;
    return 10 * base;
}

std::string minus(std::string text) { // a hyphen is too short for a minus sign
    for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1))
        text.replace(at, 1, "\u2212");
    return text;
}

std::string number_text(double value, int decimals, NumberForm form) {
    if (form == NumberForm::percent)
        return minus(fmt::format("{:.{}f}%", value * 100, std::max(0, decimals - 2)));
    const double size = std::abs(value);
    constexpr double tiny = 1e-4; // near others of its size, digits tell more than an exponent
    if (size >= 1e6 || (size > 0 && size < tiny && decimals > 4)) {
        std::string text = fmt::format("{:.{}e}", value, size >= 1e6 ? 1 : 2);
        const std::size_t e = text.find('e');
        std::string digits = text.substr(0, e);
        if (digits.find('.') != std::string::npos) {
            digits.erase(digits.find_last_not_of('0') + 1);
            if (digits.back() == '.')
                digits.pop_back();
        }
        return minus(fmt::format("{}e{}", digits, std::stoi(text.substr(e + 1))));
    }
    return minus(fmt::format("{:.{}f}", value == 0 ? 0.0 : value, decimals));
}

int decimals_of_step(double step) {
    return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
}

double usable_step(const AxisRange &range, int wanted) {
    return nice_step((range.maximum - range.minimum) / std::max(1, wanted));
}

std::vector<Tick> linear_ticks(const AxisRange &range, int wanted, NumberForm form) {
    const double step = usable_step(range, wanted);
    const int decimals = decimals_of_step(step);
    const double slack = step * 1e-6;
    std::vector<Tick> ticks;
    const double first = std::ceil((range.minimum - slack) / step);
    const double last = std::floor((range.maximum + slack) / step);
    for (double k = first; k <= last; ++k) {
        const double value = k == 0 ? 0 : k * step;
        ticks.push_back({value, number_text(value, decimals, form)});
    }
    return ticks;
}

std::vector<Tick> decade_ticks(const AxisRange &range, int wanted, NumberForm form) {
    const int first = exponent_of(range.minimum);
    const int last = exponent_of(range.maximum) + 1;
    const double decades = std::log10(range.maximum / range.minimum);
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / std::max(1, wanted))));
    std::vector<double> factors{1.0};
    if (stride == 1 && decades * 3 <= wanted + 1)
        factors = {1.0, 2.0, 5.0};
    std::vector<Tick> ticks;
    for (int exponent = first; exponent <= last; ++exponent)
        for (const double factor : factors) {
            const double value = factor * power_of_ten(exponent);
            const bool inside =
                value >= range.minimum * (1 - 1e-9) && value <= range.maximum * (1 + 1e-9);
            if (inside && exponent % stride == 0)
                ticks.push_back({value, number_text(value, std::max(0, -exponent), form)});
        }
    return ticks;
}

AxisRange widened(AxisRange range) { // a single value gets room round it
    const double room = range.minimum == 0 ? 1 : std::abs(range.minimum) * 0.1;
    return {range.minimum - room, range.maximum + room, range.scale};
}

AxisRange nice_logarithmic_range(const Extent &values) {
    if (values.empty() || values.maximum <= 0)
        return {0.1, 1, AxisScale::logarithmic};
    // A curve that reaches 0 says nothing about where its axis should end: six decades will do.
    const double least = values.minimum > 0 ? values.minimum : values.maximum * 1e-6;
    const auto outward = [](double value, bool up) {
        const double base = power_of_ten(exponent_of(value));
        const std::array<double, 8> steps{1, 1.5, 2, 3, 5, 7, 10, 15};
        double below = base;
        for (const double step : steps) {
            if (up && step * base >= value * (1 - 1e-9))
                return step * base;
            if (!up && step * base <= value * (1 + 1e-9))
                below = step * base;
        }
        return below;
    };
    AxisRange range{outward(least, false), outward(values.maximum, true), AxisScale::logarithmic};
    if (range.minimum >= range.maximum)
        range = {range.minimum / 2, range.maximum * 2, AxisScale::logarithmic};
    return range;
}

} // namespace

double AxisRange::place_of(double value) const {
    if (scale == AxisScale::linear)
        return (value - minimum) / (maximum - minimum);
    if (value <= 0)
        return -std::numeric_limits<double>::infinity();
    return std::log(value / minimum) / std::log(maximum / minimum);
}

double AxisRange::value_at(double place) const {
    if (scale == AxisScale::linear)
        return minimum + place * (maximum - minimum);
    return minimum * std::pow(maximum / minimum, place);
}

std::vector<Tick> nice_ticks(const AxisRange &range, int wanted, NumberForm form) {
    if (!(range.maximum > range.minimum) || wanted < 1)
        return {};
    if (range.scale == AxisScale::logarithmic && range.maximum >= 10 * range.minimum)
        return decade_ticks(range, wanted, form);
    return linear_ticks(range, wanted, form);
}

AxisRange nice_range(const Extent &values, int wanted_ticks, AxisScale scale) {
    if (scale == AxisScale::logarithmic)
        return nice_logarithmic_range(values);
    if (values.empty())
        return {};
    AxisRange range{values.minimum, values.maximum, scale};
    // A span that doubles can hardly tell apart is a single value too.
    const double size = std::max(std::abs(range.minimum), std::abs(range.maximum));
    if (range.maximum - range.minimum <= size * 1e-9)
        range = widened(range);
    const double step = usable_step(range, wanted_ticks);
    range.minimum = std::floor(range.minimum / step + 1e-6) * step;
    range.maximum = std::ceil(range.maximum / step - 1e-6) * step;
    return range;
}

double roomy_maximum(double last) {
    const double base = power_of_ten(exponent_of(last));
    for (const double factor : {1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (factor * base >= last * (1 - 1e-9))
            return factor * base;
    return 10 * base;
}

std::string value_text(double value, double span, NumberForm form) {
    const int decimals = span > 0 ? std::clamp(decimals_of_step(span / 1000), 0, 6) : 3;
    const bool tiny =
        form == NumberForm::plain && value != 0 && std::abs(value) < 0.5 * power_of_ten(-decimals);
    if (tiny)
        return number_text(value, 5, form);
    if (form == NumberForm::percent)
        return number_text(value, std::clamp(decimals, 3, 4), form);
    return number_text(value, std::min(decimals, 4), form);
}

} // namespace vitrine
