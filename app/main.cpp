// The program: a subcommand, or the window.
#include "app/commands/commands.hpp"
#include "app/commands/streams.hpp"
#include "app/window.hpp"
#include "backends/catalog/process_environment.hpp"

#include <QCoreApplication>

#include <clocale>
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
    vitrine::keep_standard_streams();
    // Before anything starts a thread or loads a library that computes.
    vitrine::prepare_process(argc, argv);
    if (is_for_command_line(argc, argv)) {
        const QCoreApplication application(argc, argv); // no GUI: works without a display
        std::setlocale(LC_NUMERIC, "C");                // Qt has set the country's: 0,5 for 0.5
        return vitrine::run_command_line(argc, argv);
    }
    if (is_unknown_word(argc, argv)) {
        vitrine::say("vitrine: there is neither a command nor a picture called \"{}\"; see "
                     "vitrine --help\n",
                     vitrine::in_a_line(argv[1]));
        return static_cast<int>(vitrine::ExitStatus::wrong_input);
    }
    return vitrine::run_window(argc, argv);
}
