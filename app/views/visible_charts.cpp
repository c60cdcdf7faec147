#include "app/views/visible_charts.hpp"

#include <algorithm>

namespace vitrine {

std::vector<const LineChart *> visible_charts(const QQuickItem &top) {
    std::vector<const LineChart *> charts;
    for (std::vector<const QQuickItem *> left{&top}; !left.empty();) {
        const QQuickItem *next = left.back();
        left.pop_back();
        if (const auto *chart = qobject_cast<const LineChart *>(next))
            charts.push_back(chart);
        for (const QQuickItem *child : next->childItems())
            if (child->isVisible())
                left.push_back(child);
    }
    return charts;
}

bool charts_settled(const QQuickItem &top) {
    return std::ranges::all_of(visible_charts(top), &LineChart::settled);
}

} // namespace vitrine
