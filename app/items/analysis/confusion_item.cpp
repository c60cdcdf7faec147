#include "app/items/analysis/confusion_item.hpp"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace vitrine {
namespace {

QFont font_of(int size) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(size);
    return font;
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

QStringList ConfusionItem::names() const {
    return review_ == nullptr ? QStringList() : review_->class_names();
}

ConfusionGrid ConfusionItem::grid() const {
    return lay_out_confusion(names(), size(), font_of(text_size_));
}

QRectF ConfusionItem::cell(int true_class, int guessed_class) const {
    return grid().cell(true_class, guessed_class);
}

void ConfusionItem::choose_at(qreal x, qreal y) {
    const ConfusionGrid grid = this->grid();
    if (review_ == nullptr)
        return;
    if (grid.cell_size.height() < 1 || !grid.area.contains(x, y))
        review_->choose_cell(-1, -1);
    else
        review_->choose_cell(static_cast<int>((y - grid.area.top()) / grid.cell_size.height()),
                             static_cast<int>((x - grid.area.left()) / grid.cell_size.width()));
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

void ConfusionItem::paint(QPainter *painter) {
    const ConfusionGrid grid = this->grid();
    if (grid.classes == 0 || grid.cell_size.height() < 1)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    draw_confusion(*painter, review_->analysis().confusion, names(), grid,
                   {ground_, right_, wrong_, text_, quiet_, font_of(text_size_)},
                   review_->true_class(), review_->guessed_class());
}

} // namespace vitrine
