// The cameras of this machine.
#pragma once

#include "core/camera/v4l2/device_calls.hpp"
#include "core/camera/v4l2/offered_format.hpp"
#include "core/support/result.hpp"

#include <string>
#include <vector>

namespace vitrine::v4l2 {

struct Camera {
    std::string device; ///< "/dev/video0"
    std::string name;   ///< as its maker calls it; the device where it could not be opened
    std::vector<OfferedFormat> formats{};
    Error problem{};   ///< why it cannot be used, as far as that shows; an empty code: it can
    std::string bus{}; ///< where it is plugged in: "usb-0000:00:14.0-1"; empty where not known
};

/// Whether its pictures are understood, as far as that shows.
[[nodiscard]] bool can_be_shown(const Camera &camera);

/// Devices that take pictures, by number; encoders, radios and the like are left out. What cannot
/// be opened is listed with its problem. Opens each for a moment, which starts none; takes some
/// milliseconds: not on the GUI thread.
[[nodiscard]] std::vector<Camera> list_cameras(const DeviceCalls &calls = system_calls());

/// What one device is. Errors: camera_busy, camera_denied, camera_gone (device), camera_failed
/// (device, reason), not_a_camera (device), as the system says.
[[nodiscard]] Result<Camera> examine_camera(const DeviceCalls &calls, int descriptor,
                                            const std::string &device);

/// The error for what the system said of a device.
[[nodiscard]] Error device_error(int error_number, const std::string &device);

} // namespace vitrine::v4l2
