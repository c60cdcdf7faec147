// A source as people name it.
#pragma once

#include "core/camera/frame_source.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace vitrine {

namespace v4l2 {
struct Camera;
}

struct SourceName {
    enum class Kind { camera, video, pictures, stream };
    Kind kind = Kind::camera;
    /// A device or a camera's name (empty: the first camera that works) or its camera_identity(), a
    /// path, or an address.
    std::string place;
    bool operator==(const SourceName &) const = default;
};

/// Understands
///   camera, camera:2, camera:NAME, /dev/video2   a camera: the first, by number, by a part of its
///                                                name (capitals or not)
///   rtsp://…, http://…, https://…                a stream
///   a folder, or a picture                       pictures, one after the other
///   any other file                               a film
///   anything else                                a camera's name
/// Looks at the file system. Errors: bad_source (what was given, reason), vanished (path).
[[nodiscard]] Result<SourceName> parse_source_name(std::string_view text);

/// What stays the same of a camera when it is pulled out and put back, or the machine starts anew,
/// which the number of its device does not; the device where it tells nothing of itself.
[[nodiscard]] std::string camera_identity(const v4l2::Camera &camera);

/// An address without user and password.
[[nodiscard]] std::string shown_address(std::string_view address);

/// Whether what it shows may be now, and may be lost and come back. An address may stand for a
/// film, which SourceFacts::live tells when it is open.
[[nodiscard]] bool may_be_live(const SourceName &name) noexcept;

/// Looks for a camera of that name; loads what films and streams need. `loop`: recorded pictures
/// begin anew at their end. Not on the GUI thread. Errors: no_camera, no_such_camera (name, those
/// there are), those of make_video_source().
[[nodiscard]] Result<std::unique_ptr<FrameSource>> make_source(const SourceName &name, bool loop);

} // namespace vitrine
