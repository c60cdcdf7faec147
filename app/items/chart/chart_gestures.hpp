// Fingers and mouse on a chart.
#pragma once

#include "app/items/chart/chart_view.hpp"

#include <QElapsedTimer>
#include <QEventPoint>
#include <QList>
#include <QPointF>
#include <QRectF>

#include <optional>

namespace vitrine {

/// Turns presses and moves into a view and a place to read at. Knows nothing of events' delivery;
/// the chart hands it points in its own px. What it says changed is to be acted on at once.
class ChartGestures {
  public:
    struct Change {
        bool view = false;    ///< the view changed
        bool reading = false; ///< reading_at() changed
        bool box = false;     ///< box() changed
        bool keep = false;    ///< the finger is the chart's own: nothing below may steal it
    };

    struct Finger {
        int id = 0;
        QPointF at;
        QEventPoint::State state = QEventPoint::Pressed;
    };
    /// One finger reads, two pan and pinch, two quick taps reset.
    Change touch(const QList<Finger> &fingers, const ChartFrame &frame, ChartView &view);
    Change touch_lost();
    Change mouse_pressed(QPointF at, const ChartFrame &frame);
    Change mouse_dragged(QPointF at, const ChartFrame &frame);
    Change mouse_lost();
    Change mouse_released(QPointF at, const ChartFrame &frame, ChartView &view);
    /// Qt also tells of hovering where a finger is or was: that reads nothing and ends no reading.
    Change hovered(QPointF at);
    Change hover_left();
    Change wheel(QPointF at, qreal notches, const ChartFrame &frame, ChartView &view);

    Change read(QPointF at); ///< as the arrow keys do

    /// Where values are to be read; none while nobody reads.
    [[nodiscard]] std::optional<QPointF> reading_at() const noexcept { return reading_at_; }
    [[nodiscard]] QRectF box() const noexcept { return box_; }

  private:
    struct Pinch {
        int first = 0;
        int second = 0;
        QPointF first_at;
        QPointF second_at;
        ChartFrame frame; ///< at its beginning
    };
    bool tapped(QPointF at);
    Change stop_reading();

    std::optional<QPointF> reading_at_;
    std::optional<Pinch> pinch_;
    QPointF pressed_at_;
    bool was_pinched_ = false;
    bool finger_down_ = false;
    bool mouse_reads_ = false;
    QPointF pointer_at_; ///< where finger or mouse was last
    QRectF box_;
    QPointF last_tap_at_;
    QElapsedTimer last_tap_;
};

} // namespace vitrine
