#include "core/camera/answer/live_answer.hpp"

#include <chrono>

namespace vitrine {

namespace {

double seconds(const Frame &frame) {
    return std::chrono::duration<double>(frame.captured.time_since_epoch()).count();
}

} // namespace

LiveReading LiveAnswer::add(const Frame &frame, std::span<const float> logits) {
    const Glance glance =
        glance_at(frame, crop_rectangle(frame.width, frame.height, manifest_.input));
    LiveReading reading = add(frame, glance, logits);
    reading.picture = watch_.add(glance, seconds(frame));
    return reading;
}

LiveReading LiveAnswer::add(const Frame &frame, const Glance &glance,
                            std::span<const float> logits) {
    const double time_s = seconds(frame);
    LiveReading reading;
    reading.number = frame.number;
    reading.captured = frame.captured;
    reading.media_time_s = frame.media_time.count();
    reading.width = frame.width;
    reading.height = frame.height;
    reading.scene_began = cut_.add(glance);
    if (reading.scene_began) {
        smoother_.restart();
        // What is waved about is another scene at every look: the words change no faster for it.
        if (!cut_s_ || time_s - *cut_s_ >= SteadyVerdict::hold_s) {
            steady_.restart();
            cut_s_ = time_s;
        }
    }
    reading.smoothed =
        judge(manifest_, smoother_.add(scores_of(manifest_, logits), time_s), wanted);
    reading.shown = steady_.add(manifest_, reading.smoothed, time_s);
    return reading;
}

} // namespace vitrine
