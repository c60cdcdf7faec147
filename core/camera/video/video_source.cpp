// Films and streams through OpenCV's videoio: a library of its own, since videoio maps about a
// hundred others, which only those need who open such a source.
#include "core/camera/files/real_time.hpp"
#include "core/camera/video/video_request.hpp"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <new>
#include <utility>

namespace vitrine {

namespace {

constexpr int patience_ms = 5000;
constexpr int largest_side = 8192;
/// So late a frame is not worth converting.
constexpr RealTime::Seconds too_late{0.1};
/// After so many left out in a row the film cannot be decoded in real time, and goes on from where
/// it is.
constexpr int most_left_out = 25;
constexpr double usual_rate = 25;

class VideoSource final : public FrameSource {
  public:
    explicit VideoSource(VideoRequest request) : request_(std::move(request)) {}

    Result<SourceFacts> open() override {
        try {
            return open_video();
        } catch (const cv::Exception &problem) {
            return unopenable(problem.what());
        } catch (const std::bad_alloc &) {
            return Error{"out_of_memory", {}};
        }
    }

    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        try {
            return recorded_ ? next_of_file(frame, stop) : next_of_stream(frame);
        } catch (const cv::Exception &problem) {
            return broken(problem.what());
        } catch (const std::bad_alloc &) {
            return Error{"out_of_memory", {}};
        }
    }

    void close() noexcept override {
        try {
            video_.release();
        } catch (const cv::Exception &) { // there is nothing left to close
        }
    }

    [[nodiscard]] SourceLosses losses() const noexcept override { return losses_; }

  private:
    Result<SourceFacts> open_video() {
        losses_ = {};
        number_ = 0;
        grabbed_ = false;
        round_start_ = {};
        if (!open_place())
            return unopenable(request_.stream ? "nobody answers there, or it sends no pictures"
                                              : "it is no film that is known here");
        const double rate = video_.get(cv::CAP_PROP_FPS);
        // A film that a web server sends comes as fast as the network carries it.
        recorded_ = !request_.stream || (!request_.place.starts_with("rtsp") &&
                                         video_.get(cv::CAP_PROP_FRAME_COUNT) > 0);
        rate_ = std::isfinite(rate) && rate > 0 && rate < 1000 ? rate : usual_rate;
        return SourceFacts{request_.stream
                               ? request_.shown
                               : std::filesystem::path(request_.place).filename().string(),
                           {},
                           static_cast<int>(video_.get(cv::CAP_PROP_FRAME_WIDTH)),
                           static_cast<int>(video_.get(cv::CAP_PROP_FRAME_HEIGHT)),
                           rate_,
                           !recorded_};
    }

    bool open_place() {
        std::error_code unknown; // the working folder may be gone
        const auto path = std::filesystem::absolute(request_.place, unknown).string();
        return video_.open(request_.stream || unknown ? request_.place : path, cv::CAP_FFMPEG,
                           {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, patience_ms,
                            cv::CAP_PROP_READ_TIMEOUT_MSEC, patience_ms});
    }

    /// Read as it comes: read() waits for the stream itself.
    Result<Next> next_of_stream(Frame &frame) {
        if (!video_.read(picture_) || picture_.empty())
            return Error{"stream_lost", {request_.shown}};
        const auto now = Frame::Clock::now();
        if (number_ == 0)
            first_captured_ = now;
        return hand_over(frame, now, now - first_captured_);
    }

    Result<Next> next_of_file(Frame &frame, const std::stop_token &stop) {
        if (!grabbed_) {
            if (auto found = grab_what_is_due(stop); !found || *found != Next::frame)
                return found;
        }
        if (!time_.wait_until_due(position_, stop))
            return Next::nothing;
        grabbed_ = false;
        if (!video_.retrieve(picture_) || picture_.empty()) {
            ++losses_.damaged;
            ++number_;
            return Next::nothing;
        }
        // The light came in when the frame was due: what decoding took is part of its age.
        return hand_over(frame, time_.due(position_), position_);
    }

    /// Advances past what is too late to be shown.
    Result<Next> grab_what_is_due(const std::stop_token &stop) {
        for (int left_out = 0;; ++left_out) {
            if (stop.stop_requested())
                return Next::nothing;
            if (!video_.grab())
                return at_the_end();
            position_ = round_start_ + position_in_round();
            if (number_ == 0 || left_out == most_left_out)
                time_.start(position_);
            if (time_.lateness(position_) < too_late)
                break;
            ++losses_.missed;
            ++number_;
            ++in_round_;
        }
        grabbed_ = true;
        ++in_round_;
        return Next::frame;
    }

    /// As the file says, or by its rate where it does not.
    RealTime::Seconds position_in_round() const {
        const double told = video_.get(cv::CAP_PROP_POS_MSEC) / 1000;
        const double counted = static_cast<double>(in_round_) / rate_;
        // FFmpeg gives 0 for what has no times.
        const bool believed = std::isfinite(told) && told > 0 && std::abs(told - counted) < 3600;
        return RealTime::Seconds(believed ? told : counted);
    }

    Result<Next> at_the_end() {
        if (in_round_ == 0)
            return broken("it holds no pictures");
        if (request_.stream && is_cut_short())
            return broken("its server sends no more");
        if (!request_.loop)
            return Next::ended;
        round_start_ = position_ + RealTime::Seconds(1 / rate_);
        in_round_ = 0;
        // Not every file can be wound back; every file can be opened again.
        if (!open_place())
            return broken("it can no longer be opened");
        return Next::nothing;
    }

    /// FFmpeg tells the end of a connection as the end of the film. How many frames there are may
    /// be a guess from length and rate, so what was seen of either is believed.
    [[nodiscard]] bool is_cut_short() const {
        constexpr double clearly_s = 0.5, clearly_part = 0.1;
        const double count = video_.get(cv::CAP_PROP_FRAME_COUNT);
        const double length_s = count / rate_;
        const double seen_s = std::max(static_cast<double>(in_round_) / rate_,
                                       (position_ - round_start_).count() + 1 / rate_);
        return length_s - seen_s > std::max(clearly_s, clearly_part * length_s);
    }

    Result<Next> hand_over(Frame &frame, Frame::Clock::time_point captured,
                           RealTime::Seconds position) {
        if (picture_.cols > largest_side || picture_.rows > largest_side)
            return broken("its pictures are too large");
        frame.set_size(picture_.cols, picture_.rows);
        cv::Mat pixels(picture_.rows, picture_.cols, CV_8UC4, frame.pixels.data(),
                       static_cast<std::size_t>(frame.stride));
        cv::cvtColor(picture_, pixels, cv::COLOR_BGR2RGBA); // X is 255
        frame.number = number_++;
        frame.captured = captured;
        frame.media_time = position;
        return Next::frame;
    }

    [[nodiscard]] Error unopenable(const std::string &reason) const {
        return {request_.stream ? "stream_failed" : "not_a_video", {request_.shown, reason}};
    }
    [[nodiscard]] Error broken(const std::string &reason) const {
        if (request_.stream)
            return {"stream_lost", {request_.shown}};
        return {"not_a_video", {request_.shown, reason}};
    }

    VideoRequest request_;
    cv::VideoCapture video_;
    cv::Mat picture_;
    double rate_ = usual_rate;
    bool recorded_ = true; ///< has an end, and is to be shown at its own pace
    std::uint64_t number_ = 0;
    std::uint64_t in_round_ = 0; ///< frames grabbed since the file began
    bool grabbed_ = false;       ///< one that is not yet due
    RealTime time_;
    RealTime::Seconds position_{};
    RealTime::Seconds round_start_{};
    Frame::Clock::time_point first_captured_{};
    SourceLosses losses_;
};

} // namespace

extern "C" {

[[gnu::visibility("default")]] int vitrine_video_interface() { return video_interface; }

[[gnu::visibility("default")]] FrameSource *vitrine_make_video_source(const VideoRequest &request) {
    // What it has to say comes back as an error; a log of its own would go to standard error.
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    return new (std::nothrow) VideoSource(request); // NOLINT: the program takes it over
}
}

} // namespace vitrine
