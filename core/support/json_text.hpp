// JSON as text.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace vitrine {

/// @param indent  spaces a level; -1: on one line
/// File names need not be UTF-8, JSON must be: what is not becomes U+FFFD instead of an exception.
template <typename Json> [[nodiscard]] std::string json_text(const Json &value, int indent = -1) {
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace vitrine
