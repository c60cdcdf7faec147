#include "app/commands/exit_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace vitrine {

ExitStatus exit_status_of(const Error &error) {
    static constexpr std::array<std::string_view, 8> backend{
        "no_backend",      "no_such_backend", "no_device", "no_such_device",
        "missing_library", "wrong_abi",       "not_ours",  "failed"};
    static constexpr std::array<std::string_view, 7> computing{
        "device_lost",     "out_of_memory", "compute_failed", "not_a_number",
        "deadline_passed", "disk_full",     "output_failed"};
    const auto among = [&error](const auto &codes) {
        return std::find(codes.begin(), codes.end(), error.code) != codes.end();
    };
    if (among(backend))
        return ExitStatus::no_backend;
    return among(computing) ? ExitStatus::computing_failed : ExitStatus::wrong_input;
}

ExitStatus fail(const Error &error) {
    fmt::print(stderr, "vitrine: {}\n", english_message(error));
    return exit_status_of(error);
}

ExitStatus finish_output(ExitStatus status) {
    errno = 0;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
        return status;
    fmt::print(stderr, "vitrine: the results could not be written: {}\n",
               errno == 0 ? "standard output failed" : std::strerror(errno));
    return ExitStatus::computing_failed;
}

} // namespace vitrine
