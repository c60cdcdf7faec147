#include "core/camera/answer/live_answer.hpp"

#include <chrono>

namespace vitrine {

LiveReading LiveAnswer::add(const Frame &frame, std::span<const float> logits) {
    const double time_s = std::chrono::duration<double>(frame.captured.time_since_epoch()).count();
    const Glance glance =
        glance_at(frame, crop_rectangle(frame.width, frame.height, manifest_.input));
    LiveReading reading;
    reading.number = frame.number;
    reading.captured = frame.captured;
    reading.media_time_s = frame.media_time.count();
    reading.width = frame.width;
    reading.height = frame.height;
    reading.picture = watch_.add(glance, time_s);
    reading.scene_began = cut_.add(glance);
    if (reading.scene_began) {
        smoother_.restart();
        steady_.restart();
    }
    reading.smoothed =
        judge(manifest_, smoother_.add(scores_of(manifest_, logits), time_s), wanted);
    reading.shown = steady_.add(manifest_, reading.smoothed, time_s);
    return reading;
}

} // namespace vitrine
