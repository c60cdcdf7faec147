#include "app/items/analysis/reliability_item.hpp"

#include "app/viewmodels/runs/run_analysis_rows.hpp"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vitrine {

ReliabilityItem::ReliabilityItem(QQuickItem *parent) : QQuickPaintedItem(parent) {
    connect(this, &ReliabilityItem::look_changed, this, [this] { update(); });
}

void ReliabilityItem::set_review(RunReview *review) {
    if (review == review_)
        return;
    if (review_ != nullptr)
        disconnect(review_, nullptr, this, nullptr);
    review_ = review;
    if (review != nullptr)
        connect(review, &RunReview::changed, this, [this] { update(); });
    Q_EMIT review_changed();
    update();
}

void ReliabilityItem::paint(QPainter *painter) {
    if (review_ == nullptr)
        return;
    QFont font = QGuiApplication::font();
    font.setPixelSize(text_size_);
    const QFontMetricsF metrics(font);
    const qreal left = metrics.horizontalAdvance(QStringLiteral("100%")) + text_size_ * 0.5;
    const qreal line = metrics.height();
    const QRectF plot(left, line / 2, width() - left - text_size_ * 1.5, height() - 2 * line);
    if (plot.width() < 1 || plot.height() < 1)
        return;
    painter->setFont(font);
    painter->setRenderHint(QPainter::Antialiasing);
    const auto at = [&](double confidence, double accuracy) {
        return QPointF(plot.left() + confidence * plot.width(),
                       plot.bottom() - accuracy * plot.height());
    };
    for (const int percent : {0, 50, 100}) {
        const QPointF mark = at(percent / 100.0, percent / 100.0);
        const QString words = QStringLiteral("%1%").arg(percent);
        painter->fillRect(QRectF(plot.left(), std::round(mark.y()), plot.width(), 1), grid_);
        painter->setPen(quiet_);
        painter->drawText(QRectF(0, mark.y() - line, left - text_size_ * 0.5, 2 * line),
                          Qt::AlignRight | Qt::AlignVCenter, words);
        painter->drawText(QRectF(mark.x() - left, plot.bottom() + line * 0.2, 2 * left, line),
                          Qt::AlignHCenter, words);
    }
    double most = 0;
    const QVariantList rows = review_->reliability();
    for (const QVariant &row : rows)
        most = std::max(most, row.value<ReliabilityRow>().share);
    painter->setPen(Qt::NoPen);
    painter->setBrush(bar_);
    for (const QVariant &variant : rows) {
        const auto row = variant.value<ReliabilityRow>();
        const double middle = (row.from + row.to) / 2;
        // The area tells how many; a few answers still show.
        const double half = (row.to - row.from) * (0.1 + 0.36 * std::sqrt(row.share / most));
        painter->drawRect(QRectF(at(middle - half, row.accuracy), at(middle + half, 0)));
    }
    QPen dashes(text_, 1.5, Qt::CustomDashLine);
    dashes.setDashPattern({4, 4});
    painter->setPen(dashes);
    painter->drawLine(at(0, 0), at(1, 1));
}

} // namespace vitrine
