#include "app/items/chart/line_chart.hpp"

#include "app/items/chart/chart_worker.hpp"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QSGImageNode>

#include <algorithm>
#include <cmath>

namespace vitrine {

LineChart::LineChart(QQuickItem *parent)
    : QQuickItem(parent), worker_(std::make_unique<ChartWorker>()) {
    setFlag(ItemHasContents);
    setAcceptedMouseButtons(Qt::LeftButton);
    setAcceptTouchEvents(true);
    setAcceptHoverEvents(true);
    setActiveFocusOnTab(true);
    connect(this, &LineChart::look_changed, this, [this] {
        redraw();
        Q_EMIT summary_changed();
    });
    connect(this, &LineChart::sentences_changed, this, &LineChart::summary_changed);
    connect(worker_.get(), &ChartWorker::finished, this, &LineChart::show_picture);
}

LineChart::~LineChart() = default;

QQmlListProperty<ChartSeries> LineChart::series_list() {
    using List = QQmlListProperty<ChartSeries>;
    static const auto chart = [](List *list) { return static_cast<LineChart *>(list->object); };
    return List(
        this, nullptr,
        [](List *list, ChartSeries *series) {
            if (series != nullptr)
                chart(list)->set_series(chart(list)->series_ + QList{series});
        },
        [](List *list) { return chart(list)->series_.size(); },
        [](List *list, qsizetype index) { return chart(list)->series_[index]; },
        [](List *list) { chart(list)->set_series({}); });
}

void LineChart::set_series(const QList<ChartSeries *> &series) {
    if (series == series_)
        return;
    for (ChartSeries *old : series_)
        disconnect(old, nullptr, this, nullptr);
    series_ = series;
    for (ChartSeries *added : series_)
        watch(added);
    Q_EMIT series_changed();
    Q_EMIT look_changed();
}

void LineChart::watch(ChartSeries *series) {
    connect(series, &ChartSeries::points_changed, this, &LineChart::points_came);
    connect(series, &ChartSeries::look_changed, this, &LineChart::look_changed);
    connect(series, &QObject::destroyed, this, [this, series] { forget(series); });
}

void LineChart::forget(ChartSeries *series) {
    series_.removeAll(series);
    Q_EMIT series_changed();
    Q_EMIT look_changed();
}

void LineChart::points_came() {
    points_came_ = true;
    redraw();
}

void LineChart::redraw() {
    asked_ = true;
    polish();
}

void LineChart::reset_view() {
    if (!view_.zoomed())
        return;
    view_.reset();
    act_on({true, false, false, false});
}

ChartPlan LineChart::plan(QSizeF size) const {
    ChartPlan plan;
    plan.size = size;
    plan.pixel_ratio = window() == nullptr ? 1 : window()->effectiveDevicePixelRatio();
    for (const ChartSeries *series : series_)
        if (series->visible() && !series->points().empty())
            plan.curves.push_back(series->curve());
    plan.limits = {x_minimum_, x_maximum_, y_minimum_, y_maximum_};
    plan.zoomed = view_.zoomed();
    if (view_.zoomed())
        plan.limits = {view_.x().minimum, view_.x().maximum, view_.y().minimum, view_.y().maximum};
    plan.scale = logarithmic_ ? AxisScale::logarithmic : AxisScale::linear;
    plan.form = percent_ ? NumberForm::percent : NumberForm::plain;
    plan.x_title = x_title_;
    plan.y_title = y_title_;
    plan.live = live_;
    plan.palette = {ground_, grid_, text_, quiet_, {}};
    for (const QVariant &color : series_colors_)
        plan.palette.series.append(color.value<QColor>());
    plan.font = QGuiApplication::font();
    plan.tick_size = tick_size_;
    plan.line_scale = text_scale_;
    return plan;
}

bool LineChart::settled() const { return !asked_ && worker_->idle() && !picture_is_new_; }

void LineChart::updatePolish() {
    if (!asked_ || !worker_->idle() || width() < 1 || height() < 1)
        return; // one picture at a time; show_picture() asks for the next
    asked_ = false;
    worker_->draw(plan(size()));
    if (std::exchange(points_came_, false))
        Q_EMIT summary_changed();
}

void LineChart::show_picture(const QImage &picture, const ChartFrame &frame) {
    picture_ = picture;
    picture_is_new_ = true;
    frame_ = frame;
    update();
    if (asked_)
        polish();
    update_reading();
    Q_EMIT drawn();
}

QSGNode *LineChart::updatePaintNode(QSGNode *node, UpdatePaintNodeData *) {
    auto *image_node = static_cast<QSGImageNode *>(node);
    if (picture_.isNull()) {
        delete image_node;
        return nullptr;
    }
    if (image_node == nullptr) {
        image_node = window()->createImageNode();
        image_node->setOwnsTexture(true);
        picture_is_new_ = true;
    }
    if (std::exchange(picture_is_new_, false))
        image_node->setTexture(
            window()->createTextureFromImage(picture_, QQuickWindow::TextureIsOpaque));
    // Never stretched, nor over what stands beside it: until the next one comes, as much of a
    // picture of another size as there is room for stands in the corner.
    const QSizeF shown = picture_.deviceIndependentSize().boundedTo(size());
    image_node->setRect({QPointF(0, 0), shown});
    image_node->setSourceRect({QPointF(0, 0), shown * picture_.devicePixelRatio()});
    return image_node;
}

void LineChart::geometryChange(const QRectF &now, const QRectF &before) {
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        redraw();
}

void LineChart::itemChange(ItemChange change, const ItemChangeData &data) {
    QQuickItem::itemChange(change, data);
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange)
        redraw();
}

bool LineChart::empty() const {
    return std::ranges::all_of(series_, [](const ChartSeries *series) {
        return !series->visible() || series->points().empty();
    });
}

QString LineChart::sentence_of(const ChartSeries &series) const {
    const PointSeries &points = series.points();
    const std::size_t end = points.size() - 1;
    const double first = points.y(0);
    const double last = points.has_smooth() ? points.smooth()[end] : points.y(end);
    const double span = std::abs(last - first);
    const NumberForm form = percent_ ? NumberForm::percent : NumberForm::plain;
    const bool stayed = span <= 0.005 * std::max(std::abs(first), std::abs(last));
    constexpr double spoken = 100; // a voice reads fewer digits than a screen shows
    const auto spell = [&](double value) {
        return QString::fromStdString(
            value_text(value, std::max(span, std::abs(last)) * spoken, form));
    };
    QString sentence = stayed ? stayed_sentence_ : (last < first ? fell_sentence_ : rose_sentence_);
    const double epochs = std::floor(points.x(end) * 10) / 10;
    // Not arg(), since a sentence need not name every value; the name comes last, whatever is in
    // it.
    return sentence
        .replace(QLatin1String("%4"), epochs == 1 ? one_epoch_ : many_epochs_.arg(epochs))
        .replace(QLatin1String("%3"), spell(last))
        .replace(QLatin1String("%2"), spell(first))
        .replace(QLatin1String("%1"), series.name());
}

QString LineChart::summary() const {
    QStringList sentences;
    if (many_epochs_.isEmpty())
        return {}; // the page is still being made
    for (const ChartSeries *series : series_)
        if (series->visible() && !series->points().empty())
            sentences.append(sentence_of(*series));
    return sentences.isEmpty() ? empty_sentence_ : sentences.join(QLatin1Char('\n'));
}

} // namespace vitrine
