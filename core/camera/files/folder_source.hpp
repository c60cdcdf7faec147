// Pictures shown one after the other, as if held before a camera.
#pragma once

#include "core/camera/frame_source.hpp"

#include <filesystem>
#include <memory>

namespace vitrine {

/// Each picture of the folder in turn (or the one picture that `path` is) for two seconds, ten
/// frames a second. Pictures that cannot be read count as damaged and are left out.
[[nodiscard]] std::unique_ptr<FrameSource> make_folder_source(std::filesystem::path path,
                                                              bool loop);

} // namespace vitrine
