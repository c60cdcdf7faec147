// Contrast as WCAG 2.1 defines it, and what lies behind an item.
#pragma once

#include "tests/app/window/scene/scene_walk.hpp"

#include <QColor>

#include <vector>

namespace vitrine {

/// (L1 + 0.05) / (L2 + 0.05), of the relative luminances of two opaque colours
/// (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio): 1 to 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

/// `colour` at `opacity`, laid over an opaque colour.
[[nodiscard]] QColor laid_over(const QColor &colour, double opacity, const QColor &under);

/// The opaque colours that `place` may show behind the item at `index`: more than one where there
/// is a gradient, where something covers a part of it, or where there is a photo (then black and
/// white, for it may show anything).
[[nodiscard]] std::vector<QColor> colours_behind(const std::vector<SceneItem> &scene,
                                                 std::size_t index, const QRectF &place,
                                                 const QColor &ground);

/// Whether something opaque was painted over all that is to be seen of the item at `index`.
[[nodiscard]] bool is_covered(const std::vector<SceneItem> &scene, std::size_t index);

/// The least contrast of `ink` with any of these.
[[nodiscard]] double least_contrast(const QColor &ink, double opacity,
                                    const std::vector<QColor> &behind);

} // namespace vitrine
