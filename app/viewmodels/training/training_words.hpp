// What the Train page says of numbers.
#pragma once

#include "app/training/run_library.hpp"
#include "core/models/manifest.hpp"

#include <QString>

#include <string>

namespace vitrine {

class Language;

/// "under 1 min", "about 4 min", "about 45 h".
[[nodiscard]] QString duration_words(double seconds, const Language &language);
/// How long something has taken, without "about": "40 s", "15 min", "2 h 05 min".
[[nodiscard]] QString elapsed_words(double seconds, const Language &language);
/// "1 epoch", "20 epochs".
[[nodiscard]] QString epochs_words(int epochs, const Language &language);
/// "91.2%"; unlike a probability it may be 0 or 100.
[[nodiscard]] QString accuracy_words(double share);
/// 3 places that count: "0.150", "0.0123".
[[nodiscard]] QString rate_words(double rate);
/// "High accuracy"; a recipe that is not on board says its own name.
[[nodiscard]] QString recipe_title_words(const std::string &name, const Phrase &title,
                                         const Language &language);
[[nodiscard]] Phrase recipe_title_phrase(const std::string &name, const Phrase &title);
[[nodiscard]] Phrase data_phrase(const std::string &path);
/// "CIFAR-10 on board", "CIFAR-10", or the folder's own name.
[[nodiscard]] QString data_words(const std::string &path, const Language &language);
/// As a person named it, else recipe and data.
[[nodiscard]] Phrase run_title_phrase(const RunEntry &entry);
[[nodiscard]] bool is_data_on_board(const std::string &path);

} // namespace vitrine
