#include "app/services/picture_state_words.hpp"

#include "app/services/language.hpp"

namespace vitrine {

QString picture_words(PictureState state, const Language &language) {
    switch (state) {
    case PictureState::black:
        return language.text("live.black");
    case PictureState::dark:
        return language.text("live.dark");
    case PictureState::blurred:
        return language.text("live.blurred");
    case PictureState::frozen:
        return language.text("live.frozen");
    case PictureState::good:
        break;
    }
    return {};
}

} // namespace vitrine
