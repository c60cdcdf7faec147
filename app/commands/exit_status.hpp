// What the program's exit status says to scripts.
#pragma once

#include "core/support/result.hpp"

namespace vitrine {

enum class ExitStatus {
    done = 0,
    some_failed = 1, ///< some inputs failed, the rest are done
    wrong_input = 2, ///< wrong usage, or wrong input as a whole (data set, recipe, model)
    no_backend = 3,  ///< no usable backend
    interrupted = 4,
    computing_failed = 5, ///< not a number, device lost, out of space given up
    in_use = 6,
};

/// For an error that ends a command as a whole.
[[nodiscard]] ExitStatus exit_status_of(const Error &error);

/// Whether fail() also prints {"error":{"code","message"}} as a line of the results from now on.
void tell_failures_as_json(bool as_json);

/// Prints the error's sentence (sentence_of()) on standard error, and gives its status.
ExitStatus fail(const Error &error);

/// Flushes standard output: results that could not be written (a full disk) turn `status` into
/// computing_failed, with a message.
ExitStatus finish_output(ExitStatus status);

} // namespace vitrine
