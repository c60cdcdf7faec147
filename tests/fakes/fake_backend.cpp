#include "tests/fakes/fake_backend.hpp"

#include "tests/fakes/fake_session.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>

namespace vitrine {
namespace {

using Clock = std::chrono::steady_clock;
using Colour = std::array<double, 3>;

std::string environment(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::optional<int> environment_number(const char *name) {
    const std::string value = environment(name);
    return value.empty() ? std::nullopt : std::optional<int>(std::atoi(value.c_str()));
}

/// Mean colour of rows [top, bottom) and columns [left, right), 0 to 1.
Colour mean_colour(std::span<const std::uint8_t> picture, int width, int top, int bottom, int left,
                   int right) {
    Colour sum{};
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            for (std::size_t k = 0; k < 3; ++k) {
                sum[k] += picture[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                   static_cast<std::size_t>(x)) *
                                      3 +
                                  k];
            }
        }
    }
    for (double &value : sum) {
        value /= 255.0 * std::max(1, (bottom - top) * (right - left));
    }
    return sum;
}

double score(const Colour &colour, int category) {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        sum += colour[k] * std::sin(1.0 + 3.0 * category + static_cast<double>(k));
    }
    return sum;
}

void append_maps(Classification &result, std::span<const std::uint8_t> picture,
                 const InputRule &input, int lead) {
    const std::array<int, 3> rows{0, input.height / 2, input.height};
    const std::array<int, 3> columns{0, input.width / 2, input.width};
    for (std::size_t y = 0; y < 2; ++y) {
        for (std::size_t x = 0; x < 2; ++x) {
            const Colour cell =
                mean_colour(picture, input.width, rows[y], rows[y + 1], columns[x], columns[x + 1]);
            result.activation_maps.push_back(static_cast<float>(score(cell, lead)));
        }
    }
}

/// Waits without using the processor; false when the deadline came first.
bool wait_for(std::chrono::milliseconds duration, Clock::time_point deadline) {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto end = std::min(Clock::now() + duration, deadline);
    while (Clock::now() < end) {
        never.wait_until(lock, end);
    }
    return end < deadline;
}

class FakeClassifier final : public Classifier {
  public:
    FakeClassifier(InputRule input, int classes, const ClassifierOptions &options)
        : input_(input), classes_(classes), options_(options),
          lose_after_(environment_number("VITRINE_FAKE_LOSE_AFTER")),
          slow_ms_(environment_number("VITRINE_FAKE_SLOW_MS").value_or(0)),
          gain_(environment("VITRINE_FAKE_WRONG") == "1" ? 1.1 : 1.0) {}

    Result<Classification> classify(const PixelBatch &batch, Wanted wanted,
                                    Clock::time_point deadline) noexcept override {
        if (auto error = check(batch)) {
            return *error;
        }
        if (Clock::now() >= deadline ||
            (slow_ms_ > 0 && !wait_for(std::chrono::milliseconds(slow_ms_), deadline))) {
            return Error{"deadline_passed", {}};
        }
        if (lose_after_ && ++calls_ > *lose_after_) {
            return Error{"device_lost", {"the fake was told to"}};
        }
        return compute(batch, wanted);
    }

    Precision precision() const noexcept override { return Precision::float32; }
    int threads() const noexcept override { return std::max(1, options_.threads); }
    std::string description() const override { return "closed form"; }

  private:
    std::optional<Error> check(const PixelBatch &batch) const {
        const auto size = [](int count, int height, int width) {
            return std::to_string(count) + "x" + std::to_string(height) + "x" +
                   std::to_string(width);
        };
        const auto bytes = static_cast<std::size_t>(std::max(0, batch.count)) *
                           static_cast<std::size_t>(input_.height) *
                           static_cast<std::size_t>(input_.width) * 3;
        if (batch.count < 1 || batch.count > options_.max_batch || batch.height != input_.height ||
            batch.width != input_.width || batch.pixels.size() != bytes) {
            return Error{"wrong_input_size",
                         {size(options_.max_batch, input_.height, input_.width),
                          size(batch.count, batch.height, batch.width)}};
        }
        return std::nullopt;
    }

    Classification compute(const PixelBatch &batch, Wanted wanted) const {
        Classification result{};
        result.count = batch.count;
        result.classes = classes_;
        result.feature_count = wanted.features ? 3 : 0;
        result.map_height = result.map_width = wanted.activation_maps ? 2 : 0;
        const std::size_t size = batch.pixels.size() / static_cast<std::size_t>(batch.count);
        for (std::size_t i = 0; i < static_cast<std::size_t>(batch.count); ++i) {
            const auto picture = batch.pixels.subspan(i * size, size);
            const Colour mean =
                mean_colour(picture, input_.width, 0, input_.height, 0, input_.width);
            int lead = 0;
            for (int c = 0; c < classes_; ++c) {
                result.logits.push_back(static_cast<float>(gain_ * score(mean, c)));
                lead = score(mean, c) > score(mean, lead) ? c : lead;
            }
            if (wanted.features) {
                std::transform(mean.begin(), mean.end(), std::back_inserter(result.features),
                               [](double value) { return static_cast<float>(value); });
            }
            if (wanted.activation_maps) {
                append_maps(result, picture, input_, lead);
            }
        }
        return result;
    }

    InputRule input_;
    int classes_;
    ClassifierOptions options_;
    std::optional<int> lose_after_;
    int slow_ms_;
    double gain_;
    int calls_ = 0;
};

/// Largest |difference| relative to the largest golden |logit|, over the pictures.
double worst_difference(FakeClassifier &classifier, const Model &model) {
    double worst = 0;
    for (std::size_t i = 0; i < model.golden.images.size(); ++i) {
        const Image &image = model.golden.images[i];
        const std::vector<float> &golden = model.golden.logits[i];
        const auto got = classifier.classify({image.pixels, 1, image.height, image.width}, {},
                                             Clock::time_point::max());
        if (!got || got->logits.size() != golden.size()) {
            return HUGE_VAL;
        }
        double difference = 0;
        double largest = 1e-12;
        for (std::size_t c = 0; c < golden.size(); ++c) {
            if (!std::isfinite(golden[c])) {
                return HUGE_VAL; // std::max() would let it pass
            }
            difference = std::max(difference, std::abs(double{got->logits[c]} - golden[c]));
            largest = std::max(largest, std::abs(double{golden[c]}));
        }
        worst = std::max(worst, difference / largest);
    }
    return worst;
}

class FakeBackend final : public Backend {
  public:
    FakeBackend(FakeIdentity identity, HostServices services)
        : identity_(std::move(identity)), services_(std::move(services)) {}

    Result<std::vector<Device>> devices() noexcept override {
        if (environment("VITRINE_FAKE_CREATE") == "no_devices") {
            return std::vector<Device>{};
        }
        return std::vector<Device>{
            {identity_.device_id, identity_.device_name, 1 << 30, {Precision::float32}}};
    }

    Result<std::unique_ptr<Classifier>>
    load_classifier(const Model &model, const std::string &device,
                    const ClassifierOptions &options) noexcept override {
        if (device != identity_.device_id) {
            return Error{"no_such_device", {device}};
        }
        if (options.precision != Precision::automatic && options.precision != Precision::float32) {
            return Error{"unsupported_precision", {std::string(to_string(options.precision))}};
        }
        const Manifest &manifest = model.manifest;
        const int classes = manifest.architecture.classes;
        // Golden pictures are replayed by one of its own, so that they do not count as calls.
        FakeClassifier replay(manifest.input, classes, options);
        const double worst =
            environment_number("VITRINE_FAKE_LOSE_AFTER") ? 0 : worst_difference(replay, model);
        if (!(worst <= manifest.golden.float32)) {
            return Error{"golden_disagrees",
                         {std::to_string(worst), std::to_string(manifest.golden.float32)}};
        }
        return std::unique_ptr<Classifier>(
            std::make_unique<FakeClassifier>(manifest.input, classes, options));
    }

    Result<std::unique_ptr<TrainingSession>>
    open_training(const TrainingSpec &spec, const DatasetView &training, const std::string &device,
                  const ComputeLimits &) noexcept override {
        if (device != identity_.device_id) {
            return Error{"no_such_device", {device}};
        }
        FakeFaults faults;
        faults.not_a_number_at = environment_number("VITRINE_FAKE_NOT_A_NUMBER_AT").value_or(-1);
        return make_fake_session(spec, training, faults);
    }

    Result<std::vector<std::vector<float>>>
    reference_logits(const Model &model, const std::vector<Image> &images) noexcept override {
        std::vector<std::vector<float>> logits;
        for (const Image &image : images) {
            const Colour mean =
                mean_colour(image.pixels, image.width, 0, image.height, 0, image.width);
            auto &row = logits.emplace_back();
            for (int c = 0; c < model.manifest.architecture.classes; ++c) {
                row.push_back(static_cast<float>(score(mean, c)));
            }
        }
        return logits;
    }

    Result<double> matrix_product_seconds(int n, int) noexcept override {
        const auto size = static_cast<std::size_t>(n);
        const std::vector<float> a(size * size, 0.5F);
        std::vector<float> product(size * size, 0.F);
        const auto start = Clock::now();
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t k = 0; k < size; ++k) {
                for (std::size_t j = 0; j < size; ++j) {
                    product[i * size + j] += a[i * size + k] * a[k * size + j];
                }
            }
        }
        const std::chrono::duration<double> seconds = Clock::now() - start;
        return product.back() > 0 ? seconds.count() : 0.0;
    }

  private:
    FakeIdentity identity_;
    HostServices services_;
};

} // namespace

Result<std::shared_ptr<Backend>> create_fake_backend(const FakeIdentity &identity,
                                                     const HostServices &services) {
    const std::string fault = environment("VITRINE_FAKE_CREATE");
    if (fault == "missing_library") {
        return Error{fault, {"libfake.so", "nothing, it was told to"}};
    }
    if (fault == "no_device" || fault == "failed") {
        return Error{fault, {"the fake was told to"}};
    }
    if (services.log) {
        services.log(HostServices::Level::info, "the fake backend starts");
    }
    return std::shared_ptr<Backend>(std::make_shared<FakeBackend>(identity, services));
}

FakeLoadMark::FakeLoadMark(const char *id) {
    if (const std::string file = environment("VITRINE_FAKE_LOAD_LOG"); !file.empty()) {
        std::ofstream(file, std::ios::app) << id << '\n';
    }
}

} // namespace vitrine
