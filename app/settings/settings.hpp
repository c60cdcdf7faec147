// What the staff have chosen, and the file that it is kept in.
#pragma once

#include "core/support/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Empty texts and paths, and 0 threads, mean: not chosen, take what the program would by itself.
struct Settings {
    std::string language{};     ///< "zh", "en"
    std::string theme = "dark"; ///< "dark", "light"
    std::string model{};        ///< the model to begin with: a name
    std::filesystem::path model_folder{};
    std::filesystem::path picture_folder{};
    std::filesystem::path last_folder{};            ///< that a picture was chosen in
    std::string backend = "auto";                   ///< "auto" or a plugin's id
    int threads = 0;                                ///< 0 to most_threads
    std::vector<std::string> languages{"zh", "en"}; ///< offered to visitors; at least one
    int idle_s = 60;                                ///< kiosk: still for so long, then …
    int countdown_s = 10;                           ///< … so long to say that one is still there
    double text_scale = 1.0;                        ///< 1 to 2
    bool reduce_motion = false;

    static constexpr int most_threads = 256;
    static constexpr int least_idle_s = 15;
    static constexpr int most_idle_s = 600;
    static constexpr int least_countdown_s = 5;
    static constexpr int most_countdown_s = 30;

    bool operator==(const Settings &) const = default;
};

/// The settings as a JSON file: {"schema": 1, "theme": "dark", …}. Whatever the file holds, there
/// are settings to go on with. Not synchronised.
class SettingsFile {
  public:
    static constexpr int schema = 1;
    /// More than that was not written by this program.
    static constexpr std::uint64_t largest_bytes = 1 << 20;

    /// Reads `path`; that there is no such file is no problem.
    explicit SettingsFile(std::filesystem::path path);

    [[nodiscard]] const Settings &values() const { return values_; }
    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    /// What was wrong with the file, else an empty code. settings_damaged (where the damaged file
    /// is kept now): all are defaults; settings_value (names): those are their defaults;
    /// settings_newer (schema): what is understood of it holds, and it is never written to;
    /// settings_unreadable (path, reason): all are defaults, and it is never written to.
    [[nodiscard]] const Error &note() const { return note_; }

    /// Reads the file again, since another window may have changed it, and gives its text with what
    /// is different in `values` than `before`; all else, known to this version or not, valid or
    /// not, stays as it is. Errors: settings_newer (schema), or the note where the file could not
    /// be read.
    [[nodiscard]] Result<std::string> text_with(const Settings &before,
                                                const Settings &values) const;

  private:
    void read();
    void keep_aside();

    std::filesystem::path path_;
    Settings values_;
    std::string kept_; ///< the JSON object as it was read
    std::vector<std::string> wrong_;
    Error note_;
    bool locked_ = false; ///< not ours to write
};

} // namespace vitrine
