// What the window is written in.
#pragma once

#include "core/support/result.hpp"

#include <QStringList>

#include <vector>

namespace vitrine {

struct WindowFonts {
    QStringList families; ///< the first writes what it can, the next what it cannot; may be empty
    bool chinese = true;  ///< whether Chinese can be written at all
    std::vector<Error> problems; ///< font_replaced (wanted, package, used), font_missing (wanted,
                                 ///< package)
};

/// The program's fonts, and in the place of one that is not installed another that can be read.
/// `installed`: all families; `chinese`: those that write simplified Chinese.
[[nodiscard]] WindowFonts choose_fonts(const QStringList &installed, const QStringList &chinese);

/// The same with the fonts of this machine. Needs a QGuiApplication.
[[nodiscard]] WindowFonts window_fonts();

} // namespace vitrine
