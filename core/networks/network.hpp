// A network as data: what layers it has and how they are joined, without any tensor.
//
// Each family is described once (resnet.cpp, fastnet.cpp, efficientnet_lite0.cpp). From that comes
// what tensors a model file must hold (core/models/expected_tensors.hpp), and backends make of it
// what they compute.
#pragma once

#include "core/networks/architecture.hpp"
#include "core/support/result.hpp"

#include <string>
#include <utility>
#include <vector>

namespace vitrine {

enum class LayerKind { convolution, batch_norm, activation, add, max_pool, average_pool, linear };
enum class Activation { none, relu, relu6, gelu };

/// A value is what a layer gives out: value 0 is the network's input, layer i makes value i + 1.
using ValueId = int;

struct Layer {
    LayerKind kind = LayerKind::activation;
    std::string name{}; ///< prefix of its tensors in files; empty where it has none
    ValueId input = 0;
    ValueId other = -1; ///< the second summand of an add
    int in_channels = 0;
    int out_channels = 0;
    int kernel = 1;
    int stride = 1;
    int padding = 0; ///< on each side; ignored when `same`
    /// Output size is ceil(size / stride); an odd pixel of padding goes below and to the right
    /// (TensorFlow's SAME).
    bool same = false;
    int groups = 1;
    bool bias = false;
    bool whitening = false; ///< its weight follows from the training pictures and never learns
    Activation activation = Activation::none;
};

/// Padding before and after along one axis of `size` pixels.
[[nodiscard]] std::pair<int, int> padding_of(const Layer &layer, int size) noexcept;

struct Network {
    std::vector<Layer> layers;
    double batch_norm_epsilon = 1e-5;
    double batch_norm_momentum = 0.1; ///< share of the new batch in the running average
    bool batch_norm_scale_trained = true;
    /// Before training, inner convolutions hand their channels through and the head's entries have
    /// a standard deviation of one; else everything is drawn at random.
    bool starts_as_identity = false;
    double logit_scale = 1.0; ///< the last layer's output is multiplied by this
    ValueId map = 0;          ///< the last value with height and width: for activation maps
    ValueId features = 0;     ///< the input of the last layer, N × channels
    int feature_count = 0;
    int classes = 0;
    int smallest_input = 1; ///< pixels a side below which some layer has nothing left
    int largest_input = 0;  ///< pixels a side that the last layer still takes; 0: any
};

/// Errors: unsupported_architecture (SPEC, invalid_field()).
[[nodiscard]] Result<Network> describe(const Architecture &architecture);

/// Appends layers and keeps track of the current value and its channels.
class NetworkBuilder {
  public:
    Network network{};

    [[nodiscard]] ValueId current() const noexcept { return current_; }
    [[nodiscard]] int channels() const noexcept { return channels_; }
    /// Continues from an earlier value.
    void go_to(ValueId value, int channels) noexcept;

    void convolution(std::string name, int out_channels, int kernel, int stride, int padding,
                     bool bias = false);
    void same_convolution(std::string name, int out_channels, int kernel, int stride,
                          int groups = 1);
    void batch_norm(std::string name);
    void activation(Activation kind);
    void add(ValueId other);
    void max_pool(int kernel, int stride, int padding = 0);
    /// Over all of height and width; N × channels comes out.
    void average_pool();
    /// The last layer: marks its input as features and the value before pooling as map.
    void head(std::string name, int classes, bool bias, ValueId map);

  private:
    void append(Layer layer);

    ValueId current_ = 0;
    int channels_ = 3;
};

// One function a family, for architectures that are valid.
[[nodiscard]] Network describe_resnet(const Architecture &architecture);
[[nodiscard]] Network describe_fastnet(const Architecture &architecture);
[[nodiscard]] Network describe_efficientnet_lite0(const Architecture &architecture);

} // namespace vitrine
