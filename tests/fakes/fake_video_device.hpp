// A camera's driver, as far as system calls show it.
#pragma once

#include "core/camera/v4l2/device_calls.hpp"
#include "core/camera/v4l2/offered_format.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::v4l2 {

/// One device, /dev/video0 unless `path` says otherwise, and what it has been asked. Used on one
/// thread.
class FakeVideoDevice final : public DeviceCalls {
  public:
    std::string path = "/dev/video0";
    std::string card = "Fake Webcam";
    std::string bus = "usb-0000:00:14.0-1";
    std::uint32_t capabilities = 0; ///< set by the constructor: captures and streams
    std::vector<OfferedFormat> formats;
    std::uint32_t fewest_buffers_given = 0;     ///< VIDIOC_REQBUFS raises to this
    std::uint32_t fewest_buffers_to_stream = 0; ///< VIDIOC_STREAMON gives EINVAL below this
    std::uint32_t buffer_bytes = 1 << 22;
    int bytes_a_row = 0;                 ///< 0: as tight as can be
    std::string made = "once";           ///< its stamp
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

    [[nodiscard]] std::vector<std::string> devices() const override { return {path}; }
    [[nodiscard]] std::string stamp(const std::string &) const override { return made; }
    [[nodiscard]] int open(const std::string &asked) const override;
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

/// Several devices in one machine; descriptors tell them apart.
class FakeVideoDevices final : public DeviceCalls {
  public:
    explicit FakeVideoDevices(std::vector<const FakeVideoDevice *> all) : all_(std::move(all)) {}

    [[nodiscard]] std::vector<std::string> devices() const override {
        std::vector<std::string> paths;
        for (const FakeVideoDevice *device : all_)
            paths.push_back(device->path);
        return paths;
    }
    [[nodiscard]] std::string stamp(const std::string &path) const override {
        for (const FakeVideoDevice *device : all_)
            if (device->path == path)
                return device->stamp(path);
        return {};
    }
    [[nodiscard]] int open(const std::string &path) const override {
        for (std::size_t i = 0; i < all_.size(); ++i)
            if (all_[i]->path == path) {
                asked_ = i;
                const int descriptor = all_[i]->open(path);
                return descriptor == -1 ? -1 : descriptor + static_cast<int>(i) * step;
            }
        return -1;
    }
    void close(int descriptor) const override { of(descriptor).close(own(descriptor)); }
    [[nodiscard]] int control(int descriptor, unsigned long request,
                              void *argument) const override {
        return of(descriptor).control(own(descriptor), request, argument);
    }
    [[nodiscard]] void *map(int descriptor, std::size_t length, std::size_t offset) const override {
        return of(descriptor).map(own(descriptor), length, offset);
    }
    void unmap(void *memory, std::size_t length) const override {
        all_[asked_]->unmap(memory, length);
    }
    [[nodiscard]] int wait(int descriptor, std::chrono::milliseconds time) const override {
        return of(descriptor).wait(own(descriptor), time);
    }
    [[nodiscard]] int last_error() const override { return all_[asked_]->last_error(); }

  private:
    static constexpr int step = 1000;
    [[nodiscard]] static int own(int descriptor) { return descriptor % step; }
    [[nodiscard]] const FakeVideoDevice &of(int descriptor) const {
        asked_ = static_cast<std::size_t>(descriptor / step);
        return *all_[asked_];
    }

    std::vector<const FakeVideoDevice *> all_;
    mutable std::size_t asked_ = 0;
};

} // namespace vitrine::v4l2
