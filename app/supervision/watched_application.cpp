#include "app/supervision/watched_application.hpp"

namespace vitrine {

WatchedApplication::WatchedApplication(int &argc, char **argv, StallWatch::Receiver receiver)
    : QGuiApplication(argc, argv), watch_(std::move(receiver)) {}

bool WatchedApplication::notify(QObject *receiver, QEvent *event) {
    return watch_.handle(receiver, event, [&] { return QGuiApplication::notify(receiver, event); });
}

} // namespace vitrine
