#include "bench/window/visit.hpp"

#include <QTimer>

#include <algorithm>
#include <fstream>

namespace vitrine {
namespace {

using Clock = FrameClock::Clock;
constexpr int patience_ms = 60'000;

/// Trainings of nobody, by the program beside this one.
WindowWishes wishes_of_a_visit(const QString &folder) {
    const std::filesystem::path scratch = folder.toStdString();
    TrainingPlace place = TrainingPlace::of_user();
    place.program = place.program.parent_path() / "vitrine";
    place.runs = place.visits = scratch / "runs";
    place.models = scratch / "models";
    place.times = scratch / "times.json";
    WindowWishes wishes{"en", {}, {}};
    wishes.training = std::move(place);
    return wishes;
}

} // namespace

double milliseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

QJsonObject summary(std::vector<double> values) {
    std::ranges::sort(values);
    if (values.empty())
        return {};
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    return {{"count", static_cast<int>(values.size())},
            {"median", at(0.5)},
            {"p99", at(0.99)},
            {"worst", values.back()}};
}

double memory_mb(const std::string &field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field + ":"))
            return std::stod(line.substr(field.size() + 1)) / 1000.0;
    return 0;
}

double share_within(const std::vector<double> &values, double limit) {
    const auto within = std::ranges::count_if(values, [&](double value) { return value <= limit; });
    return values.empty() ? 0.0 : static_cast<double>(within) / static_cast<double>(values.size());
}

bool wait_for(const std::function<bool()> &condition, int limit_ms) {
    QTimer limit; // it wakes the event loop, too
    limit.setSingleShot(true);
    limit.setTimerType(Qt::PreciseTimer);
    limit.start(limit_ms);
    while (!condition()) {
        if (!limit.isActive())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

void wait(double ms) {
    static_cast<void>(wait_for([] { return false; }, static_cast<int>(ms)));
}

Visit::Visit(QSize size)
    : stage_(library_provider({}), wishes_of_a_visit(folder_.path()),
             folder_.filePath("settings")) {
    stage_.window()->resize(size);
    stage_.show(false);
    clock_ = std::make_unique<FrameClock>(*stage_.window());
    finger_ = QTest::createTouchDevice();
}

bool Visit::get_ready() {
    return wait_for([&] { return stage_.model().readiness() == WindowModel::Ready; }, patience_ms);
}

QPoint Visit::middle_of(const QString &name) const {
    const QQuickItem *item = find_item(*stage_.window(), name);
    return item->mapToScene(item->boundingRect().center()).toPoint();
}

double Visit::tap(const QString &name) {
    const QPoint at = middle_of(name);
    const auto touched = Clock::now();
    const int before = clock_->count();
    QTest::touchEvent(stage_.window(), finger_).press(0, at);
    const bool shown = wait_for([&] { return clock_->count() > before; }, 1000);
    const double waited = shown ? milliseconds(clock_->last_shown() - touched) : 1000.0;
    QTest::touchEvent(stage_.window(), finger_).release(0, at);
    return waited;
}

void Visit::touch(const QString &name) {
    const QPoint at = middle_of(name);
    QTest::touchEvent(stage_.window(), finger_).press(0, at);
    QTest::touchEvent(stage_.window(), finger_).release(0, at);
}

double Visit::turn_to(const QString &page) {
    const QPoint at = middle_of(page + "Tab");
    QTest::touchEvent(stage_.window(), finger_).press(0, at);
    wait(6 * refresh_ms); // as long as a finger stays
    const int before = clock_->count();
    const auto lifted = Clock::now();
    QTest::touchEvent(stage_.window(), finger_).release(0, at);
    const bool shown = wait_for(
        [&] { return stage_.model().page() == page && clock_->count() > before; }, patience_ms);
    return shown ? milliseconds(clock_->last_shown() - lifted) : double{patience_ms};
}

void Visit::flick(QPoint from, QPoint to, int steps) {
    QTest::touchEvent(stage_.window(), finger_).press(0, from);
    for (int step = 1; step <= steps; ++step) {
        QTest::touchEvent(stage_.window(), finger_).move(0, from + (to - from) * step / steps);
        wait(refresh_ms);
    }
    QTest::touchEvent(stage_.window(), finger_).release(0, to);
}

void Visit::rest() {
    int seen = -1;
    while (seen != clock_->count()) {
        seen = clock_->count();
        wait(3 * refresh_ms);
    }
}

bool Visit::answered() {
    return wait_for([&] { return stage_.model().picture_page()->state() == PicturePage::Answered; },
                    patience_ms);
}

} // namespace vitrine
