// The command line of the window.
#pragma once

#include "app/services/model_session.hpp"
#include "core/camera/source_name.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vitrine {

struct WindowArguments {
    std::vector<std::string> pictures; ///< and folders; several are shown side by side
    std::string language;              ///< "zh", "en"; empty: as last time
    std::string picture_folder;        ///< --pictures
    std::string model;
    std::string page;                          ///< "picture", "camera", "train"; empty: the first
    std::optional<SourceName> source;          ///< of the Camera page; nothing: the first camera
    std::string screenshots;                   ///< a folder: photograph every view there and end
    std::vector<std::string> screenshot_views; ///< only these; empty: all
    bool kiosk = false;
    bool set_staff_code = false; ///< ask for the code and end
    ComputeOptions compute;
};

/// The arguments, or the exit status of a line that ends at once (--help, wrong usage), after the
/// text was printed.
[[nodiscard]] std::variant<WindowArguments, int> parse_window_arguments(int argc, char **argv);

} // namespace vitrine
