#include "app/viewmodels/camera/camera_figures.hpp"

namespace vitrine {

namespace {

/// Points nearer than this are no use to a line a few hundred pixels long.
constexpr double finest_s = 0.05;

} // namespace

void CameraFigures::add_frame(double time_s) {
    frames_.push_back(time_s);
    while (frames_.front() < time_s - rate_s)
        frames_.pop_front();
}

void CameraFigures::add_probability(double time_s, double probability) {
    if (!probabilities_.empty() && time_s - probabilities_.back().x() < finest_s)
        return;
    probabilities_.emplace_back(time_s, probability);
    while (probabilities_.front().x() < time_s - trace_s)
        probabilities_.pop_front();
}

void CameraFigures::clear() {
    frames_.clear();
    probabilities_.clear();
}

double CameraFigures::rate(double now_s) const {
    std::size_t first = 0;
    while (first < frames_.size() && frames_[first] < now_s - rate_s)
        ++first;
    const std::size_t count = frames_.size() - first;
    return count < 2 ? 0 : static_cast<double>(count - 1) / (frames_.back() - frames_[first]);
}

QList<QPointF> CameraFigures::trace(double now_s) const {
    QList<QPointF> points;
    for (const QPointF &point : probabilities_) {
        const double x = 1 - (now_s - point.x()) / trace_s;
        if (x >= 0)
            points.append({x, point.y()});
    }
    return points;
}

} // namespace vitrine
