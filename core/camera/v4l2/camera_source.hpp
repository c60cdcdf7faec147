// A camera, through V4L2 itself: OpenCV tells neither formats nor what went wrong.
#pragma once

#include "core/camera/frame_source.hpp"
#include "core/camera/v4l2/device_calls.hpp"
#include "core/camera/v4l2/offered_format.hpp"

#include <memory>
#include <string>

namespace vitrine::v4l2 {

/// `device` as "/dev/video0". The camera streams into two buffers that it shares with the program,
/// or into as few as its driver can do with: each one more is a frame of delay. Of the frames that
/// wait the newest is taken, the others count as missed, as do gaps in the driver's own numbers.
/// Frames carry the driver's time where it comes from the monotonic clock.
[[nodiscard]] std::unique_ptr<FrameSource>
make_camera_source(std::string device, const WantedFormat &wanted = {},
                   const DeviceCalls &calls = system_calls());

/// The first camera of the machine that opens: neither one that is busy or denied while another is
/// free, nor one whose pictures are not understood. Errors of open(): no_camera; else what keeps
/// the first of them from opening.
[[nodiscard]] std::unique_ptr<FrameSource>
make_any_camera_source(const WantedFormat &wanted = {}, const DeviceCalls &calls = system_calls());

} // namespace vitrine::v4l2
