// Parts of the program that are loaded when they are first needed.
#pragma once

#include "core/support/result.hpp"

namespace vitrine {

/// What a module exports, and what it is called where it is missing.
struct ModuleEntry {
    const char *file;         ///< "vitrine_video.so"
    const char *version_name; ///< of a function int() that gives `version`
    int version;
    const char *make_name;
    const char *error_code; ///< of the error, whose argument is the reason
};

/// Opens the module in lib or lib/vitrine beside the program's folder and gives its function
/// `make_name`. It stays loaded: the libraries behind it start threads. What it brings is nobody
/// else's (RTLD_LOCAL). Any thread.
[[nodiscard]] Result<void *> load_module(const ModuleEntry &entry);

} // namespace vitrine
