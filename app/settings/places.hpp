// Where the program keeps what is its own, after the XDG base directory specification.
#pragma once

#include <filesystem>

namespace vitrine {

/// $XDG_CONFIG_HOME/vitrine or ~/.config/vitrine: what the staff have chosen.
[[nodiscard]] std::filesystem::path config_folder();
/// $XDG_STATE_HOME/vitrine or ~/.local/state/vitrine: what the program notes by itself.
[[nodiscard]] std::filesystem::path state_folder();
/// $XDG_RUNTIME_DIR, or a folder of this user's where there is none: what ends with the session.
[[nodiscard]] std::filesystem::path runtime_folder();

} // namespace vitrine
