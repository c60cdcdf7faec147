// Keeps a visitor inside the window.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>
#include <QTimer>
#include <QWindow>

#include <chrono>

namespace vitrine {

/// Looks at every event of the application before anyone else. Keys, closing, context menus,
/// drops, wheel zoom, gestures of the system and the buttons of a mouse but its first one go
/// nowhere; a window that lost the full screen gets it back; the cursor is hidden. Tells of every
/// touch, and of a finger that is held in the top right corner, whatever lies under it. GUI thread
/// only.
class KioskGuard : public QObject {
    Q_OBJECT

  public:
    static constexpr int corner_px = 96;  ///< side of the square in the corner
    static constexpr int tremble_px = 48; ///< a finger may move so far and still be held

    /// `hold`: how long a finger must stay.
    explicit KioskGuard(std::chrono::milliseconds hold, QObject *parent = nullptr);
    ~KioskGuard() override;

    void watch(QWindow *window) { window_ = window; }
    bool eventFilter(QObject *watched, QEvent *event) override;

  Q_SIGNALS:
    void touched();
    void corner_pressed(); ///< the time of the hold begins
    void corner_left();
    void corner_held();

  private:
    [[nodiscard]] bool in_corner(QPointF at) const;
    void press(QPointF at, int fingers);
    void move(QPointF at, int fingers);
    void release();
    void look_at_touch(QEvent &event);
    [[nodiscard]] bool look_at_mouse(QEvent &event);
    void keep_full_screen();

    QWindow *window_ = nullptr;
    QTimer hold_;
    QPointF pressed_at_;
};

} // namespace vitrine
