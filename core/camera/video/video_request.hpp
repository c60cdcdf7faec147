// What crosses between the program and the module that reads films and streams with OpenCV.
#pragma once

#include "core/camera/frame_source.hpp"

#include <string>

namespace vitrine {

struct VideoRequest {
    std::string place; ///< a file's path, or an address
    std::string shown; ///< the same for people: without a password
    bool stream = false;
    bool loop = false; ///< files, and films that a web server sends
};

/// Rises with every change of what crosses: VideoRequest, Frame, FrameSource, Result.
inline constexpr int video_interface = 2;

// What the module exports, under these names.
extern "C" {
using VideoInterface = int (*)();
using MakeVideoSource = FrameSource *(*)(const VideoRequest &request); ///< null: no memory
}
inline constexpr const char *video_interface_name = "vitrine_video_interface";
inline constexpr const char *make_video_source_name = "vitrine_make_video_source";

} // namespace vitrine
