// The program's QGuiApplication, whose GUI thread is watched.
#pragma once

#include "app/supervision/stall_watch.hpp"

#include <QGuiApplication>

namespace vitrine {

class WatchedApplication : public QGuiApplication {
    Q_OBJECT

  public:
    /// The arguments must outlive it, as QGuiApplication says.
    WatchedApplication(int &argc, char **argv, StallWatch::Receiver receiver = {});

    bool notify(QObject *receiver, QEvent *event) override;

  private:
    StallWatch watch_;
};

} // namespace vitrine
