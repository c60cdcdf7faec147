// How often a model is right when it says how sure it is.
#pragma once

#include "app/viewmodels/runs/run_review.hpp"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// A reliability diagram (Niculescu-Mizil and Caruana, "Predicting good probabilities with
/// supervised learning", ICML 2005): confidence to the right, share of right answers upwards, a bar
/// for each fifteenth, wider where there are more answers, beside the diagonal on which a model
/// would be that can be taken at its word.
class ReliabilityItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(vitrine::RunReview *review READ review WRITE set_review NOTIFY review_changed)
    Q_PROPERTY(QColor barColor MEMBER bar_ NOTIFY look_changed)
    Q_PROPERTY(QColor gridColor MEMBER grid_ NOTIFY look_changed)
    Q_PROPERTY(QColor textColor MEMBER text_ NOTIFY look_changed)
    Q_PROPERTY(QColor quietColor MEMBER quiet_ NOTIFY look_changed)
    Q_PROPERTY(int textSize MEMBER text_size_ NOTIFY look_changed) ///< px

  public:
    explicit ReliabilityItem(QQuickItem *parent = nullptr);

    void paint(QPainter *painter) override;

    [[nodiscard]] RunReview *review() const { return review_; }
    void set_review(RunReview *review);

  Q_SIGNALS:
    void review_changed();
    void look_changed();

  private:
    QPointer<RunReview> review_;
    QColor bar_{Qt::blue};
    QColor grid_{Qt::lightGray};
    QColor text_{Qt::black};
    QColor quiet_{Qt::darkGray};
    int text_size_ = 14;
};

} // namespace vitrine
