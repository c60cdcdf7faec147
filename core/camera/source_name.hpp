// A source as people name it.
#pragma once

#include "core/camera/frame_source.hpp"
#include "core/camera/v4l2/device_calls.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

namespace v4l2 {
struct Camera;
}

struct SourceName {
    enum class Kind { camera, video, pictures, stream };
    Kind kind = Kind::camera;
    /// A device or a camera's name (empty: the first camera that works) or one of
    /// camera_identities(), a path, or an address.
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

/// What stays the same of each of the machine's cameras when it is pulled out and put back, or the
/// machine starts anew, which the number of its device does not; the device where it tells nothing
/// of itself. Several devices of one camera may call themselves the same: those whose pictures can
/// be shown come first, and all but the first have a number.
[[nodiscard]] std::vector<std::string> camera_identities(const std::vector<v4l2::Camera> &cameras);

/// The device that a camera's place means now, but for an empty one. Looks through all of them.
/// Errors: no_camera, no_such_camera (name, those there are), camera_gone (name).
[[nodiscard]] Result<std::string>
find_camera(const std::string &place, const v4l2::DeviceCalls &calls = v4l2::system_calls());

/// An address without user and password.
[[nodiscard]] std::string shown_address(std::string_view address);

/// Whether what it shows may be now, and may be lost and come back. An address may stand for a
/// film, which SourceFacts::live tells when it is open.
[[nodiscard]] bool may_be_live(const SourceName &name) noexcept;

/// Looks for a camera of that name; loads what films and streams need. `loop`: recorded pictures
/// begin anew at their end. Not on the GUI thread. Errors: those of find_camera() and
/// make_video_source().
[[nodiscard]] Result<std::unique_ptr<FrameSource>> make_source(const SourceName &name, bool loop);

} // namespace vitrine
