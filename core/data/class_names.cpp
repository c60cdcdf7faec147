#include "core/data/class_names.hpp"

#include <charconv>
#include <map>
#include <set>

namespace vitrine {

namespace {

std::string normalised(std::string_view text) {
    std::string result;
    for (char c : text) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        if (c == '_' || c == '-')
            c = ' ';
        if (c == ' ' && (result.empty() || result.back() == ' '))
            continue;
        result.push_back(c);
    }
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

using Index = std::map<std::string, std::set<int>>;

void add_parts(Index &index, const std::string &label, int id) {
    for (std::size_t start = 0; start < label.size();) {
        const std::size_t comma = std::min(label.find(',', start), label.size());
        index[normalised(std::string_view(label).substr(start, comma - start))].insert(id);
        start = comma + 1;
    }
}

} // namespace

Result<std::vector<int>> match_class_names(std::span<const std::string> names,
                                           std::span<const Phrase> labels) {
    Index whole;
    Index parts;
    for (std::size_t id = 0; id < labels.size(); ++id)
        for (const std::string *label : {&labels[id].en, &labels[id].zh}) {
            if (label->empty())
                continue;
            whole[normalised(*label)].insert(static_cast<int>(id));
            add_parts(parts, *label, static_cast<int>(id));
        }

    std::vector<int> result;
    for (const std::string &name : names) {
        const std::string wanted = normalised(name);
        auto found = whole.find(wanted);
        if (found == whole.end()) {
            found = parts.find(wanted);
            if (found == parts.end()) {
                int id = -1;
                const auto [end, error] =
                    std::from_chars(name.data(), name.data() + name.size(), id);
                if (error != std::errc{} || end != name.data() + name.size() || id < 0 ||
                    id >= static_cast<int>(labels.size()))
                    return Error{"unknown_class", {name}};
                result.push_back(id);
                continue;
            }
        }
        if (found->second.size() > 1)
            return Error{"ambiguous_class", {name}};
        result.push_back(*found->second.begin());
    }
    return result;
}

} // namespace vitrine
