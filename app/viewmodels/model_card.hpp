// What a model is, in words for a twelve-year-old.
#pragma once

#include "core/models/manifest.hpp"

#include <QStringList>

namespace vitrine {

class Language;

/// A few sentences from the manifest: what it knows, how many pictures of what it was shown, how
/// often it is right and what it mixes up (or that nobody recorded it), and what it does with
/// anything else. Nothing is said that the manifest does not say.
[[nodiscard]] QStringList card_of(const Manifest &manifest, const Language &language);

} // namespace vitrine
