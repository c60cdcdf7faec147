// A chart of curves, for a finger and a mouse.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"
#include "app/items/chart/chart_gestures.hpp"
#include "app/items/chart/chart_reading.hpp"
#include "app/items/chart/chart_series.hpp"

#include <QColor>
#include <QImage>
#include <QList>
#include <QQmlListProperty>
#include <QQuickItem>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace vitrine {

class ChartWorker;

/// Any number of curves over one x axis. The picture (grid, numbers, curves, rings) is drawn by a
/// thread of the chart's own and shown as a texture, the same with both renderers; the GUI thread
/// only hands points over and puts the finished picture up. Legend and readout are QML's, from what
/// is said here: `qml/charts/LineChartView.qml` has them all.
///
/// One finger (a mouse that hovers, the arrow keys) reads values: `reading`. Two fingers pan and
/// pinch, a mouse draws a box (`zoomBox`) or turns its wheel, + and − zoom; a double tap, a double
/// click, Home or reset_view() shows everything again.
///
/// Axes: what is not set (not a number) follows the points. An automatic maximum grows in steps,
/// and with axes that stay, pixels of columns behind the newest points never change.
class LineChart : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    /// ChartSeries, drawn in this order; later ones lie over earlier ones.
    Q_PROPERTY(QQmlListProperty<vitrine::ChartSeries> series READ series_list NOTIFY series_changed)
    /// Written into the picture where not empty; a card with a title of its own leaves yTitle out.
    Q_PROPERTY(QString xTitle MEMBER x_title_ NOTIFY look_changed)
    Q_PROPERTY(QString yTitle MEMBER y_title_ NOTIFY look_changed)
    Q_PROPERTY(bool logarithmic MEMBER logarithmic_ NOTIFY look_changed) ///< the y axis
    /// y runs from 0 to 1 and is shown as 0 % to 100 %.
    Q_PROPERTY(bool percent MEMBER percent_ NOTIFY look_changed)
    Q_PROPERTY(double xMinimum MEMBER x_minimum_ NOTIFY look_changed)
    Q_PROPERTY(double xMaximum MEMBER x_maximum_ NOTIFY look_changed)
    Q_PROPERTY(double yMinimum MEMBER y_minimum_ NOTIFY look_changed)
    Q_PROPERTY(double yMaximum MEMBER y_maximum_ NOTIFY look_changed)
    /// A dashed line at the newest x: how far the run has come.
    Q_PROPERTY(bool live MEMBER live_ NOTIFY look_changed)

    // The theme.
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY look_changed) ///< opaque, behind everything
    Q_PROPERTY(QColor gridColor MEMBER grid_ NOTIFY look_changed)
    Q_PROPERTY(QColor textColor MEMBER text_ NOTIFY look_changed)
    Q_PROPERTY(QColor quietColor MEMBER quiet_ NOTIFY look_changed)
    Q_PROPERTY(QVariantList seriesColors MEMBER series_colors_ NOTIFY look_changed)
    Q_PROPERTY(int tickSize MEMBER tick_size_ NOTIFY look_changed)     ///< of the numbers, px
    Q_PROPERTY(qreal textScale MEMBER text_scale_ NOTIFY look_changed) ///< for lines and dots

    // What is being read and how far it is zoomed.
    Q_PROPERTY(QVariantList reading READ reading NOTIFY reading_changed) ///< of ChartReading
    Q_PROPERTY(QString readingX READ reading_x NOTIFY reading_changed)   ///< "3.25"
    /// Where the line of the reading stands, in the item; x < 0 where nothing is read.
    Q_PROPERTY(QPointF readingAt READ reading_at NOTIFY reading_changed)
    Q_PROPERTY(QRectF plotArea READ plot_area NOTIFY drawn) ///< inside the axes, in the item
    Q_PROPERTY(QRectF zoomBox READ zoom_box NOTIFY zoom_box_changed) ///< empty where none is drawn
    Q_PROPERTY(bool zoomed READ zoomed NOTIFY zoomed_changed)
    Q_PROPERTY(bool empty READ empty NOTIFY summary_changed) ///< no visible point

    // For a screen reader: %1 name, %2 first value, %3 last value, %4 oneEpoch or manyEpochs.
    Q_PROPERTY(QString fellSentence MEMBER fell_sentence_ NOTIFY sentences_changed)
    Q_PROPERTY(QString roseSentence MEMBER rose_sentence_ NOTIFY sentences_changed)
    Q_PROPERTY(QString stayedSentence MEMBER stayed_sentence_ NOTIFY sentences_changed)
    Q_PROPERTY(QString oneEpoch MEMBER one_epoch_ NOTIFY sentences_changed)
    Q_PROPERTY(QString manyEpochs MEMBER many_epochs_ NOTIFY sentences_changed) ///< %1: how many
    Q_PROPERTY(QString emptySentence MEMBER empty_sentence_ NOTIFY sentences_changed)
    /// One sentence a visible series: "loss fell from 2.3 to 0.4 in 8 epochs".
    Q_PROPERTY(QString summary READ summary NOTIFY summary_changed)

  public:
    explicit LineChart(QQuickItem *parent = nullptr);
    ~LineChart() override;

    [[nodiscard]] QQmlListProperty<ChartSeries> series_list();
    [[nodiscard]] const QList<ChartSeries *> &series() const noexcept { return series_; }
    void set_series(const QList<ChartSeries *> &series);

    Q_INVOKABLE void reset_view();
    /// What the item shows, at `size` px: for the exports (see chart/chart_export.hpp), which
    /// change palette and legend to their taste.
    [[nodiscard]] ChartPlan plan(QSizeF size) const;
    /// Whether the picture on show has all that was asked for so far.
    [[nodiscard]] bool settled() const;
    [[nodiscard]] const QImage &picture() const noexcept { return picture_; }

    [[nodiscard]] QVariantList reading() const { return reading_; }
    [[nodiscard]] QString reading_x() const { return reading_x_; }
    [[nodiscard]] QPointF reading_at() const { return reading_at_; }
    [[nodiscard]] QRectF plot_area() const { return frame_.plot; }
    [[nodiscard]] QRectF zoom_box() const { return gestures_.box(); }
    [[nodiscard]] bool zoomed() const noexcept { return view_.zoomed(); }
    [[nodiscard]] bool empty() const;
    [[nodiscard]] QString summary() const;

  Q_SIGNALS:
    void series_changed();
    void look_changed();
    void reading_changed();
    void zoom_box_changed();
    void zoomed_changed();
    void sentences_changed();
    void summary_changed();
    void drawn(); ///< a new picture is on its way to the screen

  protected:
    void updatePolish() override;
    QSGNode *updatePaintNode(QSGNode *node, UpdatePaintNodeData *data) override;
    void geometryChange(const QRectF &now, const QRectF &before) override;
    void itemChange(ItemChange change, const ItemChangeData &data) override;
    void touchEvent(QTouchEvent *event) override;
    void touchUngrabEvent() override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent *event) override;
    void hoverLeaveEvent(QHoverEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    void watch(ChartSeries *series);
    void forget(ChartSeries *series);
    [[nodiscard]] QString sentence_of(const ChartSeries &series) const;
    [[nodiscard]] std::optional<ChartReading> reading_of(const ChartSeries &series, double x) const;
    void redraw(); ///< once, with the next frame
    void points_came();
    void show_picture(const QImage &picture, const ChartFrame &frame);
    void act_on(const ChartGestures::Change &change);
    void update_reading();
    void step_reading(int steps);

    QList<ChartSeries *> series_;
    QString x_title_;
    QString y_title_;
    bool logarithmic_ = false;
    bool percent_ = false;
    double x_minimum_ = follows_the_points;
    double x_maximum_ = follows_the_points;
    double y_minimum_ = follows_the_points;
    double y_maximum_ = follows_the_points;
    bool live_ = false;
    QColor ground_{Qt::white};
    QColor grid_{Qt::lightGray};
    QColor text_{Qt::black};
    QColor quiet_{Qt::darkGray};
    QVariantList series_colors_;
    int tick_size_ = 14;
    qreal text_scale_ = 1;
    QString fell_sentence_;
    QString rose_sentence_;
    QString stayed_sentence_;
    QString one_epoch_;
    QString many_epochs_;
    QString empty_sentence_;

    std::unique_ptr<ChartWorker> worker_;
    QImage picture_;
    bool picture_is_new_ = false;
    bool points_came_ = false;
    bool asked_ = false; ///< for a picture that the worker has not been given yet
    ChartFrame frame_;   ///< of picture_
    ChartView view_;
    ChartGestures gestures_;
    QVariantList reading_;
    QString reading_x_;
    QPointF reading_at_{-1, -1};
};

} // namespace vitrine
