#include "app/items/analysis/confusion_item.hpp"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

QFont font_of(int size) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(size);
    return font;
}

QColor mixed(const QColor &under, const QColor &over, double share) {
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return QColor(mix(under.red(), over.red()), mix(under.green(), over.green()),
                  mix(under.blue(), over.blue()));
}

double luminance(const QColor &color) { // sRGB's, of WCAG 2
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

/// Black or white, whichever is better read.
QColor readable_on(const QColor &ground) {
    return luminance(ground) > 0.179 ? QColor(0x14, 0x18, 0x1C) : QColor(Qt::white);
}

} // namespace

ConfusionItem::ConfusionItem(QQuickItem *parent) : QQuickPaintedItem(parent) {
    connect(this, &ConfusionItem::look_changed, this, [this] { update(); });
}

void ConfusionItem::set_review(RunReview *review) {
    if (review == review_)
        return;
    if (review_ != nullptr)
        disconnect(review_, nullptr, this, nullptr);
    review_ = review;
    if (review != nullptr) {
        connect(review, &RunReview::changed, this, [this] { update(); });
        connect(review, &RunReview::cell_changed, this, [this] { update(); });
    }
    Q_EMIT review_changed();
    update();
}

ConfusionItem::Grid ConfusionItem::grid() const {
    Grid grid;
    grid.classes = review_ == nullptr ? 0 : review_->classes();
    if (grid.classes == 0)
        return grid;
    const QFontMetricsF metrics(font_of(text_size_));
    qreal names = 0;
    for (int i = 0; i < grid.classes; ++i)
        names = std::max(names, metrics.horizontalAdvance(review_->class_name(i)));
    // Names stand beside the rows and, upright, over the columns.
    const qreal room = std::min(names + text_size_ * 0.75, std::min(width(), height()) / 3);
    grid.side = std::floor((std::min(width(), height()) - room) / grid.classes);
    const qreal side = grid.side * grid.classes;
    grid.area = QRectF(room, room, side, side);
    return grid;
}

QRectF ConfusionItem::cell(int true_class, int guessed_class) const {
    const Grid grid = this->grid();
    if (std::min(true_class, guessed_class) < 0 ||
        std::max(true_class, guessed_class) >= grid.classes)
        return {};
    return {grid.area.left() + grid.side * guessed_class, grid.area.top() + grid.side * true_class,
            grid.side, grid.side};
}

void ConfusionItem::choose_at(qreal x, qreal y) {
    const Grid grid = this->grid();
    if (review_ == nullptr)
        return;
    if (grid.side < 1 || !grid.area.contains(x, y))
        review_->choose_cell(-1, -1);
    else
        review_->choose_cell(static_cast<int>((y - grid.area.top()) / grid.side),
                             static_cast<int>((x - grid.area.left()) / grid.side));
}

void ConfusionItem::choose_beside(int rows, int columns) {
    if (review_ == nullptr || review_->classes() == 0)
        return;
    const int last = review_->classes() - 1;
    if (review_->true_class() < 0)
        review_->choose_cell(0, 0);
    else
        review_->choose_cell(std::clamp(review_->true_class() + rows, 0, last),
                             std::clamp(review_->guessed_class() + columns, 0, last));
}

void ConfusionItem::paint_names(QPainter &painter, const Grid &grid) const {
    const QFontMetricsF metrics(painter.font());
    if (grid.side < metrics.height() * 0.8)
        return; // they would lie over each other
    const qreal room = grid.area.left() - text_size_ * 0.5;
    painter.setPen(quiet_);
    for (int i = 0; i < grid.classes; ++i) {
        const QString name = metrics.elidedText(review_->class_name(i), Qt::ElideRight, room);
        painter.drawText(QRectF(0, grid.area.top() + grid.side * i, room, grid.side),
                         Qt::AlignRight | Qt::AlignVCenter, name);
        painter.save();
        painter.translate(grid.area.left() + grid.side * i, room);
        painter.rotate(-90);
        painter.drawText(QRectF(0, 0, room, grid.side), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.restore();
    }
}

void ConfusionItem::paint_cell(QPainter &painter, const Grid &grid, int row, int column) const {
    const ConfusionMatrix &confusion = review_->analysis().confusion;
    const std::int64_t count = confusion.count(row, column);
    const auto whole =
        static_cast<double>(std::max<std::int64_t>(1, confusion.count_of_class(row)));
    const double share = std::sqrt(static_cast<double>(count) / whole);
    const QColor color = mixed(ground_, row == column ? right_ : wrong_, share);
    const qreal gap = grid.side > 12 ? 1 : 0;
    const QRectF place = cell(row, column).adjusted(0, 0, -gap, -gap);
    painter.fillRect(place, color);
    if (row == review_->true_class() && column == review_->guessed_class()) {
        painter.setPen(QPen(text_, 3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
    }
    if (count == 0)
        return;
    const QString words = QString::number(count);
    const QFontMetricsF metrics(painter.font());
    if (metrics.horizontalAdvance(words) + 4 > grid.side || metrics.height() > grid.side)
        return;
    painter.setPen(readable_on(color));
    painter.drawText(place, Qt::AlignCenter, words);
}

void ConfusionItem::paint(QPainter *painter) {
    const Grid grid = this->grid();
    if (grid.classes == 0 || grid.side < 1)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font_of(text_size_));
    paint_names(*painter, grid);
    for (int row = 0; row < grid.classes; ++row)
        for (int column = 0; column < grid.classes; ++column)
            paint_cell(*painter, grid, row, column);
}

} // namespace vitrine
