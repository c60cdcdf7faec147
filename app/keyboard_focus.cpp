#include "app/keyboard_focus.hpp"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QQuickItem>

#include <algorithm>

namespace vitrine {
namespace {

constexpr double room = 16; // px between what has the focus and the edge it would stand at

/// The content's new place, so that `from` to `to` in the view is seen. `size`: the view's.
double moved(double content, double from, double to, double size) {
    if (from < 0)
        return content + from - room;
    return to > size ? content + to - size + room : content;
}

void scroll_to(QQuickItem &flickable, const QQuickItem &focused) {
    const QRectF place = focused.mapRectToItem(&flickable, {{}, focused.size()});
    const auto set = [&flickable](const char *position, const char *extent, double size,
                                  double from, double to) {
        const double content = flickable.property(position).toDouble();
        const double most = std::max(0.0, flickable.property(extent).toDouble() - size);
        const double wanted = std::clamp(moved(content, from, to, size), 0.0, most);
        if (wanted != content)
            flickable.setProperty(position, wanted);
    };
    set("contentX", "contentWidth", flickable.width(), place.left(), place.right());
    set("contentY", "contentHeight", flickable.height(), place.top(), place.bottom());
}

bool in_popup(const QQuickItem *item) {
    for (; item != nullptr; item = item->parentItem())
        if (item->inherits("QQuickPopupItem"))
            return true;
    return false;
}

bool is_shown(const QQuickItem *item) {
    return item != nullptr && item->property("visualFocus").toBool();
}

} // namespace

KeyboardFocus::KeyboardFocus(QQuickWindow *window, QObject *parent)
    : QObject(parent), window_(window) {
    window_->installEventFilter(this);
    connect(window_, &QQuickWindow::activeFocusItemChanged, this, &KeyboardFocus::follow_focus);
}

bool KeyboardFocus::eventFilter(QObject *, QEvent *event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease)
        return false;
    const auto &key = static_cast<QKeyEvent &>(*event);
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    const QQuickItem *focused = window_->activeFocusItem();
    if (!enter || focused == nullptr || !focused->inherits("QQuickAbstractButton"))
        return false;
    QKeyEvent space(event->type(), Qt::Key_Space, key.modifiers(), QStringLiteral(" "),
                    key.isAutoRepeat());
    QCoreApplication::sendEvent(window_, &space);
    return true;
}

void KeyboardFocus::follow_focus() {
    QQuickItem *focused = window_->activeFocusItem();
    if (in_popup(focused) && last_ != nullptr && !in_popup(last_)) {
        before_ = last_;
        shown_ = last_shown_;
    } else if (before_ != nullptr && !in_popup(focused)) {
        give_back();
        return;
    }
    last_ = focused;
    last_shown_ = is_shown(focused);
    if (!last_shown_)
        return;
    for (QQuickItem *around = focused->parentItem(); around != nullptr;
         around = around->parentItem())
        if (around->inherits("QQuickFlickable") && around->property("interactive").toBool())
            scroll_to(*around, *focused);
}

void KeyboardFocus::give_back() {
    QQuickItem *before = before_;
    before_ = nullptr;
    // Unless somebody else took it meanwhile, or it is gone with its page.
    QQuickItem *focused = window_->activeFocusItem();
    const bool free = focused == nullptr || focused == window_->contentItem();
    last_ = free ? nullptr : focused;
    last_shown_ = !free && is_shown(focused);
    if (free && before->isVisible() && before->isEnabled())
        before->forceActiveFocus(shown_ ? Qt::TabFocusReason : Qt::OtherFocusReason);
}

} // namespace vitrine
