#include "core/images/fit_to_model.hpp"

#include "core/images/resize.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

Rect crop_rectangle(int width, int height, const InputRule &rule) {
    if (width <= 0 || height <= 0 || rule.width <= 0 || rule.height <= 0)
        return {};
    if (width == rule.width && height == rule.height && rule.crop_fraction == 1.0)
        return {0, 0, width, height};
    // The largest rectangle of the input's aspect; for a square input its side is the shorter one.
    const double aspect = static_cast<double>(rule.width) / rule.height;
    const double whole_width = std::min<double>(width, height * aspect);
    const double whole_height = std::min<double>(height, width / aspect);
    // Cut off, not rounded: int(0.875 * 300) is 262.
    const auto side = [&](double whole, int limit) {
        return std::clamp(static_cast<int>(std::floor(rule.crop_fraction * whole + 1e-9)), 1,
                          limit);
    };
    const int crop_width = side(whole_width, width);
    const int crop_height = side(whole_height, height);
    return {(width - crop_width) / 2, (height - crop_height) / 2, crop_width, crop_height};
}

Image fit_to_model(const Image &image, const InputRule &rule) {
    if (image.empty())
        return {};
    const Rect crop = crop_rectangle(image.width, image.height, rule);
    if (crop.width <= 0)
        return {};
    return resize(image, crop, rule.width, rule.height, rule.filter);
}

} // namespace vitrine
