#include "core/camera/answer/picture_watch.hpp"

#include <utility>

namespace vitrine {

namespace {

// Levels of 255. A covered lens gives 0 to 10 with little in it; a room by night 20 to 40.
constexpr double black_brightness = 12, black_contrast = 6;
constexpr double dark_brightness = 40;
// Measured on the built-in photographs (side 720): sharp 0.14 to 1.1, blurred with a Gaussian of a
// sixtieth of the side 0.003 to 0.019.
constexpr double blurred_sharpness = 0.02;
/// A wall has nothing in it that could be sharp.
constexpr double least_contrast = 12;

} // namespace

std::string_view to_string(PictureState state) noexcept {
    switch (state) {
    case PictureState::good:
        return "good";
    case PictureState::black:
        return "black";
    case PictureState::dark:
        return "dark";
    case PictureState::blurred:
        return "blurred";
    case PictureState::frozen:
        return "frozen";
    }
    return "good";
}

PictureState PictureWatch::state_of(const Glance &glance, double time_s) {
    if (std::exchange(fingerprint_, glance.fingerprint) != glance.fingerprint)
        same_since_s_ = time_s;
    if (glance.brightness < black_brightness && glance.contrast < black_contrast)
        return PictureState::black;
    // Already known for a time when it is noticed.
    if (live_ && time_s - same_since_s_ >= frozen_s - wait_s)
        return PictureState::frozen;
    if (glance.brightness < dark_brightness)
        return PictureState::dark;
    if (glance.contrast > least_contrast && glance.sharpness < blurred_sharpness)
        return PictureState::blurred;
    return PictureState::good;
}

PictureState PictureWatch::add(const Glance &glance, double time_s) {
    const PictureState now = state_of(glance, time_s);
    if (std::exchange(seen_, now) != now)
        seen_since_s_ = time_s;
    const double needed = now == PictureState::good ? mended_s : wait_s;
    if (now != said_ && time_s - seen_since_s_ >= needed)
        said_ = now;
    return said_;
}

} // namespace vitrine
