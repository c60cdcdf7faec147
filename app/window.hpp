// The program's window.
#pragma once

namespace vitrine {

/// Parses the line of a window ("vitrine [PICTURE...] [options]"), shows it, and comes back when it
/// is closed. Gives the program's exit status: 0; 2 wrong usage, or no display; with
/// --screenshots DIR also 3 where nothing can compute and 5 where a picture could not be written.
/// Makes the QGuiApplication itself.
[[nodiscard]] int run_window(int argc, char **argv);

} // namespace vitrine
