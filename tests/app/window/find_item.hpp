// Finds an item of the pages by its objectName, and where a finger would touch it.
#pragma once

#include <QQuickItem>
#include <QQuickWindow>

#include <vector>

namespace vitrine {

/// Null when there is none. Delegates and popups hang in the item tree, not in the object tree.
[[nodiscard]] inline QQuickItem *find_item(const QQuickWindow &window, const QString &name) {
    std::vector<QQuickItem *> left{window.contentItem()};
    while (!left.empty()) {
        QQuickItem *next = left.back();
        left.pop_back();
        if (next->objectName() == name)
            return next;
        for (QQuickItem *child : next->childItems())
            left.push_back(child);
    }
    return nullptr;
}

/// The middle of the item in the window, after the page was scrolled as a finger would where the
/// item lies too far down to be seen. Draws the window, so that everything is in its place.
[[nodiscard]] inline QPoint bring_under_finger(QQuickWindow &window, const QQuickItem &item) {
    (void)window.grabWindow();
    for (QQuickItem *around = item.parentItem(); around != nullptr; around = around->parentItem())
        if (around->inherits("QQuickFlickable") && !around->inherits("QQuickListView")) {
            const double hidden = item.mapToItem(around, {0, item.height()}).y() - around->height();
            if (hidden > 0)
                around->setProperty("contentY", around->property("contentY").toDouble() + hidden);
        }
    (void)window.grabWindow();
    return item.mapToScene(item.boundingRect().center()).toPoint();
}

} // namespace vitrine
