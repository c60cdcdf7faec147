#include "app/training/run_library.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"
#include "core/training/run/run_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr const char *title_name = "title.txt"; // beside what the trainer writes
constexpr std::string_view aside_prefix = ".removed-";
constexpr const char *log_ending = ".log"; // files beside the run's folder
constexpr const char *bet_ending = ".bet";
constexpr const char *recipe_ending = ".recipe.json";
constexpr const char *left_out_ending = ".left-out.txt";
constexpr const char *picture_ending = ".picture.png";
constexpr const char *failure_ending = ".failure.json";
constexpr const char *reading_ending = ".reading.json";
constexpr std::uint64_t run_json_limit = std::uint64_t{64} << 20;
constexpr std::uint64_t title_limit = 4096;

fs::path beside(const fs::path &run, const char *ending) {
    fs::path file = run;
    file += ending;
    return file;
}

std::string text_of(const fs::path &file, std::uint64_t limit) {
    const auto bytes = read_file(file, limit);
    if (!bytes)
        return {};
    return {reinterpret_cast<const char *>(bytes->data()), bytes->size()};
}

/// The last whole line of a file that is not longer than `most`; empty where there is none.
std::string last_line(const fs::path &file, std::streamoff most) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    const std::streamoff size = stream.tellg();
    if (!stream || size <= 0)
        return {};
    std::string text(static_cast<std::size_t>(std::min(size, most)), '\0');
    stream.seekg(size - static_cast<std::streamoff>(text.size()));
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    const std::size_t end = text.rfind('\n');
    if (end == std::string::npos || end == 0)
        return {};
    const std::size_t begin = text.rfind('\n', end - 1);
    if (begin == std::string::npos && size > most)
        return {};
    return text.substr(begin + 1, end - begin - 1);
}

/// Rows of metrics.csv: epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,…
void read_metrics(const fs::path &file, RunEntry &entry) {
    constexpr int accuracy_column = 5;
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line); // names
    while (std::getline(stream, line)) {
        std::size_t at = 0;
        for (int column = 0; column < accuracy_column && at != std::string::npos; ++column)
            at = line.find(',', at + 1);
        if (at == std::string::npos)
            continue;
        const double accuracy = std::strtod(line.c_str() + at + 1, nullptr);
        entry.best_accuracy = std::max(accuracy, entry.best_accuracy.value_or(0));
        entry.epochs_done = static_cast<int>(std::strtol(line.c_str(), nullptr, 10));
    }
}

RunEntry::State state_of(const fs::path &run) {
    if (is_trainer_alive(run))
        return RunEntry::State::running;
    constexpr std::streamoff longest_end = std::streamoff{4} << 20;
    const json event = json::parse(last_line(run / "events.jsonl", longest_end), nullptr, false);
    if (!event.is_object() || event.value("type", json()) != "end")
        return RunEntry::State::cut_off;
    const json reason = event.value("reason", json());
    if (reason == "finished")
        return RunEntry::State::finished;
    return reason == "stopped" ? RunEntry::State::stopped : RunEntry::State::failed;
}

Error rename_error(const fs::path &path, const std::error_code &error) {
    return {"unwritable", {path.string(), error.message()}};
}

/// The runs in a folder, newest first.
std::vector<RunEntry> runs_in(const fs::path &folder) {
    std::vector<RunEntry> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().filename().string().starts_with('.'))
            continue;
        if (auto entry = RunLibrary::read(it->path()))
            entries.push_back(std::move(*entry));
    }
    std::ranges::sort(entries, [](const RunEntry &a, const RunEntry &b) {
        return a.begun_s != b.begun_s ? a.begun_s > b.begun_s : a.id > b.id;
    });
    return entries;
}

} // namespace

std::optional<RunEntry> RunLibrary::read(const fs::path &run) {
    const std::string text = text_of(run / "run.json", run_json_limit);
    if (text.empty())
        return std::nullopt;
    RunEntry entry;
    entry.folder = run;
    entry.id = run.filename().string();
    try {
        const json described = json::parse(text);
        const json &recipe = described.at("recipe");
        entry.recipe = recipe.at("name").get<std::string>();
        entry.epochs = recipe.at("epochs").get<int>();
        if (const auto title = recipe.find("title"); title != recipe.end() && title->is_object())
            entry.recipe_title = {title->value("en", ""), title->value("zh", "")};
        const json &data = described.at("data");
        entry.data = data.at("path").get<std::string>();
        entry.data_fingerprint = data.value("fingerprint", "");
        entry.training_pictures = data.at("training").get<std::int64_t>();
    } catch (const json::exception &) {
        return std::nullopt;
    }
    struct stat status {};
    if (::stat((run / "run.json").c_str(), &status) == 0)
        entry.begun_s = status.st_mtim.tv_sec;
    entry.title = text_of(run / title_name, title_limit);
    read_metrics(run / "metrics.csv", entry);
    entry.state = state_of(run);
    return entry;
}

std::vector<RunEntry> RunLibrary::list() const {
    std::vector<RunEntry> entries = runs_in(folder_);
    if (on_board_.empty())
        return entries;
    for (RunEntry &entry : runs_in(on_board_)) {
        entry.on_board = true;
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool RunLibrary::is_training() const {
    std::error_code error;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
        if (is_trainer_alive(it->path()))
            return true;
    return false;
}

Result<fs::path> RunLibrary::new_run(std::string_view recipe) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error)
        return rename_error(folder_, error);
    const std::string name =
        fmt::format("{:%Y-%m-%d-%H%M%S}-{}", fmt::localtime(std::time(nullptr)), recipe);
    fs::path run = folder_ / name;
    for (int turn = 2; fs::exists(run, error) || fs::exists(log_of(run), error); ++turn)
        run = folder_ / fmt::format("{}-{}", name, turn);
    return run;
}

fs::path RunLibrary::log_of(const fs::path &run) { return beside(run, log_ending); }
fs::path RunLibrary::recipe_of(const fs::path &run) { return beside(run, recipe_ending); }
fs::path RunLibrary::left_out_of(const fs::path &run) { return beside(run, left_out_ending); }
fs::path RunLibrary::picture_of(const fs::path &run) { return beside(run, picture_ending); }
fs::path RunLibrary::failure_of(const fs::path &run) { return beside(run, failure_ending); }
fs::path RunLibrary::reading_of(const fs::path &run) { return beside(run, reading_ending); }

Result<void> RunLibrary::note_failure(const fs::path &run, const Error &why) {
    const std::string text =
        json_text(nlohmann::ordered_json{{"code", why.code}, {"arguments", why.arguments}});
    return write_file_atomically(failure_of(run), std::string_view(text));
}

std::optional<Error> RunLibrary::noted_failure(const fs::path &run) {
    constexpr std::uint64_t limit = 1 << 16;
    const json said = json::parse(text_of(failure_of(run), limit), nullptr, false);
    const auto code = said.is_object() ? said.find("code") : said.end();
    if (code == said.end() || !code->is_string())
        return std::nullopt;
    Error why{code->get<std::string>(), {}};
    for (const json &argument : said.value("arguments", json::array()))
        why.arguments.push_back(argument.is_string() ? argument.get<std::string>()
                                                     : argument.dump());
    return why;
}

std::optional<std::pair<std::int64_t, std::int64_t>>
RunLibrary::noted_reading(const fs::path &run) {
    constexpr std::uint64_t limit = 4096;
    const json said = json::parse(text_of(reading_of(run), limit), nullptr, false);
    if (!said.is_object() || !said.contains("done") || !said["done"].is_number_integer() ||
        !said.contains("total") || !said["total"].is_number_integer())
        return std::nullopt;
    return std::pair(said["done"].get<std::int64_t>(), said["total"].get<std::int64_t>());
}

Result<void> RunLibrary::note_bet(const fs::path &run, double bet) {
    return write_file_atomically(beside(run, bet_ending),
                                 std::string_view(fmt::format("{}\n", bet)));
}

std::optional<double> RunLibrary::bet_of(const fs::path &run) {
    const std::string text = text_of(beside(run, bet_ending), title_limit);
    const double bet = text.empty() ? -1 : std::strtod(text.c_str(), nullptr);
    return bet >= 0 && bet <= 1 ? std::optional(bet) : std::nullopt;
}

Result<void> RunLibrary::rename(const fs::path &run, const std::string &title) const {
    return write_file_atomically(run / title_name, std::string_view(title));
}

fs::path RunLibrary::aside(const fs::path &run) const {
    return folder_ / (std::string(aside_prefix) + run.filename().string());
}

Result<void> RunLibrary::remove(const fs::path &run) const {
    if (is_trainer_alive(run))
        return Error{"in_use", {run.string()}};
    std::error_code error;
    fs::rename(run, aside(run), error);
    return error ? Result<void>(rename_error(run, error)) : Result<void>();
}

Result<void> RunLibrary::restore(const fs::path &run) const {
    std::error_code error;
    fs::rename(aside(run), run, error);
    return error ? Result<void>(rename_error(run, error)) : Result<void>();
}

std::vector<fs::path> RunLibrary::put_aside() const {
    std::error_code error;
    std::vector<fs::path> removed;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
        if (it->path().filename().string().starts_with(aside_prefix))
            removed.push_back(it->path());
    return removed;
}

void RunLibrary::purge() const {
    std::error_code error;
    for (const fs::path &run : put_aside()) {
        const std::string name = run.filename().string().substr(aside_prefix.size());
        fs::remove_all(run, error);
        forget_beside(folder_ / name);
    }
}

void RunLibrary::forget_beside(const fs::path &run) {
    std::error_code ignored;
    for (const char *ending : {log_ending, bet_ending, recipe_ending, left_out_ending,
                               picture_ending, failure_ending, reading_ending})
        fs::remove(beside(run, ending), ignored);
}

void RunLibrary::forget_not_begun(const fs::path &run) {
    std::error_code ignored;
    if (fs::exists(run / "run.json", ignored))
        return;
    for (const char *name : {"run.lock", "request"}) // which a trainer that was killed leaves
        fs::remove(run / name, ignored);
    fs::remove(run, ignored); // only where it is empty
    forget_beside(run);
}

void RunLibrary::restore_all() const {
    std::error_code error;
    for (const fs::path &run : put_aside()) {
        const fs::path place = folder_ / run.filename().string().substr(aside_prefix.size());
        if (!fs::exists(place, error))
            fs::rename(run, place, error);
    }
}

void RunLibrary::keep_newest(std::size_t most) const {
    const auto entries = runs_in(folder_);
    for (std::size_t i = most; i < entries.size(); ++i)
        if (entries[i].state != RunEntry::State::running)
            (void)remove(entries[i].folder);
    purge();
}

} // namespace vitrine
