// A window with a chart's card in it, as the pages show one.
#pragma once

#include "app/items/chart/line_chart.hpp"
#include "app/services/language.hpp"

#include <QQmlEngine>
#include <QQuickWindow>

#include <memory>

namespace vitrine {

class ChartStage {
  public:
    /// `looks` are properties of the chart ("percent: true; xMaximum: 8").
    ChartStage(QSize size, const QList<ChartSeries *> &series, const QString &looks = {},
               const QString &language = QStringLiteral("en"));

    [[nodiscard]] QQuickWindow *window() { return window_.get(); }
    [[nodiscard]] LineChart *chart() { return chart_; }
    [[nodiscard]] Language &language() { return language_; }
    void set_theme(bool dark, double text_scale);
    /// Waits until the picture on the screen has everything.
    [[nodiscard]] bool settle();
    [[nodiscard]] QString errors() const { return errors_; }

  private:
    Language language_;
    QQmlEngine engine_;
    std::unique_ptr<QQuickWindow> window_;
    LineChart *chart_ = nullptr;
    QString errors_;
};

} // namespace vitrine
