// The thread that draws a chart.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"

#include <QImage>
#include <QObject>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace vitrine {

/// Draws one plan at a time; of those that come meanwhile only the newest is drawn next. All
/// members are for the GUI thread; finished() comes there, through the event loop.
class ChartWorker : public QObject {
    Q_OBJECT

  public:
    explicit ChartWorker(QObject *parent = nullptr);
    ~ChartWorker() override; ///< waits for the picture in hand: some milliseconds

    void draw(ChartPlan plan);
    /// Whether finished() has been told of the newest plan.
    [[nodiscard]] bool idle() const noexcept { return asked_ == answered_; }

  Q_SIGNALS:
    /// A picture and where things are in it. A null picture: the plan has no size.
    void finished(const QImage &picture, const vitrine::ChartFrame &frame);

  private:
    struct Job {
        ChartPlan plan;
        int number = 0;
    };
    void run(const std::stop_token &stop);
    void tell(const QImage &picture, const ChartFrame &frame, int number);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Job> next_; ///< under mutex_
    int asked_ = 0;
    int answered_ = 0;
    std::jthread thread_;
};

} // namespace vitrine
