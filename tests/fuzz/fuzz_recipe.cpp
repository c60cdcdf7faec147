// Any bytes as a recipe: no crash, and what is accepted comes back the same after writing.
#include "core/training/recipe/recipe.hpp"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto recipe = vitrine::parse_recipe(text)) {
        const auto again = vitrine::parse_recipe(vitrine::to_json(*recipe).dump());
        if (!again || !(*again == *recipe))
            std::abort();
    }
    return 0;
}
