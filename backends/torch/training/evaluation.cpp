#include "backends/torch/training/evaluation.hpp"

#include "backends/torch/training/augmentation.hpp"

#include <ATen/ATen.h>
#include <algorithm>
#include <cstring>

namespace vitrine {

namespace {

struct View {
    Augmentation change;
    double weight;
};

std::vector<View> views_of(Views views) {
    switch (views) {
    case Views::plain:
        return {{{}, 1.0}};
    case Views::mirrored:
        return {{{}, 0.5}, {{.mirrored = true}, 0.5}};
    case Views::six:
        break;
    }
    std::vector<View> all;
    for (const bool mirrored : {false, true}) {
        all.push_back({{.mirrored = mirrored}, 0.25});
        for (const int shift : {-1, 1}) {
            all.push_back({{.shift_y = shift, .shift_x = shift, .mirrored = mirrored}, 0.125});
        }
    }
    return all;
}

} // namespace

std::vector<float> evaluate_views(const DatasetView &pictures, Views views, int classes,
                                  std::int64_t batch_pixels, const LogitFunction &logits_of) {
    const auto area = std::int64_t{pictures.height} * pictures.width;
    const auto size = static_cast<std::size_t>(area) * 3;
    const auto total = pictures.pixels.size() / size;
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(1, batch_pixels / area));
    std::vector<float> all(total * static_cast<std::size_t>(classes));
    std::vector<std::uint8_t> changed;
    for (std::size_t first = 0; first < total; first += most) {
        const auto count = std::min(most, total - first);
        const auto plain = pictures.pixels.subspan(first * size, count * size);
        changed.resize(plain.size());
        at::Tensor sum;
        for (const auto &view : views_of(views)) {
            for (std::size_t i = 0; i < count; ++i) {
                augment_picture(plain.subspan(i * size, size), pictures.height, pictures.width,
                                view.change, AugmentationSpec::Padding::reflect, 0, {},
                                std::span(changed).subspan(i * size, size));
            }
            const auto logits =
                logits_of({changed, static_cast<int>(count), pictures.height, pictures.width})
                    .to(at::kFloat) *
                view.weight;
            sum = sum.defined() ? sum + logits : logits;
        }
        const auto rows = sum.to(at::kCPU).contiguous();
        std::memcpy(all.data() + first * static_cast<std::size_t>(classes),
                    rows.const_data_ptr<float>(), rows.nbytes());
    }
    return all;
}

} // namespace vitrine
