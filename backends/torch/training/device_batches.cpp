#include "backends/torch/training/augmentation.hpp"

#include <ATen/ATen.h>
#include <cstring>
#include <map>

namespace vitrine {

namespace {

/// Columns of a batch's plan.
enum Column : std::int64_t { sample, shift_y, shift_x, mirrored, cutout_top, cutout_left, columns };

class DeviceBatches final : public BatchMaker {
  public:
    DeviceBatches(const DatasetView &training, const BatchRules &rules, at::Device device)
        : height_(training.height), width_(training.width), rules_(rules), device_(device) {
        const auto count = static_cast<std::int64_t>(training.labels.size());
        auto pixels = at::empty({count * height_ * width_, 3}, at::kByte);
        std::memcpy(pixels.mutable_data_ptr(), training.pixels.data(), training.pixels.size());
        pixels_ = pixels.to(device);
        auto labels = at::empty({count}, at::kInt);
        std::memcpy(labels.mutable_data_ptr(), training.labels.data(),
                    training.labels.size_bytes());
        labels_ = labels.to(at::kLong).to(device);
        auto factor = at::empty({3}, at::kFloat);
        auto offset = at::empty({3}, at::kFloat);
        auto mean = at::empty({3}, at::kByte);
        const auto colour = mean_colour(rules.input);
        for (std::size_t k = 0; k < 3; ++k) {
            factor.mutable_data_ptr<float>()[k] = 1.F / (255.F * rules.input.std[k]);
            offset.mutable_data_ptr<float>()[k] = -rules.input.mean[k] / rules.input.std[k];
            mean.mutable_data_ptr<std::uint8_t>()[k] = colour[k];
        }
        factor_ = factor.to(device);
        offset_ = offset.to(device);
        mean_ = mean.to(device);
        rows_ = at::arange(height_, at::TensorOptions(at::kLong).device(device));
        columns_ = at::arange(width_, at::TensorOptions(at::kLong).device(device));
    }

    void plan(int epoch, std::span<const std::int32_t> samples) override {
        const auto count = static_cast<std::int64_t>(samples.size());
        // A fresh block each time: the copy may still be under way when the next plan is made.
        auto host = at::empty({columns, count},
                              at::TensorOptions(at::kLong).pinned_memory(device_.is_cuda()));
        auto *out = host.mutable_data_ptr<std::int64_t>();
        for (std::int64_t i = 0; i < count; ++i) {
            const auto index = samples[static_cast<std::size_t>(i)];
            const auto change =
                augmentation_of(rules_.augmentation, rules_.seed, epoch, index,
                                static_cast<int>(height_), static_cast<int>(width_));
            out[sample * count + i] = index;
            out[shift_y * count + i] = change.shift_y;
            out[shift_x * count + i] = change.shift_x;
            out[mirrored * count + i] = change.mirrored ? 1 : 0;
            out[cutout_top * count + i] = change.cutout_top;
            out[cutout_left * count + i] = change.cutout_left;
        }
        auto &plan = plans_[count];
        if (!plan.defined()) {
            plan = at::empty({columns, count}, at::TensorOptions(at::kLong).device(device_));
        }
        plan.copy_(host, /*non_blocking=*/true);
        current_ = count;
    }

    TrainingBatch make() override {
        const auto &plan = plans_.at(current_);
        const auto samples = plan[sample];
        return {changed(plan), labels_.index_select(0, samples)};
    }

  private:
    /// Positions folded back inside: valid for less than a whole picture beyond the edge.
    static at::Tensor reflected(const at::Tensor &position, std::int64_t size) {
        return (size - 1) - ((size - 1) - position.abs()).abs();
    }

    [[nodiscard]] at::Tensor changed(const at::Tensor &plan) const {
        const auto column = [&](Column which) { return plan[which].unsqueeze(1); };
        const auto y = rows_ + column(shift_y);
        const auto x =
            at::where(column(mirrored) > 0, (width_ - 1) - columns_, columns_) + column(shift_x);
        const bool padded = rules_.augmentation.crop_padding > 0;
        const bool reflect = rules_.augmentation.padding == AugmentationSpec::Padding::reflect;
        const auto inside_y = padded ? reflected(y, height_) : y;
        const auto inside_x = padded ? reflected(x, width_) : x;
        const auto place = (column(sample) * height_ + inside_y).unsqueeze(2) * width_ +
                           inside_x.unsqueeze(1); // N × H × W
        auto pixels =
            pixels_.index_select(0, place.flatten()).view({plan.size(1), height_, width_, 3});
        if (padded && !reflect) {
            const auto good_y = at::logical_and(y >= 0, y < height_);
            const auto good_x = at::logical_and(x >= 0, x < width_);
            pixels =
                pixels * at::logical_and(good_y.unsqueeze(2), good_x.unsqueeze(1)).unsqueeze(3);
        }
        if (const int side = rules_.augmentation.cutout; side > 0) {
            const auto hidden = [side](const at::Tensor &position, const at::Tensor &start) {
                return at::logical_and(position >= start, position < start + side);
            };
            const auto square = at::logical_and(hidden(rows_, column(cutout_top)).unsqueeze(2),
                                                hidden(columns_, column(cutout_left)).unsqueeze(1));
            pixels = at::where(square.unsqueeze(3), mean_, pixels);
        }
        // N × H × W × 3 seen as N × 3 × H × W is channels-last already.
        return (pixels.to(at::kFloat) * factor_ + offset_).permute({0, 3, 1, 2});
    }

    std::int64_t height_, width_;
    BatchRules rules_;
    at::Device device_;
    at::Tensor pixels_; ///< (samples · H · W) × 3
    at::Tensor labels_, factor_, offset_, mean_, rows_, columns_;
    std::map<std::int64_t, at::Tensor> plans_; ///< by the number of pictures
    std::int64_t current_ = 0;
};

} // namespace

std::unique_ptr<BatchMaker> make_device_batches(const DatasetView &training,
                                                const BatchRules &rules, at::Device device) {
    return std::make_unique<DeviceBatches>(training, rules, device);
}

} // namespace vitrine
