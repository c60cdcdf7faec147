// The last seconds of a camera, in numbers.
#pragma once

#include <QList>
#include <QPointF>

#include <deque>

namespace vitrine {

/// Times in seconds of any clock that goes forward.
class CameraFigures {
  public:
    static constexpr double trace_s = 10; ///< the length of the line
    static constexpr double rate_s = 2;   ///< over which the rate is taken

    void add_frame(double time_s);
    void add_probability(double time_s, double probability);
    void clear();

    /// Frames a second over the last two; 0 with less than two frames.
    [[nodiscard]] double rate(double now_s) const;
    /// The leading word's probability over the last ten seconds: x 0 to 1 up to now, y 0 to 1.
    [[nodiscard]] QList<QPointF> trace(double now_s) const;

  private:
    std::deque<double> frames_;
    std::deque<QPointF> probabilities_;
};

} // namespace vitrine
