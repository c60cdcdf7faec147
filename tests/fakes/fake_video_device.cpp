#include "tests/fakes/fake_video_device.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

constexpr int descriptor_number = 77;

template <typename T> T &as(void *argument) { return *static_cast<T *>(argument); }

/// The formats of a device, each once, in their order.
std::vector<std::uint32_t> pixel_formats(const std::vector<OfferedFormat> &formats) {
    std::vector<std::uint32_t> result;
    for (const OfferedFormat &format : formats)
        if (std::ranges::find(result, format.pixel_format) == result.end())
            result.push_back(format.pixel_format);
    return result;
}

} // namespace

FakeVideoDevice::FakeVideoDevice() : capabilities(V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING) {}

int FakeVideoDevice::fail(int number) const {
    error_ = number;
    return -1;
}

int FakeVideoDevice::open(const std::string &asked) const {
    if (open_error != 0)
        return fail(open_error);
    if (asked != path)
        return fail(ENOENT);
    ++open_;
    return descriptor_number;
}

void FakeVideoDevice::close(int) const { --open_; }

void *FakeVideoDevice::map(int, std::size_t length, std::size_t offset) const {
    if (offset >= memory_.size() || length > memory_[offset].size()) {
        error_ = EINVAL;
        return nullptr;
    }
    ++mapped_;
    return memory_[offset].data();
}

void FakeVideoDevice::unmap(void *, std::size_t) const { --mapped_; }

int FakeVideoDevice::wait(int, std::chrono::milliseconds) const { return filled_.empty() ? 0 : 1; }

int FakeVideoDevice::control(int descriptor, unsigned long request, void *argument) const {
    if (descriptor != descriptor_number)
        return fail(EBADF);
    if (const auto told = errors.find(request); told != errors.end())
        return fail(told->second);
    return answer(request, argument);
}

int FakeVideoDevice::enumerate_formats(void *argument) const {
    auto &description = as<v4l2_fmtdesc>(argument);
    const auto all = pixel_formats(formats);
    if (description.index >= all.size())
        return fail(EINVAL);
    description.pixelformat = all[description.index];
    return 0;
}

int FakeVideoDevice::enumerate_sizes(void *argument) const {
    auto &size = as<v4l2_frmsizeenum>(argument);
    std::uint32_t index = 0;
    for (const OfferedFormat &format : formats)
        if (format.pixel_format == size.pixel_format && index++ == size.index) {
            size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
            size.discrete = {static_cast<std::uint32_t>(format.width),
                             static_cast<std::uint32_t>(format.height)};
            return 0;
        }
    return fail(EINVAL);
}

int FakeVideoDevice::enumerate_intervals(void *argument) const {
    auto &interval = as<v4l2_frmivalenum>(argument);
    for (const OfferedFormat &format : formats)
        if (format.pixel_format == interval.pixel_format &&
            format.width == static_cast<int>(interval.width) &&
            format.height == static_cast<int>(interval.height) && interval.index == 0 &&
            format.frames_per_second > 0) {
            interval.type = V4L2_FRMIVAL_TYPE_DISCRETE;
            interval.discrete = {1,
                                 static_cast<std::uint32_t>(std::lround(format.frames_per_second))};
            return 0;
        }
    return fail(EINVAL);
}

int FakeVideoDevice::set_format(void *argument) const {
    auto &pixels = as<v4l2_format>(argument).fmt.pix;
    set_ = {pixels.pixelformat, static_cast<int>(pixels.width), static_cast<int>(pixels.height), 0};
    const int bytes_a_pixel = set_.pixel_format == V4L2_PIX_FMT_YUYV    ? 2
                              : set_.pixel_format == V4L2_PIX_FMT_RGB24 ? 3
                                                                        : 1;
    pixels.bytesperline =
        static_cast<std::uint32_t>(bytes_a_row > 0 ? bytes_a_row : bytes_a_pixel * set_.width);
    return 0;
}

int FakeVideoDevice::answer(unsigned long request, void *argument) const {
    switch (request) {
    case VIDIOC_QUERYCAP: {
        auto &capability = as<v4l2_capability>(argument);
        std::strncpy(reinterpret_cast<char *>(capability.card), card.c_str(),
                     sizeof capability.card - 1);
        std::strncpy(reinterpret_cast<char *>(capability.bus_info), bus.c_str(),
                     sizeof capability.bus_info - 1);
        capability.capabilities = capabilities | V4L2_CAP_DEVICE_CAPS;
        capability.device_caps = capabilities;
        return 0;
    }
    case VIDIOC_ENUM_FMT:
        return enumerate_formats(argument);
    case VIDIOC_ENUM_FRAMESIZES:
        return enumerate_sizes(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS:
        return enumerate_intervals(argument);
    case VIDIOC_S_FMT:
        return set_format(argument);
    case VIDIOC_S_PARM:
        return 0;
    case VIDIOC_REQBUFS: {
        auto &wanted = as<v4l2_requestbuffers>(argument);
        if (wanted.count > 0)
            wanted.count = std::max(wanted.count, fewest_buffers_given);
        buffers_ = wanted.count;
        memory_.assign(buffers_, std::vector<std::uint8_t>(buffer_bytes));
        queued_.clear();
        filled_.clear();
        return 0;
    }
    case VIDIOC_QUERYBUF: {
        auto &buffer = as<v4l2_buffer>(argument);
        buffer.length = buffer_bytes;
        buffer.m.offset = buffer.index;
        return 0;
    }
    case VIDIOC_QBUF:
        queued_.push_back(as<v4l2_buffer>(argument).index);
        return 0;
    case VIDIOC_DQBUF: {
        if (filled_.empty())
            return fail(EAGAIN);
        const Filled filled = filled_.front();
        filled_.pop_front();
        auto &buffer = as<v4l2_buffer>(argument);
        buffer.index = filled.index;
        buffer.bytesused = filled.bytes;
        buffer.sequence = filled.sequence;
        buffer.timestamp.tv_sec = filled.microseconds / 1'000'000;
        buffer.timestamp.tv_usec = filled.microseconds % 1'000'000;
        buffer.flags = static_cast<std::uint32_t>(
            (monotonic ? V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC : V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN) |
            (filled.damaged ? V4L2_BUF_FLAG_ERROR : 0));
        return 0;
    }
    case VIDIOC_STREAMON:
        if (buffers_ < fewest_buffers_to_stream)
            return fail(EINVAL);
        streaming_ = true;
        return 0;
    case VIDIOC_STREAMOFF:
        streaming_ = false;
        return 0;
    default:
        return fail(ENOTTY);
    }
}

void FakeVideoDevice::deliver(std::vector<std::uint8_t> bytes, std::uint32_t sequence,
                              std::int64_t microseconds, bool damaged) {
    if (!streaming_ || queued_.empty())
        return;
    const std::uint32_t index = queued_.front();
    queued_.pop_front();
    bytes.resize(std::min<std::size_t>(bytes.size(), buffer_bytes));
    std::ranges::copy(bytes, memory_[index].begin());
    filled_.push_back(
        {index, static_cast<std::uint32_t>(bytes.size()), sequence, microseconds, damaged});
}

} // namespace vitrine::v4l2
