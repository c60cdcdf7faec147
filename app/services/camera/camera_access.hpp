// The cameras that the window may use; a test brings its own.
#pragma once

#include "core/camera/faces/face_finder.hpp"
#include "core/camera/frame_source.hpp"
#include "core/camera/source_name.hpp"
#include "core/camera/v4l2/device_calls.hpp"

#include <functional>
#include <string>
#include <vector>

namespace vitrine {

struct CameraChoice {
    std::string place; ///< as in SourceName
    std::string name;
    std::string device{}; ///< where it is now: "/dev/video0"
    bool asked = true;    ///< else it could not be, and has but its device's name
};

/// Called every few seconds while a camera is looked through: then only what is new at its devices
/// need be asked what it is. `afresh`: somebody wants to know, and all are asked.
using CameraList = std::function<std::vector<CameraChoice>(bool afresh)>;

/// All take their time, and are never called on the GUI thread.
struct CameraAccess {
    CameraList list;
    /// Recorded pictures begin anew at their end.
    std::function<Result<std::unique_ptr<FrameSource>>(const SourceName &name)> make;
    FaceFinderMaker faces{}; ///< empty: faces are not looked for

    [[nodiscard]] static CameraAccess of_machine();
};

/// The cameras whose pictures can be shown.
[[nodiscard]] CameraList list_of_machine(const v4l2::DeviceCalls &calls = v4l2::system_calls());

} // namespace vitrine
