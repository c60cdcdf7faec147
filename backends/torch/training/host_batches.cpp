#include "backends/torch/training/augmentation.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <vector>

namespace vitrine {

namespace {

class HostBatches final : public BatchMaker {
  public:
    HostBatches(const DatasetView &training, const BatchRules &rules)
        : training_(training), rules_(rules), mean_(mean_colour(rules.input)),
          row_bytes_(static_cast<std::size_t>(training.width) * 3) {
        // Factor and offset of every byte of a row, so that one loop without a case normalises it.
        for (std::size_t i = 0; i < row_bytes_; ++i) {
            const auto channel = i % 3;
            factor_.push_back(1.F / (255.F * rules.input.std[channel]));
            offset_.push_back(-rules.input.mean[channel] / rules.input.std[channel]);
        }
    }

    void plan(int epoch, std::span<const std::int32_t> samples) override {
        epoch_ = epoch;
        samples_ = samples;
    }

    TrainingBatch make() override {
        const auto count = static_cast<std::int64_t>(samples_.size());
        if (!batch_.labels.defined() || batch_.labels.size(0) != count) {
            batch_.inputs = at::empty({count, 3, training_.height, training_.width}, at::kFloat,
                                      at::MemoryFormat::ChannelsLast);
            batch_.labels = at::empty({count}, at::kLong);
        }
        auto *labels = batch_.labels.mutable_data_ptr<std::int64_t>();
        auto *pictures = batch_.inputs.mutable_data_ptr<float>();
        at::parallel_for(0, count, 16, [&](std::int64_t first, std::int64_t last) {
            std::vector<std::uint8_t> changed(picture_bytes());
            for (auto i = first; i < last; ++i) {
                const auto sample = samples_[static_cast<std::size_t>(i)];
                labels[i] = training_.labels[static_cast<std::size_t>(sample)];
                augment(sample, changed);
                normalise(changed, pictures + i * static_cast<std::int64_t>(picture_bytes()));
            }
        });
        return batch_;
    }

  private:
    [[nodiscard]] std::size_t picture_bytes() const {
        return row_bytes_ * static_cast<std::size_t>(training_.height);
    }

    void augment(std::int32_t sample, std::span<std::uint8_t> out) const {
        const auto change = augmentation_of(rules_.augmentation, rules_.seed, epoch_, sample,
                                            training_.height, training_.width);
        augment_picture(training_.pixels.subspan(static_cast<std::size_t>(sample) * picture_bytes(),
                                                 picture_bytes()),
                        training_.height, training_.width, change, rules_.augmentation.padding,
                        rules_.augmentation.cutout, mean_, out);
    }

    void normalise(std::span<const std::uint8_t> picture, float *out) const {
        for (std::size_t row = 0; row < picture.size(); row += row_bytes_) {
            for (std::size_t i = 0; i < row_bytes_; ++i) {
                out[row + i] = static_cast<float>(picture[row + i]) * factor_[i] + offset_[i];
            }
        }
    }

    DatasetView training_;
    BatchRules rules_;
    std::array<std::uint8_t, 3> mean_;
    std::size_t row_bytes_;
    std::vector<float> factor_, offset_;
    int epoch_ = 0;
    std::span<const std::int32_t> samples_;
    TrainingBatch batch_;
};

} // namespace

std::unique_ptr<BatchMaker> make_host_batches(const DatasetView &training,
                                              const BatchRules &rules) {
    return std::make_unique<HostBatches>(training, rules);
}

} // namespace vitrine
