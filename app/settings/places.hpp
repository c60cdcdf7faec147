// Where the program keeps what is its own, after the XDG base directory specification.
#pragma once

#include <filesystem>

namespace vitrine {

/// share/vitrine beside the program, in the build tree as when installed: what came with it
/// (models/, recipes/, data/, samples/).
[[nodiscard]] std::filesystem::path share_folder();
/// $XDG_CONFIG_HOME/vitrine or ~/.config/vitrine: what the staff have chosen.
[[nodiscard]] std::filesystem::path config_folder();
/// $XDG_DATA_HOME/vitrine or ~/.local/share/vitrine: what people have made (runs/, models/).
[[nodiscard]] std::filesystem::path data_folder();
/// $XDG_STATE_HOME/vitrine or ~/.local/state/vitrine: what the program notes by itself.
[[nodiscard]] std::filesystem::path state_folder();
/// $XDG_CACHE_HOME/vitrine or ~/.cache/vitrine: what can be made again (fitted pictures).
[[nodiscard]] std::filesystem::path cache_folder();
/// $XDG_RUNTIME_DIR, or a folder of this user's where there is none: what ends with the session.
[[nodiscard]] std::filesystem::path runtime_folder();

} // namespace vitrine
