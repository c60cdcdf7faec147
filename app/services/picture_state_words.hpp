// What is wrong with a moving picture, in a visitor's words.
#pragma once

#include "core/camera/answer/picture_watch.hpp"

#include <QString>

namespace vitrine {

class Language;

/// "Too dark. More light, please."; empty while the picture is good.
[[nodiscard]] QString picture_words(PictureState state, const Language &language);

} // namespace vitrine
