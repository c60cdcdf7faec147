// Everyday words that do not exclude each other.
#pragma once

#include "core/models/manifest.hpp"

namespace vitrine {

/// Whether both words may be right for one picture: they are the same, one says more than the other
/// ("goldfish", "fish"), or one is a kind of the other ("owl", "bird"). Asked in both languages.
/// Models keep their words in groups that exclude each other, where "bird" means any other bird;
/// people do not.
[[nodiscard]] bool are_kindred(const Phrase &one, const Phrase &other);

} // namespace vitrine
