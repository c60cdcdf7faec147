// LineChart: what fingers, mouse and keys do.
#include "app/items/chart/line_chart.hpp"

#include <QKeyEvent>
#include <QLineF>
#include <QMouseEvent>
#include <QTouchEvent>

#include <cmath>

namespace vitrine {
namespace {

constexpr double key_zoom = 1.5;
constexpr qreal notch = 120; ///< of a wheel: eighths of a degree

/// "3", "3.25": no more decimals than it needs.
QString place_text(double x, double span) {
    QString text = QString::fromStdString(value_text(x, span, NumberForm::plain));
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.')))
        text.chop(1);
    return text;
}

} // namespace

void LineChart::act_on(const ChartGestures::Change &change) {
    if (change.view) {
        redraw();
        Q_EMIT zoomed_changed();
    }
    if (change.reading)
        update_reading();
    if (change.box)
        Q_EMIT zoom_box_changed();
}

void LineChart::touchEvent(QTouchEvent *event) {
    QList<ChartGestures::Finger> fingers;
    for (const QEventPoint &point : event->points())
        fingers.append({point.id(), point.position(), point.state()});
    const auto change = gestures_.touch(fingers, frame_, view_);
    act_on(change);
    if (change.keep)
        setKeepTouchGrab(true);
    if (event->isEndEvent())
        setKeepTouchGrab(false);
    event->accept();
}

void LineChart::touchUngrabEvent() { act_on(gestures_.touch_lost()); }

void LineChart::mousePressEvent(QMouseEvent *event) {
    forceActiveFocus(Qt::MouseFocusReason);
    act_on(gestures_.mouse_pressed(event->position(), frame_));
}

void LineChart::mouseMoveEvent(QMouseEvent *event) {
    const auto change = gestures_.mouse_dragged(event->position(), frame_);
    setKeepMouseGrab(change.keep);
    act_on(change);
}

void LineChart::mouseReleaseEvent(QMouseEvent *event) {
    setKeepMouseGrab(false);
    act_on(gestures_.mouse_released(event->position(), frame_, view_));
}

void LineChart::mouseDoubleClickEvent(QMouseEvent *) { reset_view(); }

void LineChart::mouseUngrabEvent() { act_on(gestures_.mouse_lost()); }

void LineChart::hoverMoveEvent(QHoverEvent *event) { act_on(gestures_.hovered(event->position())); }

void LineChart::hoverLeaveEvent(QHoverEvent *) { act_on(gestures_.hover_left()); }

void LineChart::wheelEvent(QWheelEvent *event) {
    const qreal notches = event->angleDelta().y() / notch;
    if (notches == 0 || !frame_.plot.contains(event->position())) {
        event->ignore();
        return;
    }
    act_on(gestures_.wheel(event->position(), notches, frame_, view_));
}

void LineChart::keyPressEvent(QKeyEvent *event) {
    const QPointF centre = frame_.plot.center();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        step_reading(event->key() == Qt::Key_Left ? -1 : 1);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const double factor = event->key() == Qt::Key_Minus ? 1 / key_zoom : key_zoom;
        view_.zoom_by(frame_, centre, factor, factor);
        act_on({true, false, false, false});
        break;
    }
    case Qt::Key_Home:
    case Qt::Key_0:
        reset_view();
        break;
    default:
        event->ignore();
    }
}

std::optional<ChartReading> LineChart::reading_of(const ChartSeries &series, double x) const {
    const PointSeries &points = series.points();
    const auto index = points.nearest(x);
    if (!series.visible() || !index)
        return std::nullopt;
    const NumberForm form = percent_ ? NumberForm::percent : NumberForm::plain;
    const double span = frame_.y.maximum - frame_.y.minimum;
    ChartReading reading;
    reading.name = series.name();
    reading.color_index = series.color_index();
    reading.value = QString::fromStdString(value_text(points.y(*index), span, form));
    if (points.has_smooth())
        reading.smooth = QString::fromStdString(value_text(points.smooth()[*index], span, form));
    const double x_here = points.x(*index);
    reading.x = place_text(x_here, frame_.x.maximum - frame_.x.minimum);
    reading.at = frame_.point_of(x_here, points.y(*index));
    reading.inside = frame_.plot.adjusted(-1, -1, 1, 1).contains(reading.at);
    return reading;
}

void LineChart::update_reading() {
    const auto finger = gestures_.reading_at();
    QVariantList readings;
    QString x_text;
    QPointF at(-1, -1);
    if (finger && frame_.plot.width() > 0) {
        // The finger is for the nearest point of any curve; the others answer at its place.
        std::optional<ChartReading> nearest;
        double snapped = 0;
        for (const ChartSeries *series : series_)
            if (auto reading = reading_of(*series, frame_.x_value_at(finger->x()))) {
                const bool nearer = !nearest || QLineF(*finger, reading->at).length() <
                                                    QLineF(*finger, nearest->at).length();
                if (!nearer || !reading->inside)
                    continue;
                snapped =
                    series->points().x(*series->points().nearest(frame_.x_value_at(finger->x())));
                nearest = std::move(reading);
            }
        for (const ChartSeries *series : series_)
            if (auto reading = nearest ? reading_of(*series, snapped) : std::nullopt) {
                reading->nearest = reading->at == nearest->at;
                readings.append(QVariant::fromValue(*reading));
            }
        if (nearest) {
            x_text = nearest->x;
            at = nearest->at;
        }
    }
    if (readings.isEmpty() && reading_.isEmpty())
        return;
    reading_ = readings;
    reading_x_ = x_text;
    reading_at_ = at;
    Q_EMIT reading_changed();
}

void LineChart::step_reading(int steps) {
    // Along the first visible curve; from its end, where nothing is read yet.
    for (const ChartSeries *series : series_) {
        const PointSeries &points = series->points();
        if (!series->visible() || points.empty())
            continue;
        std::size_t index = points.size() - 1;
        if (reading_at_.x() >= 0) {
            const std::size_t here = *points.nearest(frame_.x_value_at(reading_at_.x()));
            index = steps < 0 ? (here == 0 ? 0 : here - 1) : std::min(here + 1, index);
        }
        act_on(gestures_.read(frame_.point_of(points.x(index), points.y(index))));
        return;
    }
}

} // namespace vitrine
