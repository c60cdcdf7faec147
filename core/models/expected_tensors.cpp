#include "core/models/expected_tensors.hpp"

#include "core/models/resnet_layout.hpp"

#include <set>

namespace vitrine {

namespace {

/// Collects tensors module by module.
class Listing {
  public:
    void add(std::string name, std::vector<std::int64_t> shape) {
        tensors_.push_back({std::move(name), std::move(shape), false});
    }
    void convolution(const std::string &name, int out, int in, int kernel) {
        add(name + ".weight", {out, in, kernel, kernel});
    }
    void norm(const std::string &name, int channels) {
        for (const char *part : {".weight", ".bias", ".running_mean", ".running_var"}) {
            add(name + part, {channels});
        }
        tensors_.push_back({name + ".num_batches_tracked", {}, true});
    }
    std::vector<ExpectedTensor> take() { return std::move(tensors_); }

  private:
    std::vector<ExpectedTensor> tensors_;
};

void resnet_block(Listing &list, const std::string &name, bool bottleneck, int in, int planes,
                  int out) {
    if (bottleneck) {
        list.convolution(name + ".conv1", planes, in, 1);
        list.norm(name + ".bn1", planes);
        list.convolution(name + ".conv2", planes, planes, 3);
        list.norm(name + ".bn2", planes);
        list.convolution(name + ".conv3", out, planes, 1);
        list.norm(name + ".bn3", out);
    } else {
        list.convolution(name + ".conv1", planes, in, 3);
        list.norm(name + ".bn1", planes);
        list.convolution(name + ".conv2", out, planes, 3);
        list.norm(name + ".bn2", out);
    }
    if (in != out) { // wherever the stride changes, so do the channels
        list.convolution(name + ".downsample.0", out, in, 1);
        list.norm(name + ".downsample.1", out);
    }
}

std::vector<ExpectedTensor> resnet(const Architecture &architecture) {
    const ResnetLayout layout = *resnet_layout(architecture.depth);
    Listing list;
    list.convolution("conv1", architecture.width, 3, architecture.stem == "imagenet" ? 7 : 3);
    list.norm("bn1", architecture.width);
    int channels = architecture.width;
    for (int layer = 0; layer < 4; ++layer) {
        const int planes = architecture.width << layer;
        const int out = layout.bottleneck ? 4 * planes : planes;
        for (int block = 0; block < layout.blocks[static_cast<std::size_t>(layer)]; ++block) {
            resnet_block(list, "layer" + std::to_string(layer + 1) + "." + std::to_string(block),
                         layout.bottleneck, channels, planes, out);
            channels = out;
        }
    }
    list.add("fc.weight", {architecture.classes, channels});
    list.add("fc.bias", {architecture.classes});
    return list.take();
}

std::vector<ExpectedTensor> fastnet(const Architecture &architecture) {
    constexpr int whitening_filters = 24; // 2×2×3 eigenvectors and their negatives
    Listing list;
    list.convolution("whiten", whitening_filters, 3, 2);
    list.add("whiten.bias", {whitening_filters});
    int channels = whitening_filters;
    for (std::size_t i = 0; i < architecture.widths.size(); ++i) {
        const int width = architecture.widths[i];
        const std::string layer = "layer" + std::to_string(i + 1);
        list.convolution(layer + ".conv1", width, channels, 3);
        list.norm(layer + ".norm1", width);
        list.convolution(layer + ".conv2", width, width, 3);
        list.norm(layer + ".norm2", width);
        channels = width;
    }
    list.add("head.weight", {architecture.classes, channels});
    return list.take();
}

std::vector<ExpectedTensor> efficientnet_lite0(const Architecture &architecture) {
    struct Stage {
        int repeats, kernel, expansion, out;
    };
    // Table 1 of Tan and Le (2019, arXiv 1905.11946).
    static constexpr Stage stages[] = {{1, 3, 1, 16},  {2, 3, 6, 24},  {2, 5, 6, 40}, {3, 3, 6, 80},
                                       {3, 5, 6, 112}, {4, 5, 6, 192}, {1, 3, 6, 320}};
    constexpr int stem = 32;
    constexpr int head = 1280;
    Listing list;
    list.convolution("_conv_stem", stem, 3, 3);
    list.norm("_bn0", stem);
    int channels = stem;
    int number = 0;
    for (const Stage &stage : stages) {
        for (int repeat = 0; repeat < stage.repeats; ++repeat) {
            const std::string block = "_blocks." + std::to_string(number++);
            const int inner = channels * stage.expansion;
            if (stage.expansion != 1) {
                list.convolution(block + "._expand_conv", inner, channels, 1);
                list.norm(block + "._bn0", inner);
            }
            list.convolution(block + "._depthwise_conv", inner, 1, stage.kernel);
            list.norm(block + "._bn1", inner);
            list.convolution(block + "._project_conv", stage.out, inner, 1);
            list.norm(block + "._bn2", stage.out);
            channels = stage.out;
        }
    }
    list.convolution("_conv_head", head, channels, 1);
    list.norm("_bn1", head);
    list.add("_fc.weight", {architecture.classes, head});
    list.add("_fc.bias", {architecture.classes});
    return list.take();
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

std::vector<ExpectedTensor> expected_tensors(const Architecture &architecture) {
    if (architecture.family == "resnet") {
        return resnet(architecture);
    }
    return architecture.family == "fastnet" ? fastnet(architecture)
                                            : efficientnet_lite0(architecture);
}

Result<void> check_tensors(const Architecture &architecture, const TensorMap &tensors) {
    std::set<std::string_view> known;
    const auto expected = expected_tensors(architecture);
    for (const ExpectedTensor &wanted : expected) {
        known.insert(wanted.name);
        const auto found = tensors.find(wanted.name);
        if (found == tensors.end()) {
            if (wanted.is_counter) {
                continue;
            }
            return Error{"missing_tensor", {wanted.name}};
        }
        const Tensor &tensor = found->second;
        if (tensor.shape != wanted.shape) {
            return Error{"wrong_shape",
                         {wanted.name, shape_text(wanted.shape), shape_text(tensor.shape)}};
        }
        if (!wanted.is_counter && !is_floating(tensor.type)) {
            return Error{"wrong_type", {wanted.name, std::string(to_string(tensor.type))}};
        }
    }
    for (const auto &[name, tensor] : tensors) {
        if (!known.contains(name)) {
            return Error{"unexpected_tensor", {name}};
        }
    }
    return {};
}

} // namespace vitrine
