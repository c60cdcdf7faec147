// The charts of a window, for whoever waits until they are drawn.
#pragma once

#include "app/items/chart/line_chart.hpp"

#include <QQuickItem>

#include <vector>

namespace vitrine {

/// Those under an item that can be seen.
[[nodiscard]] std::vector<const LineChart *> visible_charts(const QQuickItem &top);

/// Whether each of them shows all that it was given, as large as it is now.
[[nodiscard]] bool charts_settled(const QQuickItem &top);

} // namespace vitrine
