#include "app/drawing/confusion_drawing.hpp"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>

namespace vitrine {
namespace {

constexpr int least_count_size = 10; ///< px

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

/// The largest font up to `font` in which every count has room; none where that is too small.
std::optional<QFont> font_of_counts(const ConfusionMatrix &confusion, const ConfusionGrid &grid,
                                    QFont font) {
    std::int64_t most = 0;
    for (int row = 0; row < grid.classes; ++row)
        for (int column = 0; column < grid.classes; ++column)
            most = std::max(most, confusion.count(row, column));
    const QString widest(QString::number(most).size(), u'8');
    for (int size = font.pixelSize(); size >= least_count_size; --size) {
        font.setPixelSize(size);
        const QFontMetricsF metrics(font);
        if (metrics.horizontalAdvance(widest) + 4 <= grid.side && metrics.height() <= grid.side)
            return font;
    }
    return std::nullopt;
}

void draw_names(QPainter &painter, const QStringList &names, const ConfusionGrid &grid,
                const ConfusionLook &look) {
    const QFontMetricsF metrics(look.font);
    if (grid.side < metrics.height() * 0.8)
        return; // they would lie over each other
    const qreal room = grid.area.left() - look.font.pixelSize() * 0.5;
    painter.setFont(look.font);
    painter.setPen(look.quiet);
    for (int i = 0; i < grid.classes; ++i) {
        const QString name = metrics.elidedText(names[i], Qt::ElideRight, room);
        painter.drawText(QRectF(0, grid.area.top() + grid.side * i, room, grid.side),
                         Qt::AlignRight | Qt::AlignVCenter, name);
        painter.save();
        painter.translate(grid.area.left() + grid.side * i, room);
        painter.rotate(-90);
        painter.drawText(QRectF(0, 0, room, grid.side), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.restore();
    }
}

} // namespace

QRectF ConfusionGrid::cell(int true_class, int guessed_class) const {
    if (std::min(true_class, guessed_class) < 0 || std::max(true_class, guessed_class) >= classes)
        return {};
    return {area.left() + side * guessed_class, area.top() + side * true_class, side, side};
}

ConfusionGrid lay_out_confusion(const QStringList &names, QSizeF size, const QFont &font) {
    ConfusionGrid grid;
    grid.classes = static_cast<int>(names.size());
    if (grid.classes == 0)
        return grid;
    const QFontMetricsF metrics(font);
    qreal widest = 0;
    for (const QString &name : names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    const qreal whole = std::min(size.width(), size.height());
    const qreal room = std::min(widest + font.pixelSize() * 0.75, whole / 3);
    grid.side = std::floor((whole - room) / grid.classes);
    grid.area = QRectF(room, room, grid.side * grid.classes, grid.side * grid.classes);
    return grid;
}

void draw_confusion(QPainter &painter, const ConfusionMatrix &confusion, const QStringList &names,
                    const ConfusionGrid &grid, const ConfusionLook &look, int true_class,
                    int guessed_class) {
    draw_names(painter, names, grid, look);
    const auto font = font_of_counts(confusion, grid, look.font);
    if (font)
        painter.setFont(*font);
    const qreal gap = grid.side > 12 ? 1 : 0;
    for (int row = 0; row < grid.classes; ++row) {
        const auto whole =
            static_cast<double>(std::max<std::int64_t>(1, confusion.count_of_class(row)));
        for (int column = 0; column < grid.classes; ++column) {
            const std::int64_t count = confusion.count(row, column);
            const double share = std::sqrt(static_cast<double>(count) / whole);
            const QColor color = mixed(look.ground, row == column ? look.right : look.wrong, share);
            const QRectF place = grid.cell(row, column).adjusted(0, 0, -gap, -gap);
            painter.fillRect(place, color);
            if (count == 0 || !font)
                continue;
            painter.setPen(readable_on(color));
            painter.drawText(place, Qt::AlignCenter, QString::number(count));
        }
    }
    const QRectF chosen = grid.cell(true_class, guessed_class);
    if (chosen.isEmpty())
        return;
    painter.setPen(QPen(look.text, 3));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(chosen.adjusted(1, 1, -2, -2));
}

} // namespace vitrine
