// The fast net for 32×32 pictures (K. Jordan, 2024, arXiv 2404.00498).
#include "core/networks/network.hpp"

#include <string>

namespace vitrine {

Network describe_fastnet(const Architecture &architecture) {
    NetworkBuilder build;
    build.network.batch_norm_epsilon = 1e-12;
    build.network.batch_norm_momentum = 0.4;
    build.network.batch_norm_scale_trained = false;
    build.network.starts_as_identity = true;
    build.network.logit_scale = 1.0 / 256.0;
    // 2 × (2 × (2 × 3 pixels)) after the whitening takes one away.
    build.network.smallest_input = 25;
    // From 49 on, the last pooling leaves more than one pixel.
    build.network.largest_input = 48;

    build.convolution("whiten", 24, 2, 1, 0, true);
    build.network.layers.back().whitening = true;
    build.activation(Activation::gelu);
    for (std::size_t i = 0; i < architecture.widths.size(); ++i) {
        const std::string name = "layer" + std::to_string(i + 1);
        build.convolution(name + ".conv1", architecture.widths[i], 3, 1, 1);
        build.max_pool(2, 2);
        build.batch_norm(name + ".norm1");
        build.activation(Activation::gelu);
        build.convolution(name + ".conv2", architecture.widths[i], 3, 1, 1);
        build.batch_norm(name + ".norm2");
        build.activation(Activation::gelu);
    }
    const auto map = build.current();
    build.max_pool(3, 3);
    build.head("head", architecture.classes, false, map);
    return std::move(build.network);
}

} // namespace vitrine
