#include "bench/window/visit.hpp"

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
    place.runs = scratch / "runs";
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

Visit::Visit(QSize size)
    : stage_(library_provider({}), wishes_of_a_visit(folder_.path()),
             folder_.filePath("settings")) {
    stage_.window()->resize(size);
    stage_.show(false);
    clock_ = std::make_unique<FrameClock>(*stage_.window());
    finger_ = QTest::createTouchDevice();
}

bool Visit::get_ready() {
    return QTest::qWaitFor([&] { return stage_.model().readiness() == WindowModel::Ready; },
                           patience_ms);
}

double Visit::tap(const QString &name) {
    const QQuickItem *item = find_item(*stage_.window(), name);
    const QPoint at = item->mapToScene(item->boundingRect().center()).toPoint();
    const auto touched = Clock::now();
    const int before = clock_->count();
    QTest::touchEvent(stage_.window(), finger_).press(0, at);
    const bool shown = QTest::qWaitFor([&] { return clock_->count() > before; }, 1000);
    const double waited = shown ? milliseconds(clock_->last_shown() - touched) : 1000.0;
    QTest::touchEvent(stage_.window(), finger_).release(0, at);
    return waited;
}

double Visit::turn_to(const QString &page) {
    const QQuickItem *tab = find_item(*stage_.window(), page + "Tab");
    const QPoint at = tab->mapToScene(tab->boundingRect().center()).toPoint();
    QTest::touchEvent(stage_.window(), finger_).press(0, at);
    QTest::qWait(static_cast<int>(6 * refresh_ms)); // as long as a finger stays
    const int before = clock_->count();
    const auto lifted = Clock::now();
    QTest::touchEvent(stage_.window(), finger_).release(0, at);
    const bool shown = QTest::qWaitFor(
        [&] { return stage_.model().page() == page && clock_->count() > before; }, patience_ms);
    return shown ? milliseconds(clock_->last_shown() - lifted) : double{patience_ms};
}

void Visit::flick(QPoint from, QPoint to, int steps) {
    QTest::touchEvent(stage_.window(), finger_).press(0, from);
    for (int step = 1; step <= steps; ++step) {
        QTest::touchEvent(stage_.window(), finger_).move(0, from + (to - from) * step / steps);
        QTest::qWait(static_cast<int>(refresh_ms));
    }
    QTest::touchEvent(stage_.window(), finger_).release(0, to);
}

void Visit::rest() {
    int seen = -1;
    while (seen != clock_->count()) {
        seen = clock_->count();
        QTest::qWait(static_cast<int>(3 * refresh_ms));
    }
}

bool Visit::answered() {
    return QTest::qWaitFor(
        [&] { return stage_.model().picture_page()->state() == PicturePage::Answered; },
        patience_ms);
}

} // namespace vitrine
