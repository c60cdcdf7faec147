// ResNet (He et al., 2015, arXiv 1512.03385), with tensor names as torchvision gives them. Where a
// bottleneck shrinks the picture, its 3×3 convolution does so (torchvision's "V1.5").
#include "core/networks/network.hpp"
#include "core/networks/resnet_layout.hpp"

#include <fmt/format.h>
#include <string>

namespace vitrine {

namespace {

/// One residual block of `width` channels; a bottleneck gives out four times as many.
void block(NetworkBuilder &build, const std::string &name, int width, int stride, bool bottleneck) {
    const auto entry = build.current();
    const int entry_channels = build.channels();
    const int out_channels = bottleneck ? 4 * width : width;

    auto shortcut = entry;
    if (stride != 1 || entry_channels != out_channels) {
        build.convolution(name + ".downsample.0", out_channels, 1, stride, 0);
        build.batch_norm(name + ".downsample.1");
        shortcut = build.current();
        build.go_to(entry, entry_channels);
    }
    if (bottleneck) {
        build.convolution(name + ".conv1", width, 1, 1, 0);
        build.batch_norm(name + ".bn1");
        build.activation(Activation::relu);
        build.convolution(name + ".conv2", width, 3, stride, 1);
        build.batch_norm(name + ".bn2");
        build.activation(Activation::relu);
        build.convolution(name + ".conv3", out_channels, 1, 1, 0);
        build.batch_norm(name + ".bn3");
    } else {
        build.convolution(name + ".conv1", width, 3, stride, 1);
        build.batch_norm(name + ".bn1");
        build.activation(Activation::relu);
        build.convolution(name + ".conv2", width, 3, 1, 1);
        build.batch_norm(name + ".bn2");
    }
    build.add(shortcut);
    build.activation(Activation::relu);
}

} // namespace

std::optional<ResnetLayout> resnet_layout(int depth) {
    switch (depth) { // table 1 of He et al. (2015, arXiv 1512.03385)
    case 18:
        return ResnetLayout{{2, 2, 2, 2}, false};
    case 34:
        return ResnetLayout{{3, 4, 6, 3}, false};
    case 50:
        return ResnetLayout{{3, 4, 6, 3}, true};
    case 101:
        return ResnetLayout{{3, 4, 23, 3}, true};
    case 152:
        return ResnetLayout{{3, 8, 36, 3}, true};
    default:
        return std::nullopt;
    }
}

Network describe_resnet(const Architecture &architecture) {
    const ResnetLayout layout = *resnet_layout(architecture.depth);
    const bool imagenet = architecture.stem == "imagenet";
    NetworkBuilder build;
    if (imagenet) {
        build.convolution("conv1", architecture.width, 7, 2, 3);
    } else {
        build.convolution("conv1", architecture.width, 3, 1, 1);
    }
    build.batch_norm("bn1");
    build.activation(Activation::relu);
    if (imagenet) {
        build.max_pool(3, 2, 1);
    }
    for (std::size_t stage = 0; stage < layout.blocks.size(); ++stage) {
        const int width = architecture.width << stage;
        for (int i = 0; i < layout.blocks[stage]; ++i) {
            const int stride = stage > 0 && i == 0 ? 2 : 1;
            block(build, fmt::format("layer{}.{}", stage + 1, i), width, stride, layout.bottleneck);
        }
    }
    const auto map = build.current();
    build.average_pool();
    build.head("fc", architecture.classes, true, map);
    return std::move(build.network);
}

} // namespace vitrine
