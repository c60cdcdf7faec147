// Every sentence that a visitor reads, in the languages that the program speaks.
#pragma once

#include <span>
#include <string_view>

namespace vitrine {

/// One text. `%1`, `%2` … stand for values that are filled in.
struct LanguageEntry {
    std::string_view id; ///< as written in QML's qsTrId()
    const char *zh;
    const char *en;
};

/// Sorted by nothing in particular; every id occurs once.
[[nodiscard]] std::span<const LanguageEntry> language_table();

/// Sentences for error codes, each with a next step; the id is the Error's code and the values are
/// its arguments.
[[nodiscard]] std::span<const LanguageEntry> error_table();

// What the two are put together of.
[[nodiscard]] std::span<const LanguageEntry> general_errors() noexcept;
[[nodiscard]] std::span<const LanguageEntry> camera_texts() noexcept;
[[nodiscard]] std::span<const LanguageEntry> camera_errors() noexcept;
[[nodiscard]] std::span<const LanguageEntry> training_texts() noexcept;
[[nodiscard]] std::span<const LanguageEntry> training_errors() noexcept;

} // namespace vitrine
