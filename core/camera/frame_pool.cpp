#include "core/camera/frame_pool.hpp"

#include <mutex>
#include <utility>

namespace vitrine {

struct FramePool::Shelf {
    std::mutex mutex;
    std::vector<std::unique_ptr<Frame>> free;
    std::size_t still_to_make = 0;
};

FramePool::FramePool(std::size_t most) : shelf_(std::make_shared<Shelf>()) {
    shelf_->still_to_make = most;
    shelf_->free.reserve(most); // so that giving back needs no memory
}

std::shared_ptr<Frame> FramePool::take() {
    std::unique_ptr<Frame> frame;
    {
        const std::lock_guard lock(shelf_->mutex);
        if (!shelf_->free.empty()) {
            frame = std::move(shelf_->free.back());
            shelf_->free.pop_back();
        } else if (shelf_->still_to_make > 0) {
            frame = std::make_unique<Frame>();
            --shelf_->still_to_make;
        } else {
            return nullptr;
        }
    }
    return {frame.release(), [shelf = shelf_](Frame *used) {
                const std::lock_guard lock(shelf->mutex);
                shelf->free.emplace_back(used);
            }};
}

} // namespace vitrine
