#include "app/viewmodels/camera/things_to_try.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine {

namespace {

constexpr std::size_t most = 8;
/// With fewer of them the model is of another world.
constexpr std::size_t enough = 4;
/// Parents of the photo model, most likely in a pocket or on a table first.
constexpr std::array<std::string_view, most> at_hand{"cup", "phone",      "watch", "keyboard",
                                                     "bag", "sunglasses", "apple", "bottle"};

} // namespace

std::vector<Phrase> things_to_try(const Manifest &manifest) {
    std::vector<Phrase> things;
    for (const std::string_view id : at_hand) {
        const auto found = std::ranges::find(manifest.parents, id, &Parent::id);
        if (found != manifest.parents.end())
            things.push_back(found->word);
    }
    if (things.size() >= enough)
        return things;
    things = manifest.labels;
    things.resize(std::min(things.size(), most));
    return things;
}

} // namespace vitrine
