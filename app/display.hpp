// Whether a window could be shown here.
#pragma once

#include <filesystem>

namespace vitrine {

/// Asks before the QGuiApplication is made, which aborts the program where it finds no display: a
/// variable that is set says nothing of whether its server still runs. Where QT_QPA_PLATFORM names
/// platforms, those that need no server (offscreen, linuxfb, vnc …) are taken to work. Connects to
/// the server and closes again; waits two seconds at most. Reads the environment.
[[nodiscard]] bool has_display();

/// Whether a graphics processor has a device file in `devices`: a render node of the kernel's,
/// NVIDIA's own driver, or that of a virtual machine in Windows.
[[nodiscard]] bool has_graphics_processor(const std::filesystem::path &devices = "/dev");

} // namespace vitrine
