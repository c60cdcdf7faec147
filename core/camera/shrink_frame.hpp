// Frames larger than any screen shows them.
#pragma once

#include "core/camera/frame.hpp"

namespace vitrine {

/// Makes the frame a half, a third … of its size, so that its longer side has at most
/// `longest_side` pixels: each pixel is the mean of those it covers. In place, without memory of
/// its own; what is small enough stays as it is. 4K takes some 10 ms.
void shrink_frame(Frame &frame, int longest_side);

} // namespace vitrine
