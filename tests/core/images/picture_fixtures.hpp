// The pictures of tests/fixtures/images and the tables that make.py wrote beside them.
#pragma once

#include "core/support/atomic_file.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace vitrine::test {

inline std::filesystem::path picture_folder() {
    return std::filesystem::path(VITRINE_FIXTURES) / "images";
}

/// The bytes of a fixture; empty when it is not there (the comparison then fails).
inline std::vector<std::byte> fixture_bytes(const std::filesystem::path &name) {
    auto bytes = read_file(picture_folder() / name);
    return bytes ? std::move(*bytes) : std::vector<std::byte>{};
}

inline nlohmann::json table(const std::string &name) {
    const auto bytes = fixture_bytes(name);
    const auto *text = reinterpret_cast<const char *>(bytes.data());
    return nlohmann::json::parse(text, text + bytes.size());
}

/// The largest difference of two rows of bytes; 256 when their lengths differ.
template <typename First, typename Second>
int largest_difference(const First &first, const Second &second) {
    if (first.size() != second.size())
        return 256;
    int largest = 0;
    for (std::size_t i = 0; i < first.size(); ++i)
        largest =
            std::max(largest, std::abs(static_cast<int>(first[i]) - static_cast<int>(second[i])));
    return largest;
}

} // namespace vitrine::test
