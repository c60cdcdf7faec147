// The confusion matrix.
#pragma once

#include "app/drawing/confusion_drawing.hpp"
#include "app/viewmodels/runs/run_review.hpp"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// What draw_confusion() draws, of a review. A larger item shows more: a Flickable round it is its
/// zoom.
class ConfusionItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(vitrine::RunReview *review READ review WRITE set_review NOTIFY review_changed)
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY look_changed)
    Q_PROPERTY(QColor rightColor MEMBER right_ NOTIFY look_changed)
    Q_PROPERTY(QColor wrongColor MEMBER wrong_ NOTIFY look_changed)
    Q_PROPERTY(QColor textColor MEMBER text_ NOTIFY look_changed)
    Q_PROPERTY(QColor quietColor MEMBER quiet_ NOTIFY look_changed)
    Q_PROPERTY(int textSize MEMBER text_size_ NOTIFY look_changed) ///< of names and counts, px

  public:
    explicit ConfusionItem(QQuickItem *parent = nullptr);

    void paint(QPainter *painter) override;

    [[nodiscard]] RunReview *review() const { return review_; }
    void set_review(RunReview *review);
    /// Of a cell, in the item; empty where there is none.
    Q_INVOKABLE [[nodiscard]] QRectF cell(int true_class, int guessed_class) const;
    /// Tells the review of the cell at (x, y); none where there is no cell.
    Q_INVOKABLE void choose_at(qreal x, qreal y);
    /// With the arrow keys: from the chosen cell, or from the first one.
    Q_INVOKABLE void choose_beside(int rows, int columns);

  Q_SIGNALS:
    void review_changed();
    void look_changed();

  private:
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] ConfusionGrid grid() const;

    QPointer<RunReview> review_;
    QColor ground_{Qt::white};
    QColor right_{Qt::darkGreen};
    QColor wrong_{Qt::darkYellow};
    QColor text_{Qt::black};
    QColor quiet_{Qt::darkGray};
    int text_size_ = 16;
};

} // namespace vitrine
