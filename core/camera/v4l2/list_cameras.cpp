#include "core/camera/v4l2/list_cameras.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

/// A driver that answers without end must not hold us.
constexpr std::uint32_t most_entries = 256;
/// Sizes that are asked of a camera which gives any within a range.
constexpr std::array<std::array<int, 2>, 4> usual_sizes{
    {{640, 480}, {1280, 720}, {1920, 1080}, {320, 240}}};

double rate_of(const v4l2_fract &interval) {
    return interval.numerator == 0 ? 0
                                   : static_cast<double>(interval.denominator) / interval.numerator;
}

/// The most frames a second at this size, 0 where the camera does not say.
double fastest(const DeviceCalls &calls, int descriptor, std::uint32_t format, int width,
               int height) {
    double best = 0;
    for (std::uint32_t i = 0; i < most_entries; ++i) {
        v4l2_frmivalenum interval{};
        interval.index = i;
        interval.pixel_format = format;
        interval.width = static_cast<std::uint32_t>(width);
        interval.height = static_cast<std::uint32_t>(height);
        if (calls.control(descriptor, VIDIOC_ENUM_FRAMEINTERVALS, &interval) == -1)
            break;
        if (interval.type != V4L2_FRMIVAL_TYPE_DISCRETE)
            return rate_of(interval.stepwise.min);
        best = std::max(best, rate_of(interval.discrete));
    }
    return best;
}

void add_sizes(const DeviceCalls &calls, int descriptor, std::uint32_t format,
               std::vector<OfferedFormat> &offered) {
    const auto add = [&](int width, int height) {
        offered.push_back(
            {format, width, height, fastest(calls, descriptor, format, width, height)});
    };
    for (std::uint32_t i = 0; i < most_entries; ++i) {
        v4l2_frmsizeenum size{};
        size.index = i;
        size.pixel_format = format;
        if (calls.control(descriptor, VIDIOC_ENUM_FRAMESIZES, &size) == -1)
            break;
        if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
            add(static_cast<int>(size.discrete.width), static_cast<int>(size.discrete.height));
            continue;
        }
        const auto &range = size.stepwise;
        for (const auto &[width, height] : usual_sizes)
            if (width >= static_cast<int>(range.min_width) &&
                width <= static_cast<int>(range.max_width) &&
                height >= static_cast<int>(range.min_height) &&
                height <= static_cast<int>(range.max_height))
                add(width, height);
        if (offered.empty() || offered.back().pixel_format != format)
            add(static_cast<int>(range.max_width), static_cast<int>(range.max_height));
        return;
    }
}

template <std::size_t Size> std::string text_of(const unsigned char (&field)[Size]) {
    const auto *const start = reinterpret_cast<const char *>(field);
    return {start, strnlen(start, Size)};
}

} // namespace

Error device_error(int error_number, const std::string &device) {
    switch (error_number) {
    case EBUSY:
        return {"camera_busy", {device}};
    case EACCES:
    case EPERM:
        return {"camera_denied", {device}};
    case ENODEV:
    case ENXIO:
    case ENOENT:
        return {"camera_gone", {device}};
    case ENOTTY:
        return {"not_a_camera", {device}};
    default:
        return {"camera_failed", {device, std::generic_category().message(error_number)}};
    }
}

Result<Camera> examine_camera(const DeviceCalls &calls, int descriptor, const std::string &device) {
    v4l2_capability capability{};
    if (calls.control(descriptor, VIDIOC_QUERYCAP, &capability) == -1)
        // Any other device or file: it does not know the question.
        return calls.last_error() == EINVAL ? Error{"not_a_camera", {device}}
                                            : device_error(calls.last_error(), device);
    const std::uint32_t abilities = (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0
                                        ? capability.device_caps
                                        : capability.capabilities;
    if ((abilities & V4L2_CAP_VIDEO_CAPTURE) == 0 || (abilities & V4L2_CAP_STREAMING) == 0)
        return Error{"not_a_camera", {device}};
    Camera camera{device, text_of(capability.card), {}, {}, text_of(capability.bus_info)};
    for (std::uint32_t i = 0; i < most_entries; ++i) {
        v4l2_fmtdesc description{};
        description.index = i;
        description.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (calls.control(descriptor, VIDIOC_ENUM_FMT, &description) == -1)
            break;
        add_sizes(calls, descriptor, description.pixelformat, camera.formats);
    }
    return camera;
}

bool can_be_shown(const Camera &camera) {
    return camera.problem.code.empty() && choose_format(camera.formats).has_value();
}

std::vector<Camera> list_cameras(const DeviceCalls &calls) {
    std::vector<Camera> cameras;
    for (const std::string &device : calls.devices()) {
        const int descriptor = calls.open(device);
        if (descriptor == -1) {
            const Error problem = device_error(calls.last_error(), device);
            if (problem.code != "camera_gone")
                cameras.push_back({device, device, {}, problem});
            continue;
        }
        auto camera = examine_camera(calls, descriptor, device);
        calls.close(descriptor);
        if (camera)
            cameras.push_back(*std::move(camera));
        else if (camera.error().code != "not_a_camera" && camera.error().code != "camera_gone")
            cameras.push_back({device, device, {}, camera.error()});
    }
    return cameras;
}

} // namespace vitrine::v4l2
