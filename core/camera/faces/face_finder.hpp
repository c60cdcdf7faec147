// Is it a face that fills the picture?
#pragma once

#include "core/camera/frame.hpp"
#include "core/images/fit_to_model.hpp"
#include "core/support/result.hpp"

#include <functional>
#include <memory>

namespace vitrine {

/// Models that know things have no word for people: whoever looks into the camera would be told to
/// be a wig. Finds whether there is a face, never whose. One thread at a time.
class FaceFinder {
  public:
    /// A face narrower than this share of the part is not meant: somebody stands behind the thing
    /// that is held there.
    static constexpr double least_share = 0.3;

    virtual ~FaceFinder() = default;
    /// Whether a face that looks into the camera fills this part of the frame, which must lie
    /// inside. A few milliseconds at any size.
    [[nodiscard]] virtual bool sees_face(const Frame &frame, const Rect &part) noexcept = 0;
};

/// Viola and Jones' detector (CVPR 2001) in the module vitrine_faces.so, which is loaded when the
/// first is made (30 to 60 ms), with the cascade that OpenCV's package of data brings. Errors:
/// no_face_finder (reason).
[[nodiscard]] Result<std::unique_ptr<FaceFinder>> make_face_finder();
/// The same with a cascade of one's own.
[[nodiscard]] Result<std::unique_ptr<FaceFinder>> make_face_finder(const char *cascade);

/// Called on the thread that will use the finder.
using FaceFinderMaker = std::function<Result<std::unique_ptr<FaceFinder>>()>;

} // namespace vitrine
