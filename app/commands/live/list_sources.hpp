// vitrine live --list
#pragma once

#include "app/commands/exit_status.hpp"

namespace vitrine {

/// The cameras of this machine on standard output: in words, or as one JSON array of {"device",
/// "name", "formats": [{"format", "width", "height", "frames_per_second"}], "problem"}.
ExitStatus list_sources(bool json);

} // namespace vitrine
