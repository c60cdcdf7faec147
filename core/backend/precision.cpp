#include "core/backend/precision.hpp"

#include <string>

namespace vitrine {

std::string_view to_string(Precision precision) noexcept {
    switch (precision) {
    case Precision::automatic:
        return "auto";
    case Precision::float32:
        return "float32";
    case Precision::bfloat16:
        return "bfloat16";
    case Precision::float16:
        return "float16";
    }
    return "auto";
}

Result<Precision> parse_precision(std::string_view text) {
    for (const Precision precision :
         {Precision::automatic, Precision::float32, Precision::bfloat16, Precision::float16}) {
        if (text == to_string(precision)) {
            return precision;
        }
    }
    return Error{"bad_precision", {std::string(text)}};
}

} // namespace vitrine
