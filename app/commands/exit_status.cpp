#include "app/commands/exit_status.hpp"

#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/support/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine {

namespace {

// Set before a command begins, on the thread that it runs on.
bool failures_as_json = false;

} // namespace

ExitStatus exit_status_of(const Error &error) {
    static constexpr std::array<std::string_view, 9> backend{
        "no_backend",      "no_such_backend", "no_device", "no_such_device", "missing_library",
        "damaged_library", "wrong_abi",       "not_ours",  "failed"};
    static constexpr std::array<std::string_view, 9> computing{
        "device_lost", "out_of_memory", "compute_failed", "not_a_number",   "deadline_passed",
        "disk_full",   "output_failed", "diverged",       "too_little_room"};
    const auto among = [&error](const auto &codes) {
        return std::find(codes.begin(), codes.end(), error.code) != codes.end();
    };
    if (error.code == "already_running" || error.code == "camera_busy")
        return ExitStatus::in_use;
    if (among(backend))
        return ExitStatus::no_backend;
    return among(computing) ? ExitStatus::computing_failed : ExitStatus::wrong_input;
}

void tell_failures_as_json(bool as_json) { failures_as_json = as_json; }

ExitStatus fail(const Error &error) {
    using Json = nlohmann::ordered_json;
    const std::string sentence = sentence_of(error);
    say("vitrine: {}\n", sentence);
    if (failures_as_json && error.code != "output_failed")
        put("{}\n", json_text(Json{{"error", {{"code", error.code}, {"message", sentence}}}}));
    return exit_status_of(error);
}

ExitStatus finish_output(ExitStatus status) {
    const auto error = output_error();
    return error ? fail(*error) : status;
}

} // namespace vitrine
