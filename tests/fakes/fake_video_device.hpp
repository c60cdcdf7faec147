// A camera's driver, as far as system calls show it.
#pragma once

#include "core/camera/v4l2/device_calls.hpp"
#include "core/camera/v4l2/offered_format.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace vitrine::v4l2 {

/// One device, /dev/video0, and what it has been asked. Used on one thread.
class FakeVideoDevice final : public DeviceCalls {
  public:
    std::string card = "Fake Webcam";
    std::uint32_t capabilities = 0; ///< set by the constructor: captures and streams
    std::vector<OfferedFormat> formats;
    std::uint32_t fewest_buffers_given = 0;     ///< VIDIOC_REQBUFS raises to this
    std::uint32_t fewest_buffers_to_stream = 0; ///< VIDIOC_STREAMON gives EINVAL below this
    std::uint32_t buffer_bytes = 1 << 22;
    int bytes_a_row = 0;                 ///< 0: as tight as can be
    int open_error = 0;                  ///< errno of open()
    bool monotonic = true;               ///< timestamps
    std::map<unsigned long, int> errors; ///< request → errno

    FakeVideoDevice();

    /// A picture arrives; lost where no buffer is queued. `microseconds` of its timestamp.
    void deliver(std::vector<std::uint8_t> bytes, std::uint32_t sequence, std::int64_t microseconds,
                 bool damaged = false);

    [[nodiscard]] std::uint32_t buffers() const { return buffers_; } ///< as last requested
    [[nodiscard]] bool streaming() const { return streaming_; }
    [[nodiscard]] int open_descriptors() const { return open_; }
    [[nodiscard]] int mapped() const { return mapped_; }
    [[nodiscard]] const OfferedFormat &format() const { return set_; }

    [[nodiscard]] std::vector<std::string> devices() const override { return {"/dev/video0"}; }
    [[nodiscard]] int open(const std::string &path) const override;
    void close(int descriptor) const override;
    [[nodiscard]] int control(int descriptor, unsigned long request, void *argument) const override;
    [[nodiscard]] void *map(int descriptor, std::size_t length, std::size_t offset) const override;
    void unmap(void *memory, std::size_t length) const override;
    [[nodiscard]] int wait(int descriptor, std::chrono::milliseconds time) const override;
    [[nodiscard]] int last_error() const override { return error_; }

  private:
    struct Filled {
        std::uint32_t index = 0;
        std::uint32_t bytes = 0;
        std::uint32_t sequence = 0;
        std::int64_t microseconds = 0;
        bool damaged = false;
    };
    int fail(int number) const;
    int answer(unsigned long request, void *argument) const;
    int enumerate_formats(void *argument) const;
    int enumerate_sizes(void *argument) const;
    int enumerate_intervals(void *argument) const;
    int set_format(void *argument) const;

    // The calls are const, since the system's have no state of ours.
    mutable int error_ = 0;
    mutable int open_ = 0;
    mutable int mapped_ = 0;
    mutable bool streaming_ = false;
    mutable std::uint32_t buffers_ = 0;
    mutable std::vector<std::vector<std::uint8_t>> memory_;
    mutable std::deque<std::uint32_t> queued_;
    mutable std::deque<Filled> filled_;
    mutable OfferedFormat set_;
};

} // namespace vitrine::v4l2
