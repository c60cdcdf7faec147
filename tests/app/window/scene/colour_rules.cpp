#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/scene_rules.hpp"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

constexpr double for_text = 4.5;
constexpr double for_results = 7.0;
constexpr double for_shapes = 3.0;

/// What the model says, rather than what is said about it.
constexpr std::array results{"headline",         "confidence",     "kinds",
                             "candidate",        "candidateShare", "attractHeadline",
                             "attractConfidence"};

bool is_result(const QQuickItem &item) {
    return std::ranges::any_of(
        results, [&item](const char *name) { return item.objectName() == QLatin1String(name); });
}

QString finding(const SceneItem &item, const char *what, double found, double wanted) {
    return QStringLiteral("%1: %2 contrast %3 of %4")
        .arg(where(*item.item), QString::fromLatin1(what))
        .arg(found, 0, 'f', 2)
        .arg(wanted);
}

/// The border of a control, or the inside of a filled one, against what it stands on.
void check_outline(const std::vector<SceneItem> &scene, std::size_t index, const QColor &ground,
                   QStringList &findings) {
    const SceneItem &control = scene[index];
    const auto *background = control.item->property("background").value<QQuickItem *>();
    if (background == nullptr || !background->inherits("QQuickRectangle"))
        return;
    const std::vector<QColor> behind = colours_behind(scene, index, control.seen(), ground);
    const QObject *border = background->property("border").value<QObject *>();
    const auto line = border->property("color").value<QColor>();
    // A border that nobody has spoken of says that it is black and 1 px wide, and is not drawn.
    const bool bordered =
        border->property("width").toDouble() > 0 && line.alpha() > 0 && line != QColor(Qt::black);
    if (bordered) {
        const double found = least_contrast(line, control.opacity, behind);
        if (found < for_shapes)
            findings.append(finding(control, "border", found, for_shapes));
    } else if (control.item->property("filled").toBool()) {
        const auto fill = background->property("color").value<QColor>();
        const double found = least_contrast(fill, control.opacity, behind);
        if (found < for_shapes)
            findings.append(finding(control, "fill", found, for_shapes));
    }
}

} // namespace

QStringList colour_findings(const QQuickWindow &window) {
    QStringList findings;
    const std::vector<SceneItem> scene = walk(window);
    for (std::size_t i = 0; i < scene.size(); ++i) {
        const SceneItem &at = scene[i];
        const bool text = is_text(*at.item);
        const bool icon = is_icon(*at.item);
        // What cannot be used may be faint; words that are drawn in full are read all the same.
        const bool faint = at.disabled && (!text || at.opacity < 1);
        if (at.inert || faint || !(text || icon || is_control(*at.item)) ||
            at.seen().isEmpty() || is_covered(scene, i))
            continue;
        if (!text && !icon) {
            check_outline(scene, i, window.color(), findings);
            continue;
        }
        const double wanted = icon ? for_shapes : (is_result(*at.item) ? for_results : for_text);
        const double found = least_contrast(at.item->property("color").value<QColor>(), at.opacity,
                                            colours_behind(scene, i, at.seen(), window.color()));
        if (found < wanted)
            findings.append(finding(at, icon ? "icon" : "text", found, wanted));
    }
    return findings;
}

} // namespace vitrine
