// Frames whose memory is used again and again.
#pragma once

#include "core/camera/frame.hpp"

#include <cstddef>
#include <memory>

namespace vitrine {

/// At most so many frames are about at a time, so a reader who keeps them cannot fill the memory. A
/// frame goes back by itself when its last holder lets go, on any thread, also after the pool is
/// gone.
class FramePool {
  public:
    explicit FramePool(std::size_t most);

    /// Null where all are in use. What is in the frame is left over from its last use.
    [[nodiscard]] std::shared_ptr<Frame> take();

  private:
    struct Shelf;
    std::shared_ptr<Shelf> shelf_;
};

} // namespace vitrine
