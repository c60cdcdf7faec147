// A face that no photograph is needed for.
#pragma once

#include "core/camera/frame.hpp"
#include "core/images/fit_to_model.hpp"

namespace vitrine {

/// Hair, skin, brows, eyes, nose and mouth as ellipses, in shades as light from above gives them;
/// over what the frame holds there. `place`: a square; the face is 0.56 of it wide.
void draw_face(Frame &frame, const Rect &place);

} // namespace vitrine
