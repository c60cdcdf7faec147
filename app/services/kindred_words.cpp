#include "app/services/kindred_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace vitrine {
namespace {

using Words = std::vector<std::string_view>;

/// A general word, and kinds of it that are words of their own.
struct Family {
    std::string_view general;
    Words kinds;
};

const std::array families{
    Family{"bird",
           {"owl", "parrot", "duck", "swan", "penguin", "chicken", "ostrich", "goose", "peacock",
            "flamingo"}},
    Family{"fish", {"shark", "ray"}},
    Family{"insect",
           {"beetle", "butterfly", "ladybug", "fly", "bee", "ant", "grasshopper", "cricket",
            "cockroach", "mantis", "cicada", "dragonfly"}},
    Family{"big cat", {"lion", "tiger", "cougar", "lynx"}},
    Family{"monkey", {"ape", "gibbon", "lemur"}},
    Family{"lizard", {"African chameleon"}},
    Family{"salamander", {"axolotl"}},
    Family{"lobster", {"crayfish"}},
    Family{"cattle", {"bison"}},
    Family{"fruit",
           {"apple", "strawberry", "orange", "lemon", "fig", "pineapple", "banana", "jackfruit",
            "pomegranate"}},
    Family{"vegetable",
           {"corn", "squash", "cabbage", "broccoli", "cauliflower", "zucchini", "cucumber",
            "bell pepper", "mushroom"}},
    Family{"dessert", {"ice cream", "ice lolly"}},
    Family{"car", {"ambulance", "go-kart"}},
    Family{"truck", {"fire engine"}},
    Family{"ship or boat", {"aircraft carrier", "submarine"}},
    Family{"cabinet", {"wardrobe", "bookcase"}},
    Family{"clothes", {"coat", "skirt", "miniskirt", "jeans", "suit", "kimono", "apron", "sarong"}},
    Family{"shoe", {"boot"}},
    Family{"building",
           {"house", "shop", "church", "castle", "palace", "mosque", "greenhouse", "lighthouse"}},
    Family{"musical instrument",
           {"guitar", "piano", "drum", "violin", "cello", "harp", "flute", "saxophone", "accordion",
            "harmonica"}},
};

/// "ship or boat" is two words, "kite (bird)" one.
Words words_of(std::string_view text) {
    constexpr std::string_view either = " or ";
    text = text.substr(0, text.find(" ("));
    Words words;
    for (std::size_t at = text.find(either); at != std::string_view::npos; at = text.find(either)) {
        words.push_back(text.substr(0, at));
        text.remove_prefix(at + either.size());
    }
    words.push_back(text);
    return words;
}

/// Both languages say what a thing is at the end of its name.
bool says_more(std::string_view longer, std::string_view shorter) {
    return !shorter.empty() && longer.ends_with(shorter);
}

bool says_more_or_less(const std::string &one, const std::string &other) {
    const Words left = words_of(one);
    const Words right = words_of(other);
    return std::ranges::any_of(left, [&](std::string_view a) {
        return std::ranges::any_of(
            right, [a](std::string_view b) { return says_more(a, b) || says_more(b, a); });
    });
}

bool is_kind_of(const std::string &kind, const std::string &general) {
    return std::ranges::any_of(families, [&](const Family &family) {
        return family.general == general &&
               std::ranges::find(family.kinds, kind) != family.kinds.end();
    });
}

} // namespace

bool are_kindred(const Phrase &one, const Phrase &other) {
    return says_more_or_less(one.en, other.en) || says_more_or_less(one.zh, other.zh) ||
           is_kind_of(one.en, other.en) || is_kind_of(other.en, one.en);
}

} // namespace vitrine
