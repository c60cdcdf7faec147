#include "core/camera/v4l2/mapped_buffers.hpp"

#include "core/camera/v4l2/list_cameras.hpp"

#include <algorithm>
#include <cerrno>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

// One that the camera fills while the other is decoded.
constexpr std::uint32_t fewest = 2;
constexpr std::uint32_t most = 6;

v4l2_buffer empty_buffer(std::uint32_t index) {
    v4l2_buffer buffer{};
    buffer.index = index;
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    return buffer;
}

} // namespace

Error MappedBuffers::error() const { return device_error(calls_.last_error(), device_); }

Result<void> MappedBuffers::start(int descriptor, const std::string &device) {
    descriptor_ = descriptor;
    device_ = device;
    Result<void> started;
    for (std::uint32_t count = fewest; count <= most; ++count) {
        started = start_with(count);
        // Drivers that need more say so only when they are to begin.
        if (started || started.error().code != "camera_failed")
            return started;
        const int number = descriptor_;
        release();
        descriptor_ = number;
    }
    return started;
}

Result<void> MappedBuffers::start_with(std::uint32_t count) {
    v4l2_requestbuffers request{};
    request.count = count;
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    request.memory = V4L2_MEMORY_MMAP;
    if (calls_.control(descriptor_, VIDIOC_REQBUFS, &request) == -1)
        return error();
    if (request.count < fewest)
        return Error{"camera_failed", {device_, "it has no memory for its pictures"}};
    for (std::uint32_t i = 0; i < request.count; ++i) {
        v4l2_buffer buffer = empty_buffer(i);
        if (calls_.control(descriptor_, VIDIOC_QUERYBUF, &buffer) == -1)
            return error();
        void *const memory = calls_.map(descriptor_, buffer.length, buffer.m.offset);
        if (memory == nullptr)
            return error();
        mappings_.push_back({memory, buffer.length});
        if (calls_.control(descriptor_, VIDIOC_QBUF, &buffer) == -1)
            return error();
    }
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (calls_.control(descriptor_, VIDIOC_STREAMON, &type) == -1)
        return error();
    return {};
}

void MappedBuffers::release() {
    if (descriptor_ == -1)
        return;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    static_cast<void>(calls_.control(descriptor_, VIDIOC_STREAMOFF, &type));
    for (const Mapping &mapping : mappings_)
        calls_.unmap(mapping.memory, mapping.length);
    mappings_.clear();
    v4l2_requestbuffers none{};
    none.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    none.memory = V4L2_MEMORY_MMAP;
    static_cast<void>(calls_.control(descriptor_, VIDIOC_REQBUFS, &none));
    descriptor_ = -1;
}

Result<std::optional<MappedBuffers::Filled>> MappedBuffers::take() {
    v4l2_buffer buffer = empty_buffer(0);
    if (calls_.control(descriptor_, VIDIOC_DQBUF, &buffer) == -1) {
        if (calls_.last_error() == EAGAIN)
            return std::optional<Filled>{};
        return error();
    }
    if (buffer.index >= mappings_.size())
        return Error{"camera_failed", {device_, "its driver names a buffer that is not there"}};
    const Mapping &mapping = mappings_[buffer.index];
    Filled filled;
    filled.index = buffer.index;
    filled.bytes = {static_cast<const std::uint8_t *>(mapping.memory),
                    std::min<std::size_t>(buffer.bytesused, mapping.length)};
    filled.sequence = buffer.sequence;
    filled.microseconds =
        std::int64_t{buffer.timestamp.tv_sec} * 1'000'000 + buffer.timestamp.tv_usec;
    filled.monotonic =
        (buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) == V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    filled.damaged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0 || filled.bytes.empty();
    return std::optional(filled);
}

Result<void> MappedBuffers::give_back(std::uint32_t index) {
    v4l2_buffer buffer = empty_buffer(index);
    if (calls_.control(descriptor_, VIDIOC_QBUF, &buffer) == -1)
        return error();
    return {};
}

} // namespace vitrine::v4l2
