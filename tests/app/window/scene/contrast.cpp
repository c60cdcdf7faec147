#include "tests/app/window/scene/contrast.hpp"

#include <QJSValue>
#include <QQmlListReference>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine {
namespace {

constexpr double nearly_opaque = 0.995;
constexpr double slack = 0.5; // px; places are not whole numbers

double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

bool is_photo(const QQuickItem &item) {
    constexpr int ready = 1; // QQuickImageBase::Ready
    return (item.inherits("QQuickImage") && item.property("status").toInt() == ready) ||
           (item.inherits("vitrine::PictureItem") && !item.property("empty").toBool());
}

/// The colours of a rectangle's inside; none where it has none.
std::vector<QColor> fill_of(const QQuickItem &item) {
    if (is_photo(item))
        return {Qt::black, Qt::white};
    if (!item.inherits("QQuickRectangle"))
        return {};
    std::vector<QColor> colours;
    if (const QObject *gradient = item.property("gradient").value<QJSValue>().toQObject()) {
        const QQmlListReference stops(const_cast<QObject *>(gradient), "stops");
        for (qsizetype i = 0; i < stops.count(); ++i)
            colours.push_back(stops.at(i)->property("color").value<QColor>());
        return colours;
    }
    const auto colour = item.property("color").value<QColor>();
    if (colour.alpha() > 0)
        colours.push_back(colour);
    return colours;
}

bool holds(const QRectF &outer, const QRectF &inner) {
    return outer.adjusted(-slack, -slack, slack, slack).contains(inner);
}

void add_once(std::vector<QColor> &colours, const QColor &colour) {
    if (std::ranges::find(colours, colour) == colours.end())
        colours.push_back(colour);
}

} // namespace

double contrast(const QColor &one, const QColor &other) {
    const double lighter = std::max(luminance(one), luminance(other));
    const double darker = std::min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
}

QColor laid_over(const QColor &colour, double opacity, const QColor &under) {
    const double share = colour.alphaF() * opacity;
    const auto mix = [share](double over, double below) {
        return static_cast<float>(std::clamp(share * over + (1 - share) * below, 0.0, 1.0));
    };
    return QColor::fromRgbF(mix(colour.redF(), under.redF()), mix(colour.greenF(), under.greenF()),
                            mix(colour.blueF(), under.blueF()));
}

std::vector<QColor> colours_behind(const std::vector<SceneItem> &scene, std::size_t index,
                                   const QRectF &place, const QColor &ground) {
    std::vector<QColor> behind{ground};
    for (std::size_t i = 0; i < index; ++i) {
        const SceneItem &under = scene[i];
        const QRectF seen = under.seen();
        if (!seen.intersects(place) || lies_in(*under.item, *scene[index].item))
            continue;
        const std::vector<QColor> fill = fill_of(*under.item);
        if (fill.empty())
            continue;
        std::vector<QColor> now;
        if (!holds(seen, place)) // a part shows what was there before
            now = behind;
        for (const QColor &colour : fill)
            for (const QColor &below : behind)
                add_once(now, laid_over(colour, under.opacity, below));
        behind = std::move(now);
    }
    return behind;
}

bool is_covered(const std::vector<SceneItem> &scene, std::size_t index) {
    const QRectF seen = scene[index].seen();
    for (std::size_t i = index + 1; i < scene.size(); ++i) {
        const SceneItem &over = scene[i];
        if (over.opacity < nearly_opaque || lies_in(*over.item, *scene[index].item) ||
            !holds(over.seen(), seen))
            continue;
        const std::vector<QColor> fill = fill_of(*over.item);
        if (!fill.empty() &&
            std::ranges::all_of(fill, [](const QColor &c) { return c.alphaF() > nearly_opaque; }))
            return true;
    }
    return false;
}

double least_contrast(const QColor &ink, double opacity, const std::vector<QColor> &behind) {
    double least = std::numeric_limits<double>::infinity();
    for (const QColor &under : behind)
        least = std::min(least, contrast(laid_over(ink, opacity, under), under));
    return least;
}

} // namespace vitrine
