// The numbers that a network is computed in.
#pragma once

#include "core/support/result.hpp"

#include <string_view>

namespace vitrine {

enum class Precision { automatic, float32, bfloat16, float16 };
[[nodiscard]] std::string_view to_string(Precision precision) noexcept;
[[nodiscard]] Result<Precision> parse_precision(std::string_view text); ///< bad_precision (text)

} // namespace vitrine
