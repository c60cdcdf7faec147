#include "backends/torch/training/frozen_features.hpp"

#include <ATen/ATen.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <vector>

namespace vitrine {

namespace {

/// Pictures that the backbone sees at once: enough to keep it busy, little memory.
constexpr std::size_t extracted_together = 8;

class FrozenFeatures final : public BatchMaker {
  public:
    FrozenFeatures(const DatasetView &training, const BatchRules &rules, FeatureExtractor extract,
                   at::Device device, std::size_t most_bytes)
        : training_(training), rules_(rules), extract_(std::move(extract)), device_(device),
          most_bytes_(most_bytes), mean_(mean_colour(rules.input)) {}

    void plan(int epoch, std::span<const std::int32_t> samples) override {
        if (values_.size() * sizeof(float) > most_bytes_) {
            rows_.clear();
            values_ = {}; // gives its memory back
        }
        samples_ = samples;
        std::vector<std::pair<std::int32_t, Augmentation>> missing;
        batch_rows_.clear();
        for (const auto sample : samples) {
            const auto change = augmentation_of(rules_.augmentation, rules_.seed, epoch, sample,
                                                training_.height, training_.width);
            const auto [row, is_new] = rows_.try_emplace(key_of(sample, change), rows_.size());
            batch_rows_.push_back(row->second);
            if (is_new) {
                missing.emplace_back(sample, change);
            }
        }
        for (std::size_t first = 0; first < missing.size(); first += extracted_together) {
            extract(std::span(missing).subspan(
                first, std::min(extracted_together, missing.size() - first)));
        }
    }

    TrainingBatch make() override {
        const auto count = static_cast<std::int64_t>(batch_rows_.size());
        auto features = at::empty({count, static_cast<std::int64_t>(width_)}, at::kFloat);
        auto labels = at::empty({count}, at::kLong);
        for (std::size_t i = 0; i < batch_rows_.size(); ++i) {
            std::memcpy(features.mutable_data_ptr<float>() + i * width_,
                        values_.data() + batch_rows_[i] * width_, width_ * sizeof(float));
            labels.mutable_data_ptr<std::int64_t>()[i] =
                training_.labels[static_cast<std::size_t>(samples_[i])];
        }
        return {features.to(device_), labels.to(device_)};
    }

  private:
    using Key = std::array<int, 6>;

    static Key key_of(std::int32_t sample, const Augmentation &change) {
        return {sample,
                change.shift_y,
                change.shift_x,
                change.mirrored ? 1 : 0,
                change.cutout_top,
                change.cutout_left};
    }

    void extract(std::span<const std::pair<std::int32_t, Augmentation>> pictures) {
        const auto size = static_cast<std::size_t>(training_.height) *
                          static_cast<std::size_t>(training_.width) * 3;
        std::vector<std::uint8_t> pixels(pictures.size() * size);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const auto &[sample, change] = pictures[i];
            augment_picture(training_.pixels.subspan(static_cast<std::size_t>(sample) * size, size),
                            training_.height, training_.width, change, rules_.augmentation.padding,
                            rules_.augmentation.cutout, mean_,
                            std::span(pixels).subspan(i * size, size));
        }
        const auto features =
            extract_({pixels, static_cast<int>(pictures.size()), training_.height, training_.width})
                .contiguous();
        width_ = static_cast<std::size_t>(features.size(1));
        const auto *data = features.const_data_ptr<float>();
        values_.insert(values_.end(), data, data + features.numel());
    }

    DatasetView training_;
    BatchRules rules_;
    FeatureExtractor extract_;
    at::Device device_;
    std::size_t most_bytes_;
    std::array<std::uint8_t, 3> mean_;
    std::map<Key, std::size_t> rows_; ///< where in values_, in rows of width_
    std::vector<float> values_;
    std::size_t width_ = 0;
    std::span<const std::int32_t> samples_;
    std::vector<std::size_t> batch_rows_;
};

} // namespace

std::unique_ptr<BatchMaker> make_frozen_features(const DatasetView &training,
                                                 const BatchRules &rules, FeatureExtractor extract,
                                                 at::Device device, std::size_t most_bytes) {
    return std::make_unique<FrozenFeatures>(training, rules, std::move(extract), device,
                                            most_bytes);
}

} // namespace vitrine
