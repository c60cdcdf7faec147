// Depthwise convolution, pools and GELU, by rows or channels.
#include "backends/cpu/direct/task.hpp"

#include <algorithm>

namespace vitrine::direct {

namespace {

Window window_of(const Step &step) {
    return {step.in.height,
            step.in.width,
            step.in.channels,
            step.out.height,
            step.out.width,
            step.layer.kernel,
            step.layer.stride,
            padding_of(step.layer, step.in.height).first,
            padding_of(step.layer, step.in.width).first};
}

/// Rows of output are handed out in groups.
class RowTask : public Task {
  public:
    explicit RowTask(const Step &step) : window_(window_of(step)), in_(step.in), out_(step.out) {}

    [[nodiscard]] int pieces(int pictures) const override { return pictures * groups(); }
    void run(int piece, const Places &places, Scratch &) const override {
        const auto picture = static_cast<std::size_t>(piece / groups());
        const int group = piece % groups();
        rows(places.input + picture * in_.size(), group * out_.height / groups(),
             (group + 1) * out_.height / groups(), places.output + picture * out_.size());
    }

  protected:
    virtual void rows(const float *input, int first, int last, float *output) const = 0;
    Window window_;

  private:
    static constexpr int most_groups = 16;
    [[nodiscard]] int groups() const { return std::min(out_.height, most_groups); }
    Shape in_, out_;
};

class DepthwiseTask final : public Task {
  public:
    DepthwiseTask(const Step &step, int threads)
        : window_(window_of(step)), in_(step.in), out_(step.out), packed_(step.weight.size()),
          bias_(step.bias.size()) {
        pack_depthwise(step.weight.data(), step.layer.out_channels, step.layer.kernel,
                       packed_.data());
        std::copy(step.bias.begin(), step.bias.end(), bias_.data());
        finish_ = finish_of(step.layer.activation, bias_.data());

        // Whole rows of all channels stream best; but where the picture is so small that many
        // channels of all rows under the kernel stay in the first cache, they are read once.
        const int pixels = window_.kernel * (window_.width + window_.kernel);
        const int fit = first_cache_floats / pixels / grain * grain;
        block_ = fit >= worthwhile ? fit : in_.channels;
        row_groups_ = std::min(out_.height, pieces_of_thread * threads);
    }

    [[nodiscard]] int pieces(int pictures) const override { return pictures * row_groups_; }
    void run(int piece, const Places &places, Scratch &) const override {
        const int group = piece % row_groups_;
        const auto picture = static_cast<std::size_t>(piece / row_groups_);
        for (int first = 0; first < in_.channels; first += block_) {
            convolve_depthwise(window_, places.input + picture * in_.size(), packed_.data(),
                               finish_, group * out_.height / row_groups_,
                               (group + 1) * out_.height / row_groups_,
                               {first, std::min(first + block_, in_.channels)},
                               places.output + picture * out_.size());
        }
    }

  private:
    static constexpr int first_cache_floats = 6 * 1024; ///< three quarters of 32 KB
    static constexpr int grain = 16;                    ///< channels of a cache line
    static constexpr int worthwhile = 64;
    static constexpr int pieces_of_thread = 4;

    Window window_;
    Shape in_, out_;
    AlignedFloats packed_, bias_;
    Finish finish_{};
    int block_ = 0, row_groups_ = 0;
};

class MaxPoolTask final : public RowTask {
  public:
    using RowTask::RowTask;

  protected:
    void rows(const float *input, int first, int last, float *output) const override {
        pool_maximum(window_, input, first, last, output);
    }
};

class AveragePoolTask final : public Task {
  public:
    explicit AveragePoolTask(const Step &step) : in_(step.in) {}
    [[nodiscard]] int pieces(int pictures) const override { return pictures * groups(); }
    void run(int piece, const Places &places, Scratch &) const override {
        const auto picture = static_cast<std::size_t>(piece / groups());
        const int vectors = in_.channels / lanes;
        const int group = piece % groups();
        pool_average(places.input + picture * in_.size(), in_.height * in_.width, in_.channels,
                     group * vectors / groups() * lanes, (group + 1) * vectors / groups() * lanes,
                     places.output + picture * static_cast<std::size_t>(in_.channels));
    }

  private:
    static constexpr int most_groups = 4;
    [[nodiscard]] int groups() const { return std::min(in_.channels / lanes, most_groups); }
    Shape in_;
};

class GeluTask final : public Task {
  public:
    explicit GeluTask(const Step &step) : size_(step.out.size()) {}
    [[nodiscard]] int pieces(int pictures) const override {
        return static_cast<int>((total(pictures) + of_piece - 1) / of_piece);
    }
    void run(int piece, const Places &places, Scratch &) const override {
        const auto first = static_cast<std::size_t>(piece) * of_piece;
        apply_gelu(places.output + first, std::min(of_piece, total(places.pictures) - first));
    }

  private:
    static constexpr std::size_t of_piece = 4096;
    [[nodiscard]] std::size_t total(int pictures) const {
        return size_ * static_cast<std::size_t>(pictures);
    }
    std::size_t size_;
};

} // namespace

std::unique_ptr<Task> make_depthwise(const Step &step, int threads) {
    return std::make_unique<DepthwiseTask>(step, threads);
}
std::unique_ptr<Task> make_max_pool(const Step &step) {
    return std::make_unique<MaxPoolTask>(step);
}
std::unique_ptr<Task> make_average_pool(const Step &step) {
    return std::make_unique<AveragePoolTask>(step);
}
std::unique_ptr<Task> make_gelu(const Step &step) { return std::make_unique<GeluTask>(step); }

} // namespace vitrine::direct
