// The program: a subcommand, or the window.
#include "app/commands/commands.hpp"
#include "backends/catalog/process_environment.hpp"

#ifdef VITRINE_HAS_WINDOW
#include "app/window.hpp"
#endif

#include <QCoreApplication>

#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace {

bool is_for_command_line(int argc, char **argv) {
    if (argc < 2)
        return false;
    const std::string_view first = argv[1];
    return vitrine::is_command(argv[1]) || first == "--help" || first == "-h" ||
           first == "--version";
}

/// A single word that is no file: a misspelt command rather than a picture.
bool is_unknown_word(int argc, char **argv) {
    if (argc < 2)
        return false;
    const std::string_view first = argv[1];
    std::error_code ignored;
    return !first.empty() && first.find_first_of("-./") == std::string_view::npos &&
           !std::filesystem::exists(first, ignored);
}

} // namespace

int main(int argc, char **argv) {
    // Before anything starts a thread or loads a library that computes.
    vitrine::prepare_process(argc, argv);
    if (is_for_command_line(argc, argv)) {
        const QCoreApplication application(argc, argv); // no GUI: works without a display
        return vitrine::run_command_line(argc, argv);
    }
    if (is_unknown_word(argc, argv)) {
        std::fprintf(stderr,
                     "vitrine: there is neither a command nor a picture called \"%s\"; see "
                     "vitrine --help\n",
                     argv[1]);
        return static_cast<int>(vitrine::ExitStatus::wrong_input);
    }
#ifdef VITRINE_HAS_WINDOW
    return vitrine::run_window(argc, argv);
#else
    std::fputs("vitrine: built without its window; see vitrine --help\n", stderr);
    return static_cast<int>(vitrine::ExitStatus::wrong_input);
#endif
}
