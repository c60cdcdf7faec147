// Using the window from the keyboard.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>

namespace vitrine {

/// Enter presses the control that has the focus, as Space does by itself; whatever gets the focus
/// by a key is scrolled into sight; and once a popup has closed, the focus is where it was before.
/// For all controls and popups alike, whichever page they are on.
class KeyboardFocus : public QObject {
    Q_OBJECT

  public:
    explicit KeyboardFocus(QQuickWindow *window, QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void follow_focus();
    void give_back();

    QQuickWindow *window_;
    QPointer<QQuickItem> last_;   ///< had the focus last
    QPointer<QQuickItem> before_; ///< had it when a popup opened
    bool shown_ = false;          ///< whether that was to be seen
    bool last_shown_ = false;
};

} // namespace vitrine
