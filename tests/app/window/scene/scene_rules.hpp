// What must hold of everything in the window, whatever it shows.
#pragma once

#include "tests/app/window/scene/scene_walk.hpp"

#include <QString>
#include <QStringList>

namespace vitrine {

/// The rules of the interface: each returns a line for everything that breaks it, naming the item.

/// Text 4.5:1 and results 7:1 against whatever may be behind them; icons, the borders of controls
/// and filled controls 3:1 (WCAG 2.1, 1.4.3, 1.4.6 and 1.4.11). Disabled controls are exempt, as
/// there.
[[nodiscard]] QStringList colour_findings(const QQuickWindow &window);

/// Controls are at least 48 × 48 px, main ones 64 × 64, whole in the window or scrollable, and 12
/// px apart. Texts are at least 20 px (small print 16) at `text_scale` 1, and whole: neither
/// elided, nor cut off, nor over each other or over a control that is not their own.
[[nodiscard]] QStringList layout_findings(const QQuickWindow &window, double text_scale);

/// Every control has an accessible role and a name, and these, with every text, are in the language
/// `code` ("zh" or "en").
[[nodiscard]] QStringList name_findings(const QQuickWindow &window, const QString &code);

} // namespace vitrine
