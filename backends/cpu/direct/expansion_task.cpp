// A 1×1 convolution and the depthwise convolution behind it as one: the widened picture between
// them is larger than the second cache, so only the few rows under the kernel are kept of it.
#include "backends/cpu/direct/task.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine::direct {

namespace {

constexpr int rows_of_step = 2;     ///< output rows between two refills
constexpr int pieces_of_thread = 2; ///< each begins with rows that its neighbour computes too

class ExpansionTask final : public Task {
  public:
    ExpansionTask(const Step &expand, const Step &depthwise, int threads)
        : in_(expand.in), middle_(depthwise.in), out_(depthwise.out),
          cut_(expand.layer.out_channels), kernel_(depthwise.layer.kernel),
          stride_(depthwise.layer.stride),
          groups_(std::min(out_.height, pieces_of_thread * threads)),
          left_(padding_of(depthwise.layer, middle_.width).first),
          top_(padding_of(depthwise.layer, middle_.height).first) {
        pack_expansion(expand);
        depthwise_packed_ = AlignedFloats(depthwise.weight.size());
        depthwise_bias_ = AlignedFloats(depthwise.bias.size());
        pack_depthwise(depthwise.weight.data(), middle_.channels, kernel_,
                       depthwise_packed_.data());
        std::copy(depthwise.bias.begin(), depthwise.bias.end(), depthwise_bias_.data());
        finish_ = finish_of(depthwise.layer.activation, depthwise_bias_.data());
    }

    [[nodiscard]] int pieces(int pictures) const override { return pictures * groups_; }

    void run(int piece, const Places &places, Scratch &scratch) const override {
        const auto picture = static_cast<std::size_t>(piece / groups_);
        const int group = piece % groups_;
        const float *input = places.input + picture * in_.size();
        float *output = places.output + picture * out_.size();
        const int last = (group + 1) * out_.height / groups_;
        int base = 0; // row of the widened picture that is first in the scratch
        int end = 0;  // row behind the last there
        for (int y = group * out_.height / groups_; y < last; y += rows_of_step) {
            const int rows = std::min(rows_of_step, last - y);
            const int from = std::max(0, y * stride_ - top_);
            const int to = std::min(middle_.height, (y + rows - 1) * stride_ - top_ + kernel_);
            keep(from, base, end, scratch.floats);
            for (; end < to; ++end) {
                expand_row(input + std::size_t{static_cast<std::size_t>(end)} * row(in_),
                           scratch.floats + static_cast<std::size_t>(end - base) * row(middle_));
            }
            const Window window{
                end - base, middle_.width, middle_.channels, rows,
                out_.width, kernel_,       stride_,          base - (y * stride_ - top_),
                left_};
            convolve_depthwise(window, scratch.floats, depthwise_packed_.data(), finish_, 0, rows,
                               {0, middle_.channels},
                               output + static_cast<std::size_t>(y) * row(out_));
        }
    }

    [[nodiscard]] std::size_t scratch_floats() const override {
        return static_cast<std::size_t>(kernel_ + (rows_of_step - 1) * stride_) * row(middle_);
    }

  private:
    [[nodiscard]] static std::size_t row(const Shape &shape) {
        return static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.channels);
    }

    void pack_expansion(const Step &expand) {
        const int in = in_.channels;
        const int out = middle_.channels;
        std::vector<float> turned(expand.weight.size());
        for (int o = 0; o < out; ++o) {
            for (int i = 0; i < in; ++i) {
                turned[static_cast<std::size_t>(i * out + o)] =
                    expand.weight[static_cast<std::size_t>(o * in + i)];
            }
        }
        packed_ = AlignedFloats(expand.weight.size());
        pack_panels(turned.data(), in, out, out, packed_.data());
        bias_ = AlignedFloats(expand.bias.size());
        std::copy(expand.bias.begin(), expand.bias.end(), bias_.data());
        expand_finish_ = finish_of(expand.layer.activation, bias_.data());
    }

    /// Moves what is still needed to the front of the scratch.
    void keep(int from, int &base, int &end, float *rows) const {
        if (from < end) {
            std::memmove(rows, rows + static_cast<std::size_t>(from - base) * row(middle_),
                         static_cast<std::size_t>(end - from) * row(middle_) * sizeof(float));
        } else {
            end = from;
        }
        base = from;
    }

    void expand_row(const float *input, float *output) const {
        const int blocks = (in_.width + rows_at_once - 1) / rows_at_once;
        for (int block = 0; block < blocks; ++block) {
            const int first = block * in_.width / blocks;
            const int last = (block + 1) * in_.width / blocks;
            std::array<const float *, rows_at_once> pixels{};
            for (int x = first; x < last; ++x) {
                pixels[static_cast<std::size_t>(x - first)] =
                    input + static_cast<std::ptrdiff_t>(x) * in_.channels;
            }
            for (int panel = 0; panel < cut_.count(); ++panel) {
                const std::ptrdiff_t column = std::ptrdiff_t{cut_.begin(panel)} * lanes;
                Finish finish = expand_finish_;
                finish.bias += column;
                multiply_tile({.rows = pixels.data(),
                               .tap_stride = rows_at_once,
                               .row_count = last - first,
                               .taps = 1,
                               .depth = in_.channels,
                               .panel = packed_.data() + column * in_.channels,
                               .panel_vectors = cut_.width(panel),
                               .out = output + std::ptrdiff_t{first} * middle_.channels + column,
                               .stride = middle_.channels,
                               .finish = finish});
            }
        }
    }

    Shape in_, middle_, out_;
    PanelCut cut_;
    int kernel_, stride_, groups_, left_, top_;
    AlignedFloats packed_, bias_, depthwise_packed_, depthwise_bias_;
    Finish expand_finish_{}, finish_{};
};

} // namespace

std::unique_ptr<Task> make_expansion(const Step &expand, const Step &depthwise, int threads) {
    // Floats of the widened picture, 3 MB: below that it costs less to write it out than to compute
    // rows twice where two pieces meet (measured on 112×112×96 and 56×56×144).
    constexpr std::size_t worthwhile = 768U * 1024U;
    const auto &first = expand.layer;
    const auto &second = depthwise.layer;
    const bool fits =
        first.kind == LayerKind::convolution && first.kernel == 1 && first.stride == 1 &&
        first.groups == 1 && first.in_channels >= lanes && first.activation != Activation::gelu &&
        second.kind == LayerKind::convolution && second.groups == second.in_channels &&
        second.groups == second.out_channels && second.groups % lanes == 0;
    if (!fits || expand.out.size() < worthwhile) {
        return nullptr;
    }
    return std::make_unique<ExpansionTask>(expand, depthwise, threads);
}

} // namespace vitrine::direct
