#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/scene_rules.hpp"

#include <QFont>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {
namespace {

constexpr double least_target = 48;
constexpr double main_target = 64;
constexpr double least_gap = 12;
constexpr int visitor_text = 20;
constexpr int small_print = 16;
constexpr double slack = 1; // px; a glyph may reach a little out of its line

/// Names of files and sentences under pictures, however long: a tap on the picture shows all of it.
/// A dozen guesses in a row change while one looks; each tile says its own whole.
constexpr std::array may_be_elided{"tileCaption", "tileProblem", "probeGuess"};

/// How long it took on which machine, and the dozen guesses: small type, for those who look for it.
constexpr std::array small_texts{"timing", "statusName", "statusDetail", "cameraFigures",
                                 "probeGuess"};

QString size_of(const QRectF &place) {
    return QStringLiteral("%1 × %2").arg(std::round(place.width())).arg(std::round(place.height()));
}

bool is_main(const QQuickItem &item) {
    return item.property("filled").toBool() || item.objectName().endsWith(QLatin1String("Tab")) ||
           item.objectName() == QLatin1String("mainAction");
}

/// Takes every touch of the page behind it, and is no target by itself.
bool is_curtain(const SceneItem &at, const QQuickWindow &window) {
    return at.item->inherits("QQuickMouseArea") && at.place.width() >= window.width() / 2.0 &&
           at.place.height() >= window.height() / 2.0;
}

void check_target(const SceneItem &at, QStringList &findings) {
    const double least = is_main(*at.item) ? main_target : least_target;
    if (at.place.width() < least || at.place.height() < least)
        findings.append(QStringLiteral("%1: target of %2 px, not %3")
                            .arg(where(*at.item), size_of(at.place))
                            .arg(least));
    if (at.scrolls == nullptr && !at.clip.adjusted(-slack, -slack, slack, slack).contains(at.place))
        findings.append(
            QStringLiteral("%1: control reaches out of what is to be seen").arg(where(*at.item)));
}

void check_text(const SceneItem &at, double text_scale, QStringList &findings) {
    const QQuickItem &text = *at.item;
    const int size = text.property("font").value<QFont>().pixelSize();
    const auto is_one_of = [&text](const auto &names) {
        return std::ranges::any_of(
            names, [&text](const char *name) { return text.objectName() == QLatin1String(name); });
    };
    const double least = (is_one_of(small_texts) ? small_print : visitor_text) * text_scale;
    if (size < std::floor(least))
        findings.append(
            QStringLiteral("%1: text of %2 px, not %3").arg(where(text)).arg(size).arg(least));
    if (text.property("truncated").toBool() && !is_one_of(may_be_elided))
        findings.append(QStringLiteral("%1: text is elided").arg(where(text)));
    else if (!text.property("truncated").toBool() &&
             (at.place.width() > text.width() + slack || at.place.height() > text.height() + slack))
        findings.append(QStringLiteral("%1: words of %2 px do not fit in %3")
                            .arg(where(text), size_of(at.place), size_of({{}, text.size()})));
    if (at.scrolls == nullptr && !at.clip.adjusted(-slack, -slack, slack, slack).contains(at.place))
        findings.append(QStringLiteral("%1: text is cut off").arg(where(text)));
}

/// The free room between two rectangles; negative where they overlap.
double gap(const QRectF &one, const QRectF &other) {
    const double across = std::max(one.left(), other.left()) - std::min(one.right(), other.right());
    const double along = std::max(one.top(), other.top()) - std::min(one.bottom(), other.bottom());
    return std::max(across, along);
}

void check_controls(const SceneItem &one, const SceneItem &other, QStringList &findings) {
    if (lies_in(*one.item, *other.item) || lies_in(*other.item, *one.item))
        return;
    const bool together = one.scrolls == other.scrolls;
    const double found =
        gap(together ? one.place : one.seen(), together ? other.place : other.seen());
    if (found < least_gap - slack / 2)
        findings.append(QStringLiteral("%1 and %2: %3 px apart, not %4")
                            .arg(where(*one.item), where(*other.item))
                            .arg(found, 0, 'f', 1)
                            .arg(least_gap));
}

void check_overlap(const SceneItem &text, const SceneItem &other, QStringList &findings) {
    if (lies_in(*text.item, *other.item) || gap(text.seen(), other.seen()) >= -slack)
        return;
    findings.append(QStringLiteral("%1 lies over %2").arg(where(*text.item), where(*other.item)));
}

} // namespace

QStringList layout_findings(const QQuickWindow &window, double text_scale) {
    QStringList findings;
    const std::vector<SceneItem> scene = walk(window);
    std::vector<SceneItem> controls;
    std::vector<SceneItem> texts;
    for (std::size_t i = 0; i < scene.size(); ++i) {
        const SceneItem &at = scene[i];
        const bool text = is_text(*at.item);
        const bool wanted = text || (is_control(*at.item) && !is_curtain(at, window));
        if (!wanted || at.inert || (at.seen().isEmpty() && at.scrolls != nullptr) ||
            is_covered(scene, i))
            continue;
        (text ? texts : controls).push_back(at);
    }
    for (const SceneItem &control : controls)
        check_target(control, findings);
    for (const SceneItem &text : texts)
        check_text(text, text_scale, findings);
    for (std::size_t i = 0; i < controls.size(); ++i)
        for (std::size_t j = i + 1; j < controls.size(); ++j)
            check_controls(controls[i], controls[j], findings);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t j = i + 1; j < texts.size(); ++j)
            check_overlap(texts[i], texts[j], findings);
        for (const SceneItem &control : controls)
            check_overlap(texts[i], control, findings);
    }
    return findings;
}

} // namespace vitrine
