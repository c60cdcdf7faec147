// A class activation map as a picture that can be laid over another.
#pragma once

#include <QImage>

#include <span>

namespace vitrine {

/// width × height pixels, premultiplied ARGB: the map's rows × columns values (row by row, not
/// scaled) made smooth by Catmull-Rom interpolation and coloured. Values of 0 and below, which
/// speak against the class, are clear; the largest is heat_colour(1). Null where the map is empty,
/// not finite or nowhere above 0.
[[nodiscard]] QImage paint_heat_map(std::span<const float> map, int rows, int columns, int width,
                                    int height);

/// The colour of `share` (0 to 1) of the largest value: from clear deep blue to bright yellow. Only
/// blue against yellow, ever lighter, so that colour-blind eyes and grey prints read it too.
[[nodiscard]] QColor heat_colour(double share);

} // namespace vitrine
