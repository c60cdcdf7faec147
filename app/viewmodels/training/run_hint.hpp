// What can be learnt from a run's curves, in a sentence.
#pragma once

#include "app/training/run_news.hpp"

#include <QString>

namespace vitrine {

class Language;

struct RunHint {
    QString text;
    QString detail;
    bool warns = false;
};

/// The most important thing to say just now: a loss that does not fall; a training accuracy far
/// above the test's; few, unequal or twice used pictures; else how it stands.
[[nodiscard]] RunHint hint_of(const RunRecord &record, const Language &language);

} // namespace vitrine
