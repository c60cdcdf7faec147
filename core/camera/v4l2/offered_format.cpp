#include "core/camera/v4l2/offered_format.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

constexpr std::array understood{V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG,   V4L2_PIX_FMT_YUYV,
                                V4L2_PIX_FMT_NV12,  V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_RGB24};

bool is_compressed(std::uint32_t format) {
    return format == V4L2_PIX_FMT_MJPEG || format == V4L2_PIX_FMT_JPEG;
}

/// How far from what is wanted; less is better.
double cost(const OfferedFormat &format, const WantedFormat &wanted) {
    // Weights: a tenth of the wanted rate weighs as much as 40 % of the area.
    constexpr double rate_weight = 3.5, compressed_weight = 0.1, too_large_weight = 1.5;
    const double area = static_cast<double>(format.width) * format.height /
                        (static_cast<double>(wanted.width) * wanted.height);
    const double distance = std::log(area);
    const double rate = format.frames_per_second <= 0
                            ? 1
                            : std::min(1.0, format.frames_per_second / wanted.frames_per_second);
    return (distance > 0 ? too_large_weight * distance : -distance) + rate_weight * (1 - rate) +
           (is_compressed(format.pixel_format) ? compressed_weight : 0);
}

} // namespace

bool is_understood(std::uint32_t pixel_format) noexcept {
    return std::ranges::find(understood, pixel_format) != understood.end();
}

std::string format_name(std::uint32_t pixel_format) {
    if (is_compressed(pixel_format))
        return "MJPEG";
    std::string letters;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        const auto letter = static_cast<char>((pixel_format >> shift) & 0x7FU);
        letters += letter >= ' ' && letter <= '~' ? letter : '?';
    }
    return letters;
}

std::optional<OfferedFormat> choose_format(const std::vector<OfferedFormat> &offered,
                                           const WantedFormat &wanted) {
    std::optional<OfferedFormat> best;
    for (const OfferedFormat &format : offered)
        if (is_understood(format.pixel_format) && format.width > 0 && format.height > 0 &&
            (!best || cost(format, wanted) < cost(*best, wanted)))
            best = format;
    return best;
}

} // namespace vitrine::v4l2
