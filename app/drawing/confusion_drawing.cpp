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
        if (metrics.horizontalAdvance(widest) + 4 <= grid.cell_size.width() &&
            metrics.height() <= grid.cell_size.height())
            return font;
    }
    return std::nullopt;
}

void draw_names(QPainter &painter, const QStringList &names, const ConfusionGrid &grid,
                const ConfusionLook &look) {
    const QFontMetricsF metrics(look.font);
    const auto [wide, tall] = std::pair(grid.cell_size.width(), grid.cell_size.height());
    if (tall < metrics.height() * 0.8)
        return; // they would lie over each other
    const qreal gap = look.font.pixelSize() * 0.5;
    const qreal room = grid.area.left() - gap;
    painter.setFont(look.font);
    painter.setPen(look.quiet);
    for (int i = 0; i < grid.classes; ++i) {
        const QString name = metrics.elidedText(names[i], Qt::ElideRight, room);
        painter.drawText(QRectF(0, grid.area.top() + tall * i, room, tall),
                         Qt::AlignRight | Qt::AlignVCenter, name);
        const qreal left = grid.area.left() + wide * i;
        if (!grid.upright) {
            painter.drawText(QRectF(left, 0, wide, grid.area.top()), Qt::AlignCenter, names[i]);
            continue;
        }
        painter.save();
        painter.translate(left, grid.area.top() - gap);
        painter.rotate(-90);
        painter.drawText(QRectF(0, 0, room, wide), Qt::AlignLeft | Qt::AlignVCenter, name);
        painter.restore();
    }
}

} // namespace

QRectF ConfusionGrid::cell(int true_class, int guessed_class) const {
    if (std::min(true_class, guessed_class) < 0 || std::max(true_class, guessed_class) >= classes)
        return {};
    return {{area.left() + cell_size.width() * guessed_class,
             area.top() + cell_size.height() * true_class},
            cell_size};
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
    const auto lay = [&](qreal top) {
        const qreal tall = std::max(0.0, std::floor((size.height() - top) / grid.classes));
        const qreal wide = std::max(0.0, std::floor((size.width() - room) / grid.classes));
        grid.cell_size = {std::min(wide, ConfusionGrid::widest * tall), std::min(tall, wide)};
        grid.area = QRectF({room, top}, grid.cell_size * grid.classes);
    };
    grid.upright = false;
    lay(metrics.height() * 1.5);
    if (widest + font.pixelSize() * 0.5 <= grid.cell_size.width())
        return grid;
    grid.upright = true;
    lay(room);
    return grid;
}

void draw_confusion(QPainter &painter, const ConfusionMatrix &confusion, const QStringList &names,
                    const ConfusionGrid &grid, const ConfusionLook &look, int true_class,
                    int guessed_class) {
    draw_names(painter, names, grid, look);
    const auto font = font_of_counts(confusion, grid, look.font);
    if (font)
        painter.setFont(*font);
    const qreal gap = std::min(grid.cell_size.width(), grid.cell_size.height()) > 12 ? 1 : 0;
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
