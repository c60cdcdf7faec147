// Faces through OpenCV's objdetect: a library of its own, since objdetect maps OpenCV's networks
// and protobuf too, which only those need who look into a camera.
#include "core/camera/faces/face_module.hpp"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace vitrine {

namespace {

/// So wide the part is looked at: the least face is then twice as wide as the cascade's 24 pixels.
constexpr int looked_at_width = 160;
constexpr double scale_step = 1.1;
/// Findings that must agree; with fewer a patterned cloth has a face.
constexpr int neighbours = 4;

class HaarFaceFinder final : public FaceFinder {
  public:
    explicit HaarFaceFinder(cv::CascadeClassifier cascade) : cascade_(std::move(cascade)) {}

    bool sees_face(const Frame &frame, const Rect &part) noexcept override {
        try {
            return look(frame, part);
        } catch (const std::exception &) { // out of memory: no face is the calm answer
            return false;
        }
    }

  private:
    bool look(const Frame &frame, const Rect &part) {
        if (part.width <= 0 || part.height <= 0)
            return false;
        // Only read: OpenCV has no view of constant pixels.
        const cv::Mat whole(frame.height, frame.width, CV_8UC4,
                            const_cast<std::uint8_t *>(frame.pixels.data()),
                            static_cast<std::size_t>(frame.stride));
        const int height = std::max(1, looked_at_width * part.height / part.width);
        cv::resize(whole(cv::Rect(part.x, part.y, part.width, part.height)), small_,
                   {looked_at_width, height}, 0, 0, cv::INTER_AREA);
        cv::cvtColor(small_, grey_, cv::COLOR_RGBA2GRAY);
        cv::equalizeHist(grey_, grey_);
        constexpr int least = static_cast<int>(least_share * looked_at_width);
        cascade_.detectMultiScale(grey_, faces_, scale_step, neighbours, 0, {least, least});
        return !faces_.empty();
    }

    cv::CascadeClassifier cascade_;
    cv::Mat small_, grey_;
    std::vector<cv::Rect> faces_;
};

} // namespace

extern "C" {

[[gnu::visibility("default")]] int vitrine_face_interface() { return face_interface; }

[[gnu::visibility("default")]] FaceFinder *vitrine_make_face_finder(const char *cascade) {
    try {
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        // The pictures are small: waking other threads would cost more than they could do, and take
        // the processor from the model.
        cv::setNumThreads(1);
        cv::CascadeClassifier loaded;
        if (!loaded.load(cascade))
            return nullptr;
        return std::make_unique<HaarFaceFinder>(std::move(loaded)).release();
    } catch (const std::exception &) { // a broken file
        return nullptr;
    }
}
}

} // namespace vitrine
