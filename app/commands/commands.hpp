// The program's subcommands: one file each.
#pragma once

#include "app/commands/exit_status.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace vitrine {

/// Each adds its subcommand to `program` and gives what runs it once the line is parsed.
using Command = std::function<ExitStatus()>;

struct AddedCommand {
    CLI::App *parser = nullptr;
    Command run;
};

[[nodiscard]] AddedCommand add_classify(CLI::App &program);
[[nodiscard]] AddedCommand add_live(CLI::App &program);
[[nodiscard]] AddedCommand add_train(CLI::App &program);
[[nodiscard]] AddedCommand add_evaluate(CLI::App &program);
[[nodiscard]] AddedCommand add_import(CLI::App &program);
[[nodiscard]] AddedCommand add_export(CLI::App &program);
[[nodiscard]] AddedCommand add_models(CLI::App &program);
[[nodiscard]] AddedCommand add_devices(CLI::App &program);
[[nodiscard]] AddedCommand add_bench(CLI::App &program);

/// Whether the word is one of the subcommands.
[[nodiscard]] bool is_command(const char *word);
/// Parses and runs a line whose first word is a subcommand, --help or --version; gives the
/// program's exit status. Needs no application object.
[[nodiscard]] int run_command_line(int argc, char **argv);

} // namespace vitrine
