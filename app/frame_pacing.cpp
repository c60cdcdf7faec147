#include "app/frame_pacing.hpp"

#include <QQuickWindow>
#include <QThreadPool>

namespace vitrine {
namespace {

constexpr auto idle_time = "QT_QPA_UPDATE_IDLE_TIME"; // of QPlatformWindow::requestUpdate(), ms
constexpr auto no_painter_threads = "QT_NO_GUI_THREADPOOL"; // of newer versions

bool own_painter_draws() {
    QString backend = QQuickWindow::sceneGraphBackend(); // what the program has chosen
    if (backend.isEmpty())
        backend = qEnvironmentVariable("QT_QUICK_BACKEND");
    return backend == QLatin1String("software");
}

} // namespace

void pace_frames() {
    if (!qEnvironmentVariableIsSet(no_painter_threads))
        qputenv(no_painter_threads, "1");
    if (own_painter_draws() && !qEnvironmentVariableIsSet(idle_time))
        qputenv(idle_time, "0");
}

} // namespace vitrine

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
/// Takes the place of Qt's function of that name, which Qt's painter and its image conversions
/// alone ask: on a thread of the pool they do all by themselves. Older versions have no other
/// switch.
bool QThreadPool::contains(const QThread *) const { return true; }
#endif
