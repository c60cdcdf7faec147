// A verdict in a visitor's words.
#pragma once

#include "core/models/verdict.hpp"

#include <QString>

namespace vitrine {

class Language;

/// "这是猫", "Probably cat", "Cat, dog or deer?", "Not like any of the 10 things I know".
[[nodiscard]] QString headline_of(const Verdict &verdict, const Manifest &manifest,
                                  const Language &language);
/// The same where a mark beside it says how sure: "猫、狗或鹿？" without "说不准".
[[nodiscard]] QString short_headline_of(const Verdict &verdict, const Manifest &manifest,
                                        const Language &language);
/// "Very sure"; empty when the picture is like none of the classes.
[[nodiscard]] QString confidence_of(const Verdict &verdict, const Language &language);
/// Which kind of the headline it is ("Perhaps tiger cat or Egyptian cat"), what a small model knows
/// when the picture is like none of it, or nothing.
[[nodiscard]] QString kinds_of(const Verdict &verdict, const Manifest &manifest,
                               const Language &language);
/// The headline's classes with their percentages: "tiger cat 38.5 · Egyptian cat 36.3".
[[nodiscard]] QString shares_of(const Verdict &verdict, const Manifest &manifest,
                                const Language &language);

} // namespace vitrine
