// Whether a window could be shown here.
#pragma once

namespace vitrine {

/// Asks before the QGuiApplication is made, which aborts the program where it finds no display: a
/// variable that is set says nothing of whether its server still runs. Where QT_QPA_PLATFORM names
/// platforms, those that need no server (offscreen, linuxfb, vnc …) are taken to work. Connects to
/// the server and closes again; waits two seconds at most. Reads the environment.
[[nodiscard]] bool has_display();

} // namespace vitrine
