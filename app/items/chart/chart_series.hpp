// One curve of a chart.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"

#include <QObject>
#include <QPointF>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <span>

namespace vitrine {

/// The points of one curve and how it is shown; what it is drawn like is the chart's affair. Owned
/// by a view model (give it a parent, so that QML never deletes it), shown by any number of
/// LineCharts. GUI thread only. Appending costs some tens of nanoseconds a point, and the charts
/// draw once a frame at most, so append as often as points come.
///
/// x must not decrease; several points may share one x. Points that are not finite, and those that
/// lie before the last one, are left out.
class ChartSeries : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("view models own the series")
    Q_PROPERTY(QString name READ name WRITE set_name NOTIFY look_changed)
    /// 1 to 6: the theme's series colours. Others wrap round.
    Q_PROPERTY(int colorIndex READ color_index WRITE set_color_index NOTIFY look_changed)
    Q_PROPERTY(Style style READ style WRITE set_style NOTIFY look_changed)
    Q_PROPERTY(bool visible READ visible WRITE set_visible NOTIFY look_changed)
    /// An earlier run under the present one: drawn faintly.
    Q_PROPERTY(bool earlier READ earlier WRITE set_earlier NOTIFY look_changed)
    /// Width of the smoothing in units of x (0: none); see TrendSmoother. Raw values are then
    /// drawn faintly under the smooth curve.
    Q_PROPERTY(double smoothing READ smoothing WRITE set_smoothing NOTIFY points_changed)
    /// Where the best point is (the best epoch); not a number where none is. It gets a ring.
    Q_PROPERTY(double bestX READ best_x WRITE set_best_x NOTIFY look_changed)
    Q_PROPERTY(int count READ count NOTIFY points_changed)

  public:
    enum Style {
        Training, ///< thin
        Test,     ///< thick, with a dot a point where there is room
    };
    Q_ENUM(Style)

    explicit ChartSeries(QObject *parent = nullptr);
    ChartSeries(QString name, int color_index, Style style, QObject *parent);

    void append(double x, double y);
    void append(std::span<const QPointF> points);
    void replace_all(std::span<const QPointF> points);
    void clear();
    /// Drops every point whose x is at or after `x`: what a resumed run does once more.
    void truncate_from(double x);

    [[nodiscard]] const PointSeries &points() const noexcept { return points_; }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(points_.size()); }

    [[nodiscard]] ChartCurve curve() const; ///< as it stands, for a picture of it

    [[nodiscard]] QString name() const { return name_; }
    [[nodiscard]] int color_index() const noexcept { return color_index_; }
    [[nodiscard]] Style style() const noexcept { return style_; }
    [[nodiscard]] bool visible() const noexcept { return visible_; }
    [[nodiscard]] bool earlier() const noexcept { return earlier_; }
    [[nodiscard]] double smoothing() const noexcept { return points_.smoothing(); }
    [[nodiscard]] double best_x() const noexcept { return best_x_; }
    void set_name(const QString &name);
    void set_color_index(int index);
    void set_style(Style style);
    void set_visible(bool visible);
    void set_earlier(bool earlier);
    void set_smoothing(double width);
    void set_best_x(double x);

  Q_SIGNALS:
    void points_changed();
    void look_changed();

  private:
    PointSeries points_;
    QString name_;
    int color_index_ = 1;
    Style style_ = Training;
    bool visible_ = true;
    bool earlier_ = false;
    double best_x_;
};

} // namespace vitrine
