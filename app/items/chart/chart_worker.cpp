#include "app/items/chart/chart_worker.hpp"

#include "app/drawing/chart/chart_drawing.hpp"

#include <utility>

namespace vitrine {

ChartWorker::ChartWorker(QObject *parent)
    : QObject(parent), thread_([this](const std::stop_token &stop) { run(stop); }) {}

ChartWorker::~ChartWorker() {
    thread_.request_stop();
    thread_.join(); // before anything that run() uses goes
}

void ChartWorker::draw(ChartPlan plan) {
    {
        const std::lock_guard lock(mutex_);
        next_ = Job{std::move(plan), ++asked_};
    }
    wake_.notify_one();
}

void ChartWorker::run(const std::stop_token &stop) {
    while (!stop.stop_requested()) {
        std::optional<Job> job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_.has_value(); }))
                return;
            job = std::exchange(next_, std::nullopt);
        }
        const ChartFrame frame = lay_out_chart(job->plan);
        const QImage picture = draw_chart(job->plan, frame);
        const int number = job->number;
        QMetaObject::invokeMethod(
            this, [this, picture, frame, number] { tell(picture, frame, number); },
            Qt::QueuedConnection);
    }
}

void ChartWorker::tell(const QImage &picture, const ChartFrame &frame, int number) {
    answered_ = number;
    Q_EMIT finished(picture, frame);
}

} // namespace vitrine
