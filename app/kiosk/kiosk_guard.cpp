#include "app/kiosk/kiosk_guard.hpp"

#include <QEvent>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QTouchEvent>

namespace vitrine {

KioskGuard::KioskGuard(std::chrono::milliseconds hold, QObject *parent) : QObject(parent) {
    hold_.setSingleShot(true);
    hold_.setInterval(hold);
    connect(&hold_, &QTimer::timeout, this, &KioskGuard::corner_held);
    QGuiApplication::setOverrideCursor(Qt::BlankCursor);
    QCoreApplication::instance()->installEventFilter(this);
}

KioskGuard::~KioskGuard() { QGuiApplication::restoreOverrideCursor(); }

bool KioskGuard::eventFilter(QObject *watched, QEvent *event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
    case QEvent::ShortcutOverride:
    case QEvent::Shortcut:
    case QEvent::ContextMenu:
    case QEvent::NativeGesture:
    case QEvent::TabletPress:
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        // Accepted, lest the system look for someone else who takes it (a shortcut, a menu).
        event->setAccepted(event->type() != QEvent::DragEnter &&
                           event->type() != QEvent::DragMove && event->type() != QEvent::Drop);
        return true;
    case QEvent::Close:
        if (!watched->isWindowType())
            return false;
        event->ignore();
        return true;
    case QEvent::Wheel:
        return (static_cast<QWheelEvent *>(event)->modifiers() & Qt::ControlModifier) != 0;
    case QEvent::WindowStateChange:
        if (watched == window_)
            QMetaObject::invokeMethod(this, &KioskGuard::keep_full_screen, Qt::QueuedConnection);
        return false;
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        if (watched == window_)
            look_at_touch(*event);
        return false;
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseMove:
    case QEvent::MouseButtonRelease:
        return watched == window_ && look_at_mouse(*event);
    default:
        return false;
    }
}

bool KioskGuard::in_corner(QPointF at) const {
    return at.x() >= window_->width() - corner_px && at.y() < corner_px;
}

void KioskGuard::look_at_touch(QEvent &event) {
    const auto &touch = static_cast<QTouchEvent &>(event);
    if (event.type() == QEvent::TouchCancel || touch.points().isEmpty()) {
        release();
        return;
    }
    Q_EMIT touched();
    const int fingers = static_cast<int>(touch.points().size());
    const QEventPoint &finger = touch.points().constFirst();
    if (event.type() == QEvent::TouchEnd)
        release();
    else if (event.type() == QEvent::TouchBegin)
        press(finger.position(), fingers);
    else
        move(finger.position(), fingers);
}

bool KioskGuard::look_at_mouse(QEvent &event) {
    const auto &mouse = static_cast<QMouseEvent &>(event);
    if (event.type() == QEvent::MouseMove) {
        // A cursor that is pushed about without a button is no visitor's finger.
        if (mouse.buttons() != Qt::NoButton) {
            Q_EMIT touched();
            move(mouse.position(), 1);
        }
        return false;
    }
    Q_EMIT touched();
    if (mouse.button() != Qt::LeftButton)
        return true;
    if (event.type() == QEvent::MouseButtonRelease)
        release();
    else
        press(mouse.position(), 1);
    return false;
}

void KioskGuard::press(QPointF at, int fingers) {
    if (fingers != 1 || !in_corner(at))
        return;
    pressed_at_ = at;
    hold_.start();
    Q_EMIT corner_pressed();
}

void KioskGuard::move(QPointF at, int fingers) {
    if (hold_.isActive() && (fingers != 1 || (at - pressed_at_).manhattanLength() > tremble_px))
        release();
}

void KioskGuard::release() {
    if (!hold_.isActive())
        return;
    hold_.stop();
    Q_EMIT corner_left();
}

void KioskGuard::keep_full_screen() {
    if (window_ != nullptr && window_->isVisible() &&
        (window_->windowStates() & Qt::WindowFullScreen) == 0)
        window_->showFullScreen();
}

} // namespace vitrine
