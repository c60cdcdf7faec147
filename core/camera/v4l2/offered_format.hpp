// What a camera can give, and which of it to take.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::v4l2 {

/// One of the ways in which a camera can give its pictures.
struct OfferedFormat {
    std::uint32_t pixel_format = 0; ///< V4L2_PIX_FMT_…
    int width = 0;
    int height = 0;
    double frames_per_second = 0; ///< the most at this size; 0 where the camera does not say
    bool operator==(const OfferedFormat &) const = default;
};

/// What is asked for where a camera can give it: enough for a screen in a hall, and no more than
/// two cores decode beside a network.
struct WantedFormat {
    int width = 1280;
    int height = 720;
    double frames_per_second = 30;
};

/// Whether frames in this format can be decoded here.
[[nodiscard]] bool is_understood(std::uint32_t pixel_format) noexcept;
/// "MJPEG", "YUYV", or the four letters of a format.
[[nodiscard]] std::string format_name(std::uint32_t pixel_format);

/// The best of what is understood: fluent first (an uncompressed picture over USB 2 comes but 5 to
/// 10 times a second when it is large), then near the wanted size, then uncompressed, which costs
/// no decoding and has no artefacts. Nothing where nothing is understood.
[[nodiscard]] std::optional<OfferedFormat> choose_format(const std::vector<OfferedFormat> &offered,
                                                         const WantedFormat &wanted = {});

} // namespace vitrine::v4l2
