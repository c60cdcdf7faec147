// Using the window from the keyboard.
#pragma once

#include <QObject>
#include <QQuickWindow>

namespace vitrine {

/// Enter presses the control that has the focus, as Space does by itself; and whatever gets the
/// focus by a key is scrolled into sight. For all controls alike, whichever page they are on.
class KeyboardFocus : public QObject {
    Q_OBJECT

  public:
    explicit KeyboardFocus(QQuickWindow *window, QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void show_focus() const;

    QQuickWindow *window_;
};

} // namespace vitrine
