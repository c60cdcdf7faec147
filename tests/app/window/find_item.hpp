// Finds an item of the pages by its objectName.
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

} // namespace vitrine
