// An orderly end when the system asks for one.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace vitrine {

/// SIGTERM (a service that is stopped) and SIGINT (Ctrl+C) end the event loop with status 0, so
/// that what is kept in memory is written. A second one ends the program at once. One at a time, on
/// the GUI thread; without it both end the program at once.
class Termination : public QObject {
    Q_OBJECT

  public:
    explicit Termination(QObject *parent = nullptr);
    ~Termination() override;

  private:
    std::array<int, 2> pipe_{-1, -1}; ///< a handler may only write
    std::unique_ptr<QSocketNotifier> notifier_;
};

} // namespace vitrine
