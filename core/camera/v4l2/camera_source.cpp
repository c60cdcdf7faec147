#include "core/camera/v4l2/camera_source.hpp"

#include "core/camera/v4l2/convert.hpp"
#include "core/camera/v4l2/list_cameras.hpp"
#include "core/camera/v4l2/mapped_buffers.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include <linux/videodev2.h>

namespace vitrine::v4l2 {

namespace {

constexpr std::chrono::milliseconds a_while{100};
/// So long a driver's time may lie back and be believed; some give none, or another clock's.
constexpr std::chrono::seconds oldest_believed{2};
/// A camera all of whose pictures are damaged is as good as none.
constexpr int most_damaged_in_a_row = 60;

/// What was offered, as one line for an error.
std::string list_of(const std::vector<OfferedFormat> &formats) {
    std::string list;
    for (const OfferedFormat &format : formats) {
        const std::string name = format_name(format.pixel_format);
        if (list.find(name) == std::string::npos)
            list += (list.empty() ? "" : ", ") + name;
    }
    return list;
}

class CameraSource final : public FrameSource {
  public:
    CameraSource(std::string device, const WantedFormat &wanted, const DeviceCalls &calls)
        : device_(std::move(device)), wanted_(wanted), calls_(calls), buffers_(calls) {}
    ~CameraSource() override { close_device(); }
    CameraSource(const CameraSource &) = delete;
    CameraSource &operator=(const CameraSource &) = delete;

    Result<SourceFacts> open() override {
        close_device();
        losses_ = {};
        last_sequence_.reset();
        damaged_in_a_row_ = 0;
        descriptor_ = calls_.open(device_);
        if (descriptor_ == -1)
            return device_error(calls_.last_error(), device_);
        auto facts = start();
        if (!facts)
            close_device();
        return facts;
    }

    Result<Next> next(Frame &frame, const std::stop_token &) override {
        const int ready = calls_.wait(descriptor_, a_while);
        if (ready == -1)
            return device_error(calls_.last_error(), device_);
        auto newest = newest_filled();
        if (!newest)
            return newest.error();
        if (!*newest)
            return Next::nothing;
        const MappedBuffers::Filled &filled = **newest;
        const bool good = !filled.damaged && decode(filled.bytes, frame);
        date(filled, frame);
        if (const auto back = buffers_.give_back(filled.index); !back)
            return back.error();
        if (good) {
            damaged_in_a_row_ = 0;
            return Next::frame;
        }
        ++losses_.damaged;
        if (++damaged_in_a_row_ >= most_damaged_in_a_row)
            return Error{"camera_failed", {device_, "its pictures are damaged"}};
        return Next::nothing;
    }

    void close() noexcept override { close_device(); }
    [[nodiscard]] SourceLosses losses() const noexcept override { return losses_; }

  private:
    void close_device() noexcept {
        buffers_.release();
        if (descriptor_ != -1)
            calls_.close(std::exchange(descriptor_, -1));
    }

    Result<SourceFacts> start() {
        const auto camera = examine_camera(calls_, descriptor_, device_);
        if (!camera)
            return camera.error();
        const auto chosen = choose_format(camera->formats, wanted_);
        if (!chosen)
            return Error{"no_camera_format", {device_, list_of(camera->formats)}};
        if (auto set = set_format(*chosen); !set)
            return set.error();
        const double rate = set_rate(chosen->frames_per_second);
        if (auto started = buffers_.start(descriptor_, device_); !started)
            return started.error();
        return SourceFacts{camera->name,  format_name(layout_.pixel_format),
                           layout_.width, layout_.height,
                           rate,          true,
                           device_};
    }

    /// The driver may change what it is asked for, also into something that is not understood.
    Result<void> set_format(const OfferedFormat &chosen) {
        v4l2_format format{};
        format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        format.fmt.pix.width = static_cast<std::uint32_t>(chosen.width);
        format.fmt.pix.height = static_cast<std::uint32_t>(chosen.height);
        format.fmt.pix.pixelformat = chosen.pixel_format;
        format.fmt.pix.field = V4L2_FIELD_ANY;
        if (calls_.control(descriptor_, VIDIOC_S_FMT, &format) == -1)
            return device_error(calls_.last_error(), device_);
        layout_ = {format.fmt.pix.pixelformat, static_cast<int>(format.fmt.pix.width),
                   static_cast<int>(format.fmt.pix.height),
                   static_cast<int>(format.fmt.pix.bytesperline)};
        if (!is_understood(layout_.pixel_format))
            return Error{"no_camera_format", {device_, format_name(layout_.pixel_format)}};
        return {};
    }

    /// As fast as wanted; a camera that cannot be asked goes at its own pace.
    double set_rate(double fastest) {
        v4l2_streamparm parameters{};
        parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        const double rate = fastest > 0 ? std::min(fastest, wanted_.frames_per_second) : 0;
        if (rate <= 0)
            return 0;
        parameters.parm.capture.timeperframe = {
            1000, static_cast<std::uint32_t>(std::lround(rate * 1000))};
        if (calls_.control(descriptor_, VIDIOC_S_PARM, &parameters) == -1)
            return rate;
        const v4l2_fract &given = parameters.parm.capture.timeperframe;
        return given.numerator == 0 ? rate
                                    : static_cast<double>(given.denominator) / given.numerator;
    }

    /// Older ones that wait go back at once.
    Result<std::optional<MappedBuffers::Filled>> newest_filled() {
        std::optional<MappedBuffers::Filled> newest;
        for (;;) {
            auto taken = buffers_.take();
            if (!taken) {
                // Better a frame than the error, which comes again.
                if (newest)
                    return newest;
                return taken.error();
            }
            if (!*taken)
                return newest;
            if (newest) {
                ++stale_;
                if (const auto back = buffers_.give_back(newest->index); !back)
                    return back.error();
            }
            newest = **taken;
        }
    }

    bool decode(std::span<const std::uint8_t> bytes, Frame &frame) const {
        if (layout_.pixel_format == V4L2_PIX_FMT_MJPEG || layout_.pixel_format == V4L2_PIX_FMT_JPEG)
            return convert_jpeg(bytes, frame).ok();
        if (!holds(layout_, bytes.size()))
            return false;
        convert_raw(layout_, bytes, frame);
        return true;
    }

    /// Number and times, and how many were missed before it.
    void date(const MappedBuffers::Filled &filled, Frame &frame) {
        using Clock = Frame::Clock;
        const auto now = Clock::now();
        const Clock::time_point told{std::chrono::microseconds(filled.microseconds)};
        const bool believed = filled.monotonic && told <= now && now - told < oldest_believed;
        frame.captured = believed ? told : now;
        if (!last_sequence_) {
            first_captured_ = frame.captured;
            last_number_ = 0;
        } else {
            // Below 1: a driver whose numbers stand still, or that has begun to count anew.
            const auto step = static_cast<std::int32_t>(filled.sequence - *last_sequence_);
            losses_.missed += step > 1 ? static_cast<std::uint64_t>(step - 1) : stale_;
            last_number_ += static_cast<std::uint64_t>(std::max(step, 1));
        }
        last_sequence_ = filled.sequence;
        stale_ = 0;
        frame.number = last_number_;
        frame.media_time = frame.captured - first_captured_;
    }

    std::string device_;
    WantedFormat wanted_;
    const DeviceCalls &calls_;
    int descriptor_ = -1;
    MappedBuffers buffers_;
    RawLayout layout_;
    SourceLosses losses_;
    std::optional<std::uint32_t> last_sequence_;
    std::uint64_t last_number_ = 0;
    std::uint64_t stale_ = 0; ///< taken since the last frame and given back unseen
    Frame::Clock::time_point first_captured_;
    int damaged_in_a_row_ = 0;
};

class AnyCamera final : public FrameSource {
  public:
    AnyCamera(const WantedFormat &wanted, const DeviceCalls &calls)
        : wanted_(wanted), calls_(calls) {}

    Result<SourceFacts> open() override {
        source_.reset();
        Error problem{"no_camera", {}};
        const auto remember = [&problem](const Error &met) {
            if (problem.code == "no_camera")
                problem = met;
        };
        for (const Camera &camera : list_cameras(calls_)) {
            if (!camera.problem.code.empty()) {
                remember(camera.problem);
                continue;
            }
            auto source = std::make_unique<CameraSource>(camera.device, wanted_, calls_);
            auto facts = source->open();
            if (facts) {
                source_ = std::move(source);
                return facts;
            }
            remember(facts.error());
        }
        return problem;
    }
    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        return source_->next(frame, stop);
    }
    void close() noexcept override { source_.reset(); }
    [[nodiscard]] SourceLosses losses() const noexcept override {
        return source_ == nullptr ? SourceLosses{} : source_->losses();
    }

  private:
    WantedFormat wanted_;
    const DeviceCalls &calls_;
    std::unique_ptr<CameraSource> source_;
};

} // namespace

std::unique_ptr<FrameSource> make_camera_source(std::string device, const WantedFormat &wanted,
                                                const DeviceCalls &calls) {
    return std::make_unique<CameraSource>(std::move(device), wanted, calls);
}

std::unique_ptr<FrameSource> make_any_camera_source(const WantedFormat &wanted,
                                                    const DeviceCalls &calls) {
    return std::make_unique<AnyCamera>(wanted, calls);
}

} // namespace vitrine::v4l2
