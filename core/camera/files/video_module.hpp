// Films and streams, through a module that is loaded when the first is opened.
#pragma once

#include "core/camera/video/video_request.hpp"

#include <memory>

namespace vitrine {

/// Loads lib/vitrine_video.so, or lib/vitrine/vitrine_video.so, beside the program's folder (40 to
/// 50 ms, and it stays). Files are shown in real time: what is too late is not decoded and counts
/// as missed. Errors: no_video_support (reason), out_of_memory.
[[nodiscard]] Result<std::unique_ptr<FrameSource>> make_video_source(const VideoRequest &request);

} // namespace vitrine
