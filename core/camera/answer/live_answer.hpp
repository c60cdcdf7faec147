// What is said of a moving picture, frame by frame.
#pragma once

#include "core/camera/answer/picture_watch.hpp"
#include "core/camera/answer/scene_cut.hpp"
#include "core/camera/answer/score_smoother.hpp"
#include "core/camera/answer/steady_verdict.hpp"

#include <optional>
#include <span>

namespace vitrine {

struct LiveReading {
    std::uint64_t number = 0; ///< the frame's
    Frame::Clock::time_point captured{};
    double media_time_s = 0;
    int width = 0; ///< of the frame
    int height = 0;
    Verdict shown;    ///< calm: what is said
    Verdict smoothed; ///< of this moment: numbers and bars
    bool scene_began = false;
    PictureState picture = PictureState::good;
};

/// Smoothing, calm, scene cuts and the watch over the picture in one. For one source and one model;
/// one thread.
class LiveAnswer {
  public:
    static constexpr int wanted = 5; ///< candidates and predictions of a verdict, at most

    LiveAnswer(Manifest manifest, bool live) : manifest_(std::move(manifest)), watch_(live) {}

    /// `logits` are the model's for fit_frame() of this frame. Frames come in order.
    [[nodiscard]] LiveReading add(const Frame &frame, std::span<const float> logits);
    /// The same for whoever has glanced at the frame and watches over the picture already.
    [[nodiscard]] LiveReading add(const Frame &frame, const Glance &glance,
                                  std::span<const float> logits);

    [[nodiscard]] const Manifest &manifest() const noexcept { return manifest_; }

  private:
    Manifest manifest_;
    SceneCut cut_;
    ScoreSmoother smoother_;
    SteadyVerdict steady_;
    PictureWatch watch_;
    std::optional<double> cut_s_; ///< when a scene last broke the hold
};

} // namespace vitrine
