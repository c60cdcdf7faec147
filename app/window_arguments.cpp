#include "app/window_arguments.hpp"

#include "app/commands/exit_status.hpp"

#include <CLI/CLI.hpp>

namespace vitrine {
namespace {

void add_options(CLI::App &program, WindowArguments &arguments, std::string &precision,
                 std::string &source) {
    program.add_option("PICTURE", arguments.pictures,
                       "Pictures and folders; several are shown side by side");
    program.add_flag("--kiosk", arguments.kiosk,
                     "Full screen, for a stand: visitors cannot leave it");
    program.add_flag("--set-staff-code", arguments.set_staff_code,
                     "Ask for the code with which staff leave --kiosk, and end");
    program.add_option("--lang", arguments.language, "Language of the window")
        ->check(CLI::IsMember({"zh", "en"}));
    program.add_option("--page", arguments.page, "The page to begin with")
        ->check(CLI::IsMember({"picture", "camera", "train"}));
    program.add_option("--source", source,
                       "What the Camera page shows: camera, camera:N, a camera's name or device, a "
                       "film, a folder, rtsp:// or http://");
    program.add_option("--pictures", arguments.picture_folder,
                       "Folder whose pictures are offered instead of the built-in ones");
    program.add_option("--model", arguments.model, "Model to begin with: a name or a file");
    program.add_option("--backend", arguments.compute.backend, "What computes: auto or a name");
    program.add_option("--device", arguments.compute.device, "Device of the backend");
    program.add_option("--threads", arguments.compute.threads, "Threads; 0: as many as there are")
        ->check(CLI::NonNegativeNumber);
    program.add_option("--precision", precision, "auto, float32, bfloat16 or float16");
    // For scripts that have no display; not for people.
    program.add_option("--screenshots", arguments.screenshots)->group("");
    program.add_option("--views", arguments.screenshot_views)->delimiter(',')->group("");
}

} // namespace

std::variant<WindowArguments, int> parse_window_arguments(int argc, char **argv) {
    CLI::App program("Vitrine says what a picture shows and how sure it is.", "vitrine");
    WindowArguments arguments;
    std::string precision, source;
    add_options(program, arguments, precision, source);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success &asked) {
        return program.exit(asked);
    } catch (const CLI::ParseError &error) {
        return static_cast<int>(fail(Error{"wrong_usage", {error.what()}}));
    }
    if (!source.empty()) {
        const auto parsed = parse_source_name(source);
        if (!parsed) {
            return static_cast<int>(fail(parsed.error()));
        }
        arguments.source = *parsed;
    }
    // A stand opens all the same: the disk may be plugged in later.
    if (!arguments.kiosk && !arguments.picture_folder.empty() &&
        !CLI::ExistingDirectory(arguments.picture_folder).empty())
        return static_cast<int>(fail(Error{"folder_vanished", {arguments.picture_folder}}));
    if (!precision.empty()) {
        const auto parsed = parse_precision(precision);
        if (!parsed) {
            return static_cast<int>(fail(parsed.error()));
        }
        arguments.compute.precision = *parsed;
    }
    return arguments;
}

} // namespace vitrine
