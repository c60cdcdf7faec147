// Charts and their numbers as files.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"
#include "core/support/result.hpp"

#include <QString>

#include <filesystem>

namespace vitrine {

/// `plan` as it is to be printed: light palette, with legend, nothing live, 1,000 × 600 px.
[[nodiscard]] ChartPlan for_print(ChartPlan plan);

/// All write the whole file or leave the old one (write_file_atomically()), take some tenths of a
/// second, and may be called from any thread.
/// Errors: disk_full (path), no_permission (path), unwritable (path, reason), out_of_memory.

/// 16 cm wide at 300 dots an inch.
[[nodiscard]] Result<void> save_chart_png(const ChartPlan &plan, const std::filesystem::path &path);
/// Paths and real text. `title` is what a screen reader says of it.
[[nodiscard]] Result<void> save_chart_svg(const ChartPlan &plan, const QString &title,
                                          const std::filesystem::path &path);
/// RFC 4180, UTF-8: a line a point, all points of the visible curves: "series,x,y", with "smooth"
/// where there is a smooth curve. Numbers so that they read back the same.
[[nodiscard]] Result<void> save_chart_csv(const ChartPlan &plan, const std::filesystem::path &path);

} // namespace vitrine
