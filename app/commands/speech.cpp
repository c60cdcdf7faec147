#include "app/commands/speech.hpp"

#include "app/services/language_table.hpp"

#include <algorithm>

namespace vitrine {

namespace {

Language &language() {
    // Never destroyed: at the program's end Qt, which it would take leave of, is gone already.
    static auto *const only = new Language;
    return *only;
}

} // namespace

const Language &speech() { return language(); }

void set_speech(const std::string &code) {
    language().set_code(code.empty() ? Language::system_code() : QString::fromStdString(code));
}

std::string sentence_of(const Error &error) {
    const bool known =
        std::ranges::find(error_table(), error.code, &LanguageEntry::id) != error_table().end();
    // English speaks to those who use a command line; the window's sentences are for its visitors.
    if (speech().tongue() == Language::Tongue::english || !known)
        return english_message(error);
    return speech().sentence(error).toStdString();
}

} // namespace vitrine
