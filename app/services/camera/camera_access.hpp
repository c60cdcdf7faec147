// The cameras that the window may use; a test brings its own.
#pragma once

#include "core/camera/faces/face_finder.hpp"
#include "core/camera/frame_source.hpp"
#include "core/camera/source_name.hpp"

#include <functional>
#include <string>
#include <vector>

namespace vitrine {

struct CameraChoice {
    std::string place; ///< as in SourceName
    std::string name;
};

/// All take their time, and are never called on the GUI thread.
struct CameraAccess {
    /// Called every few seconds while a camera is looked through.
    std::function<std::vector<CameraChoice>()> list;
    /// Recorded pictures begin anew at their end.
    std::function<Result<std::unique_ptr<FrameSource>>(const SourceName &name)> make;
    FaceFinderMaker faces{}; ///< empty: faces are not looked for

    [[nodiscard]] static CameraAccess of_machine();
};

} // namespace vitrine
