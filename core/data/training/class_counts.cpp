#include "core/data/training/class_counts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <vector>

namespace vitrine {

Result<void> check_class_counts(const std::filesystem::path &path,
                                std::span<const ClassCount> classes) {
    std::vector<std::string> used;
    std::vector<std::string> empty;
    for (const ClassCount &of_class : classes)
        if (of_class.training > 0)
            used.push_back(of_class.name);
        else if (of_class.test > 0) // who takes one away is to take both
            empty.insert(empty.end(), {"train/" + of_class.name, "test/" + of_class.name});
        else
            empty.push_back(of_class.name);
    if (used.empty())
        return Error{"no_pictures", {path.string()}};
    const std::string empty_names = fmt::format("{}", fmt::join(empty, ", "));
    if (used.size() == 1 && empty.empty())
        return Error{"one_class", {path.string(), used.front()}};
    if (used.size() == 1)
        return Error{"one_filled_class", {path.string(), used.front(), empty_names}};
    if (!empty.empty())
        return Error{"empty_classes", {path.string(), empty_names}};
    if (std::ranges::any_of(classes, [](const ClassCount &one) { return one.test > 0; }))
        return {};
    std::error_code ignored;
    const bool has_test = std::filesystem::is_directory(path / "test", ignored);
    return Error{has_test ? "no_test_pictures" : "too_few_pictures", {path.string()}};
}

} // namespace vitrine
