#include "core/camera/fit_frame.hpp"

#include "core/images/resize.hpp"

namespace vitrine {

Image to_image(const Frame &frame, const Rect &part) {
    Image image{part.width, part.height, {}};
    image.pixels.resize(3 * static_cast<std::size_t>(part.width) *
                        static_cast<std::size_t>(part.height));
    std::uint8_t *to = image.pixels.data();
    for (int y = 0; y < part.height; ++y) {
        const std::uint8_t *from = frame.row(part.y + y) + 4 * std::ptrdiff_t{part.x};
        for (int x = 0; x < part.width; ++x, from += 4, to += 3) {
            to[0] = from[0];
            to[1] = from[1];
            to[2] = from[2];
        }
    }
    return image;
}

Image to_image(const Frame &frame) { return to_image(frame, {0, 0, frame.width, frame.height}); }

Image fit_frame(const Frame &frame, const InputRule &rule) {
    const Rect crop = crop_rectangle(frame.width, frame.height, rule);
    if (crop.width <= 0)
        return {};
    const Image part = to_image(frame, crop);
    return resize(part, {0, 0, crop.width, crop.height}, rule.width, rule.height, rule.filter);
}

void fill_frame(Frame &frame, const Image &image) {
    frame.set_size(image.width, image.height);
    const std::uint8_t *from = image.pixels.data();
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t *to = frame.row(y);
        for (int x = 0; x < image.width; ++x, from += 3, to += 4) {
            to[0] = from[0];
            to[1] = from[1];
            to[2] = from[2];
            to[3] = 255;
        }
    }
}

} // namespace vitrine
