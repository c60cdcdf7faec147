// The memory that a camera and the program share.
#pragma once

#include "core/camera/v4l2/device_calls.hpp"
#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vitrine::v4l2 {

/// Buffers of a device that is open, given to the camera by turns. Streaming from start() until
/// they go.
class MappedBuffers {
  public:
    explicit MappedBuffers(const DeviceCalls &calls) : calls_(calls) {}
    ~MappedBuffers() { release(); }
    MappedBuffers(const MappedBuffers &) = delete;
    MappedBuffers &operator=(const MappedBuffers &) = delete;

    /// Two buffers, or the fewest with which the driver starts to stream. Errors: device_error().
    [[nodiscard]] Result<void> start(int descriptor, const std::string &device);
    void release();

    struct Filled {
        std::uint32_t index = 0;
        std::span<const std::uint8_t> bytes{}; ///< what the camera wrote
        std::uint32_t sequence = 0;            ///< of the driver, with gaps where it lost some
        std::int64_t microseconds = 0;         ///< of the driver's clock
        bool monotonic = false;                ///< that clock is CLOCK_MONOTONIC
        bool damaged = false;
    };
    /// The oldest that is filled; nothing where none is. It is ours until give_back().
    [[nodiscard]] Result<std::optional<Filled>> take();
    [[nodiscard]] Result<void> give_back(std::uint32_t index);

  private:
    struct Mapping {
        void *memory = nullptr;
        std::size_t length = 0;
    };
    [[nodiscard]] Result<void> start_with(std::uint32_t count);
    [[nodiscard]] Error error() const;

    const DeviceCalls &calls_;
    int descriptor_ = -1;
    std::string device_;
    std::vector<Mapping> mappings_;
};

} // namespace vitrine::v4l2
