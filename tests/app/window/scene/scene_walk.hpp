// What stands in a window's scene, in the order in which it is painted.
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <QRectF>
#include <QString>

#include <vector>

namespace vitrine {

/// A visible item. Places are in the scene, in px.
struct SceneItem {
    const QQuickItem *item = nullptr;
    QRectF place;       ///< where it is; of a text, where its glyphs are
    QRectF clip;        ///< what the ancestors that clip leave of the scene
    double opacity = 1; ///< with that of its ancestors
    bool inert = false; ///< under a modal popup
    bool disabled = false;
    /// The nearest ancestor that can be scrolled, so that its clip hides nothing; null: none.
    const QQuickItem *scrolls = nullptr;

    [[nodiscard]] QRectF seen() const { return place & clip; }
};

/// All that is visible in the window's scene, the furthest behind first.
[[nodiscard]] std::vector<SceneItem> walk(const QQuickWindow &window);

/// Lets positioners and texts that wait for the next frame do their work now.
void settle(const QQuickWindow &window);

/// The kinds of items that rules speak of.
[[nodiscard]] bool is_text(const QQuickItem &item);    ///< with something written in it
[[nodiscard]] bool is_control(const QQuickItem &item); ///< can be pressed
[[nodiscard]] bool is_icon(const QQuickItem &item);

/// Names an item so that a person finds it: its objectName, or its type and text, within those of
/// its ancestors that have a name.
[[nodiscard]] QString where(const QQuickItem &item);

/// Whether `item` is `around` or lies in it in the item tree.
[[nodiscard]] bool lies_in(const QQuickItem &item, const QQuickItem &around);

} // namespace vitrine
