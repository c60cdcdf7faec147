// Any bytes as a picture: decoded or refused, never a crash, never much memory.
#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    vitrine::DecodeLimits limits;
    limits.max_pixels = 1 << 18;
    limits.max_memory_bytes = std::int64_t{16} << 20;
    limits.target_side = size % 2 == 0 ? 16 : 0;
    vitrine::PictureSource source;
    const auto image = vitrine::decode_image(std::as_bytes(std::span(data, size)), limits, &source);
    if (!image) {
        if (image.error().code.empty() || vitrine::english_message(image.error()).empty())
            std::abort();
        return 0;
    }
    const auto pixels = std::int64_t{image->width} * image->height;
    if (pixels <= 0 || pixels > limits.max_pixels ||
        image->pixels.size() != static_cast<std::size_t>(pixels) * 3)
        std::abort();
    vitrine::InputRule rule;
    rule.crop_fraction = 0.875;
    if (vitrine::fit_to_model(*image, rule).pixels.size() != 32 * 32 * 3)
        std::abort();
    return 0;
}
