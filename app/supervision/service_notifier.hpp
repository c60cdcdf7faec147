// Tells the service manager that the program runs, and that its GUI thread lives.
#pragma once

#include <QObject>
#include <QTimer>

namespace vitrine {

/// Speaks sd_notify(3) through NOTIFY_SOCKET; without one, or outside systemd, it does nothing.
/// WATCHDOG=1 goes out three times in each WATCHDOG_USEC from a timer of the GUI thread and from
/// nowhere else: when that thread hangs the messages end, and the service manager starts the
/// program afresh. Make it on the GUI thread.
class ServiceNotifier : public QObject {
    Q_OBJECT

  public:
    explicit ServiceNotifier(QObject *parent = nullptr);
    ~ServiceNotifier() override; ///< STOPPING=1

    /// READY=1; call it when the first frame is on the screen.
    void ready();

  private:
    QTimer feed_;
};

} // namespace vitrine
