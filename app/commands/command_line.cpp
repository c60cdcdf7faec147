#include "app/commands/commands.hpp"
#include "core/support/log.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <vector>

namespace vitrine {

namespace {

constexpr std::array<std::string_view, 9> command_names{
    "classify", "live", "train", "evaluate", "import", "export", "models", "devices", "bench"};

constexpr const char *description =
    "Vitrine says what a picture shows and how sure it is.\n"
    "Without a command it opens its window: vitrine [PICTURE...] [--kiosk] [--lang zh|en]\n"
    "                                               [--page picture|camera|train]\n"
    "                                               [--source S] [--pictures DIR]";

constexpr const char *footer =
    "\nWith --json, what ends a command as a whole is one more line of the results:\n"
    "{\"error\":{\"code\",\"message\"}}.\n"
    "VITRINE_BACKENDS and VITRINE_MODELS name further folders (separated by ':') where\n"
    "plugins and models are looked for; VITRINE_LOG=debug|info|warning|error|off sets the log.\n"
    "Exit status: 0 all done; 1 some inputs failed; 2 wrong usage or input as a whole;\n"
    "3 no usable backend; 4 interrupted; 5 failed while computing; 6 already in use.";

ExitStatus run_guarded(const Command &run) {
    // Last resort: what a library throws beyond what is foreseen must still end with a sentence.
    try {
        return finish_output(run());
    } catch (const std::bad_alloc &) {
        return fail(Error{"out_of_memory", {}});
    } catch (const std::exception &exception) {
        return fail(Error{"compute_failed", {exception.what()}});
    }
}

/// What is wrong with the line.
std::string usage_of(const CLI::App &program, const CLI::ParseError &error) {
    // CLI11 misses what is required before it minds an option that does not exist.
    const std::vector<std::string> rest = program.remaining(true);
    if (dynamic_cast<const CLI::RequiredError *>(&error) == nullptr || rest.empty())
        return error.what();
    return fmt::format("there is no option {}; a file of that name is written ./{}", rest.front(),
                       rest.front());
}

} // namespace

bool is_command(const char *word) {
    for (const std::string_view name : command_names)
        if (name == word)
            return true;
    return false;
}

int run_command_line(int argc, char **argv) {
    // A command says what matters in a sentence; the log is for those who ask for it.
    if (std::getenv("VITRINE_LOG") == nullptr) // NOLINT(concurrency-mt-unsafe): no thread yet
        log::set_level(log::Level::off);
    CLI::App program(description, "vitrine");
    program.footer(footer);
    program.set_version_flag("--version", "vitrine " VITRINE_VERSION);
    program.require_subcommand(1);
    const std::vector<AddedCommand> commands{
        add_classify(program), add_live(program),    add_train(program),
        add_evaluate(program), add_import(program),  add_export(program),
        add_models(program),   add_devices(program), add_bench(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success &asked) { // help, version
        program.exit(asked);
        return static_cast<int>(finish_output(ExitStatus::done));
    } catch (const CLI::ParseError &error) {
        const auto json = [](const char *word) { return std::string_view(word) == "--json"; };
        tell_failures_as_json(std::any_of(argv + 1, argv + argc, json));
        return static_cast<int>(
            finish_output(fail(Error{"wrong_usage", {usage_of(program, error)}})));
    }
    for (const AddedCommand &command : commands)
        if (command.parser->parsed()) {
            const CLI::Option *json = command.parser->get_option_no_throw("--json");
            tell_failures_as_json(json != nullptr && json->count() > 0);
            return static_cast<int>(run_guarded(command.run));
        }
    return static_cast<int>(ExitStatus::wrong_input);
}

} // namespace vitrine
