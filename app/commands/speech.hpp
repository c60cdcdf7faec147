// The language in which commands speak to people.
#pragma once

#include "app/services/language.hpp"

#include <string>

namespace vitrine {

/// English until set_speech(). Commands run on one thread, and so does this.
[[nodiscard]] const Language &speech();
/// "zh" or "en"; empty: the environment's (LC_ALL, LC_MESSAGES, LANG).
void set_speech(const std::string &code);

/// The error in that language; English where there is no other sentence for it.
[[nodiscard]] std::string sentence_of(const Error &error);

} // namespace vitrine
