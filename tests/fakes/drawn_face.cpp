#include "tests/fakes/drawn_face.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace vitrine {

namespace {

/// In hundredths of the square's side.
struct Ellipse {
    double x, y, half_width, half_height;
    std::uint8_t shade;
};

constexpr std::array ellipses{
    Ellipse{50, 40, 34, 38, 50},                                  // hair
    Ellipse{50, 52, 28, 36, 200},                                 // skin
    Ellipse{38, 42, 8, 4.5, 90},   Ellipse{62, 42, 8, 4.5, 90},   // sockets
    Ellipse{38, 43, 3.5, 2.5, 20}, Ellipse{62, 43, 3.5, 2.5, 20}, // eyes
    Ellipse{38, 36, 8, 1.8, 60},   Ellipse{62, 36, 8, 1.8, 60},   // brows
    Ellipse{34, 58, 7, 6, 225},    Ellipse{66, 58, 7, 6, 225},    // cheeks
    Ellipse{50, 50, 3.5, 11, 225}, Ellipse{50, 61, 5, 1.8, 120},  // nose
    Ellipse{50, 71, 10, 3, 90},                                   // mouth
};

} // namespace

void draw_face(Frame &frame, const Rect &place) {
    for (int y = place.y; y < place.y + place.height; ++y)
        for (int x = place.x; x < place.x + place.width; ++x)
            for (const Ellipse &ellipse : ellipses) {
                const double across =
                    (100.0 * (x - place.x) / place.width - ellipse.x) / ellipse.half_width;
                const double down =
                    (100.0 * (y - place.y) / place.height - ellipse.y) / ellipse.half_height;
                if (across * across + down * down <= 1)
                    std::fill_n(frame.row(y) + std::ptrdiff_t{4} * x, 3, ellipse.shade);
            }
}

} // namespace vitrine
