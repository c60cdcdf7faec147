// One step of a network, ready to be computed by several threads.
#pragma once

#include "backends/cpu/direct/channelwise.hpp"
#include "core/networks/network.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace vitrine::direct {

/// Floats aligned to cache lines.
class AlignedFloats {
  public:
    AlignedFloats() = default;
    explicit AlignedFloats(std::size_t count); ///< zeros; throws std::bad_alloc
    [[nodiscard]] float *data() const noexcept { return data_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

  private:
    struct Free {
        void operator()(float *data) const noexcept;
    };
    std::unique_ptr<float, Free> data_;
    std::size_t size_ = 0;
};

/// A picture between two steps: height × width × channels, padded at right for the last layer.
struct Shape {
    int height = 0, width = 0, channels = 0;
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
               static_cast<std::size_t>(channels);
    }
};

/// Items [first, last).
struct Share {
    std::int64_t first = 0, last = 0;
};
/// The part numbered `index` of `count` items in `parts` nearly equal parts.
[[nodiscard]] constexpr Share share_of(std::int64_t count, std::int64_t parts,
                                       std::int64_t index) noexcept {
    return {index * count / parts, (index + 1) * count / parts};
}
/// Parts of at most `most` items each, at least one.
[[nodiscard]] constexpr int parts_of(std::int64_t count, std::int64_t most) noexcept {
    constexpr std::int64_t limit = std::numeric_limits<int>::max();
    const std::int64_t parts = (count + most - 1) / most;
    return static_cast<int>(parts < 1 ? 1 : parts > limit ? limit : parts);
}

/// Where a task reads and writes in one pass.
struct Places {
    const float *input = nullptr;
    const float *other = nullptr;
    float *output = nullptr;
    int pictures = 1;
};

/// Memory of one thread, at least Task::scratch_floats() of what it runs.
struct Scratch {
    float *floats = nullptr;
    const float *zeros = nullptr; ///< as many as the widest picture has channels
    std::vector<const float *> pointers{};
};

/// Computes pieces, each by one thread, in any order. Nothing throws once it is made.
class Task {
  public:
    virtual ~Task() = default;
    [[nodiscard]] virtual int pieces(int pictures) const = 0;
    virtual void run(int piece, const Places &places, Scratch &scratch) const = 0;
    [[nodiscard]] virtual std::size_t scratch_floats() const { return 0; }
    [[nodiscard]] virtual std::size_t scratch_pointers() const { return 0; }
};

/// A folded step in plain memory.
struct Step {
    Layer layer;
    std::vector<float> weight, bias; ///< as in FoldedStep
    Shape in, out;
};

[[nodiscard]] std::unique_ptr<Task> make_convolution(const Step &step, int threads);
[[nodiscard]] std::unique_ptr<Task> make_winograd(const Step &step, int m, int threads);
[[nodiscard]] std::unique_ptr<Task> make_depthwise(const Step &step, int threads);
[[nodiscard]] std::unique_ptr<Task> make_max_pool(const Step &step);
[[nodiscard]] std::unique_ptr<Task> make_average_pool(const Step &step);
[[nodiscard]] std::unique_ptr<Task> make_gelu(const Step &step);

/// A 1×1 and the depthwise convolution that alone reads it; null where it would not pay.
[[nodiscard]] std::unique_ptr<Task> make_expansion(const Step &expand, const Step &depthwise,
                                                   int threads);

/// The best of these for the step; null where there is none (channels that do not fill vectors).
[[nodiscard]] std::unique_ptr<Task> make_task(const Step &step, int threads);

/// Limits of an activation that is one; see Finish.
[[nodiscard]] Finish finish_of(Activation activation, const float *bias);

} // namespace vitrine::direct
