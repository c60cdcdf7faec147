#include "tests/app/window/scene/scene_walk.hpp"

#include <algorithm>

namespace vitrine {
namespace {

constexpr double invisible = 0.02;
constexpr int most_settling_rounds = 6;

/// What a walk knows of where it is.
struct Surroundings {
    QRectF clip;
    double opacity = 1;
    bool inert = false;
    bool disabled = false;
    const QQuickItem *scrolls = nullptr;
};

std::vector<const QQuickItem *> by_height(const QQuickItem &item) {
    std::vector<const QQuickItem *> children;
    for (const QQuickItem *child : item.childItems())
        children.push_back(child);
    std::ranges::stable_sort(children, {}, [](const QQuickItem *child) { return child->z(); });
    return children;
}

QRectF in_scene(const QQuickItem &item, const QRectF &place) { return item.mapRectToScene(place); }

/// A text's own rectangle is often wider than its words.
QRectF glyphs_of(const QQuickItem &text) {
    const QSizeF size(text.property("contentWidth").toDouble(),
                      text.property("contentHeight").toDouble());
    const int across = text.property("effectiveHorizontalAlignment").toInt();
    const int along = text.property("verticalAlignment").toInt();
    const double left = text.property("leftPadding").toDouble();
    const double top = text.property("topPadding").toDouble();
    QPointF at(left, top);
    if ((across & Qt::AlignRight) != 0)
        at.setX(text.width() - size.width());
    else if ((across & Qt::AlignHCenter) != 0)
        at.setX((text.width() - size.width()) / 2);
    if ((along & Qt::AlignBottom) != 0)
        at.setY(text.height() - size.height());
    else if ((along & Qt::AlignVCenter) != 0)
        at.setY((text.height() - size.height()) / 2);
    return {at, size};
}

bool can_scroll(const QQuickItem &item) {
    return item.inherits("QQuickFlickable") && item.property("interactive").toBool();
}

/// The popup that keeps everything under it from being touched.
const QQuickItem *topmost_popup(const QQuickItem &content) {
    const QQuickItem *topmost = nullptr;
    for (const QQuickItem *layer : by_height(content))
        if (layer->inherits("QQuickOverlay") && layer->isVisible())
            for (const QQuickItem *popup : by_height(*layer))
                if (popup->inherits("QQuickPopupItem") && popup->isVisible())
                    topmost = popup;
    return topmost;
}

void visit(const QQuickItem &item, Surroundings around, const QQuickItem *popup,
           std::vector<SceneItem> &found) {
    if (!item.isVisible() || item.opacity() * around.opacity < invisible)
        return;
    around.opacity *= item.opacity();
    around.disabled = around.disabled || !item.isEnabled();
    if (&item == popup)
        around.inert = false;
    const QRectF own = in_scene(item, is_text(item) ? glyphs_of(item) : QRectF({}, item.size()));
    Surroundings within = around;
    if (item.clip())
        within.clip &= in_scene(item, {{}, item.size()});
    if (can_scroll(item))
        within.scrolls = &item;
    const auto children = by_height(item);
    const auto over =
        std::ranges::find_if(children, [](const QQuickItem *child) { return child->z() >= 0; });
    for (auto child = children.begin(); child != over; ++child)
        visit(**child, within, popup, found);
    found.push_back(
        {&item, own, around.clip, around.opacity, around.inert, around.disabled, around.scrolls});
    for (auto child = over; child != children.end(); ++child)
        visit(**child, within, popup, found);
}

void collect(const QQuickItem &item, std::vector<QQuickItem *> &into) {
    for (QQuickItem *child : item.childItems()) {
        if (!child->isVisible())
            continue;
        collect(*child, into); // the inner ones first: the outer ones are made to fit them
        into.push_back(child);
    }
}

} // namespace

std::vector<SceneItem> walk(const QQuickWindow &window) {
    std::vector<SceneItem> found;
    const QQuickItem *popup = topmost_popup(*window.contentItem());
    Surroundings around;
    around.clip = QRectF({}, QSizeF(window.size()));
    around.inert = popup != nullptr;
    visit(*window.contentItem(), around, popup, found);
    return found;
}

void settle(const QQuickWindow &window) {
    double before = -1;
    for (int round = 0; round < most_settling_rounds; ++round) {
        std::vector<QQuickItem *> items;
        collect(*window.contentItem(), items);
        double sum = 0;
        for (QQuickItem *item : items) {
            item->ensurePolished();
            sum += item->x() + 3 * item->y() + 7 * item->width() + 11 * item->height();
        }
        if (sum == before)
            return;
        before = sum;
    }
}

bool is_text(const QQuickItem &item) {
    return item.inherits("QQuickText") && !item.property("text").toString().isEmpty();
}

bool is_control(const QQuickItem &item) {
    return item.inherits("QQuickAbstractButton") || item.inherits("QQuickMouseArea");
}

bool is_icon(const QQuickItem &item) {
    return item.inherits("vitrine::IconItem") && !item.property("name").toString().isEmpty();
}

QString where(const QQuickItem &item) {
    QString name = item.objectName();
    if (name.isEmpty()) {
        name = QString::fromLatin1(item.metaObject()->className()).section(u'_', 0, 0);
        const QString text = item.property("text").toString();
        if (!text.isEmpty())
            name += QStringLiteral(" \"%1\"").arg(text.left(40));
    }
    for (const QQuickItem *around = item.parentItem(); around != nullptr;
         around = around->parentItem())
        if (!around->objectName().isEmpty())
            return name + QStringLiteral(" in ") + around->objectName();
    return name;
}

bool lies_in(const QQuickItem &item, const QQuickItem &around) {
    for (const QQuickItem *next = &item; next != nullptr; next = next->parentItem())
        if (next == &around)
            return true;
    return false;
}

} // namespace vitrine
