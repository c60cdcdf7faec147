#include "backends/torch/classifier.hpp"

#include "backends/torch/tensors.hpp"
#include "core/models/expected_tensors.hpp"

#include <ATen/ATen.h>
#include <ATen/Version.h>
#include <algorithm>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <torch/headeronly/version.h>

namespace vitrine {

namespace {

/// For one pass over golden pictures, the first of which also compiles and allocates. Far beyond
/// what the slowest processor needs; a device that hangs is given up.
constexpr auto golden_patience = std::chrono::minutes(5);

std::vector<float> floats_of(const at::Tensor &tensor) {
    const auto dense = tensor.to(at::kCPU, at::kFloat).contiguous();
    std::vector<float> values(static_cast<std::size_t>(dense.numel()));
    std::memcpy(values.data(), dense.const_data_ptr<float>(), values.size() * sizeof(float));
    return values;
}

class TorchClassifier final : public Classifier {
  public:
    TorchClassifier(const Model &model, const Network &network, std::unique_ptr<Engine> engine,
                    std::string remark)
        : rule_(model.manifest.input), classes_(network.classes),
          head_(to_aten(model.weights.at(network.layers.back().name + ".weight"), at::kFloat)),
          engine_(std::move(engine)), remark_(std::move(remark)) {}

    Result<Classification> classify(const PixelBatch &batch, Wanted wanted,
                                    Deadline deadline) noexcept override {
        try {
            const auto pixels = static_cast<std::size_t>(std::max(batch.count, 0)) *
                                static_cast<std::size_t>(rule_.height) *
                                static_cast<std::size_t>(rule_.width) * 3;
            if (batch.count < 1 || batch.height != rule_.height || batch.width != rule_.width ||
                batch.pixels.size() != pixels) {
                return Error{"wrong_input_size",
                             {fmt::format("{}×{}", rule_.width, rule_.height),
                              fmt::format("{} pictures of {}×{} in {} bytes", batch.count,
                                          batch.width, batch.height, batch.pixels.size())}};
            }
            const c10::InferenceMode inference;
            return report(engine_->run(batch, wanted, deadline), wanted);
        } catch (const std::exception &exception) {
            return error_of(exception);
        } catch (...) {
            return Error{"compute_failed", {"unknown exception"}};
        }
    }

    [[nodiscard]] Precision precision() const noexcept override { return engine_->precision(); }
    [[nodiscard]] int threads() const noexcept override { return engine_->threads(); }
    [[nodiscard]] std::string description() const override {
        return engine_->description() + remark_;
    }

  private:
    Classification report(const NetworkOutput &output, Wanted wanted) const {
        Classification result;
        result.count = static_cast<int>(output.logits.size(0));
        result.classes = classes_;
        result.logits = floats_of(output.logits);
        if (wanted.features) {
            result.feature_count = static_cast<int>(output.features.size(1));
            result.features = floats_of(output.features);
        }
        if (wanted.activation_maps) {
            // Zhou et al., 2015, arXiv 1512.04150: the leading class's weights over the last map.
            const auto map = output.map.to(at::kCPU, at::kFloat).contiguous();
            const auto rows =
                head_.index_select(0, output.logits.to(at::kCPU, at::kFloat).argmax(1));
            result.map_height = static_cast<int>(map.size(2));
            result.map_width = static_cast<int>(map.size(3));
            result.activation_maps = floats_of(at::bmm(rows.unsqueeze(1), map.flatten(2)));
        }
        return result;
    }

    InputRule rule_;
    int classes_;
    at::Tensor head_; ///< the last layer's weight, classes × features
    std::unique_ptr<Engine> engine_;
    std::string remark_;
};

double tolerance_of(const GoldenTolerance &tolerance, Precision precision) {
    switch (precision) {
    case Precision::float16:
        return tolerance.float16;
    case Precision::bfloat16:
        return tolerance.bfloat16;
    default:
        return tolerance.float32;
    }
}

/// The largest difference relative to the largest golden |logit| of the picture; infinity for
/// anything that is not a number.
double worst_difference(Engine &engine, const GoldenSet &golden, int batch) {
    double worst = 0;
    const auto count = golden.images.size();
    for (std::size_t first = 0; first < count; first += static_cast<std::size_t>(batch)) {
        std::vector<Image> images;
        for (std::size_t i = 0; i < static_cast<std::size_t>(batch); ++i) {
            images.push_back(golden.images[(first + i) % count]);
        }
        const auto pixels = joined_pixels(images);
        const auto deadline = std::chrono::steady_clock::now() + golden_patience;
        const auto logits = floats_of(
            engine.run({pixels, batch, images[0].height, images[0].width}, {}, deadline).logits);
        for (std::size_t i = 0; i < images.size(); ++i) {
            const auto &wanted = golden.logits[(first + i) % count];
            double largest = 0;
            double difference = 0;
            for (std::size_t k = 0; k < wanted.size(); ++k) {
                const double off =
                    std::abs(double{logits[i * wanted.size() + k]} - double{wanted[k]});
                if (!std::isfinite(off)) {
                    return std::numeric_limits<double>::infinity();
                }
                largest = std::max(largest, std::abs(double{wanted[k]}));
                difference = std::max(difference, off);
            }
            worst = std::max(worst, difference / std::max(largest, 1e-12));
        }
    }
    return worst;
}

double replay(Engine &engine, const GoldenSet &golden, int max_batch) {
    if (golden.images.empty()) {
        return 0;
    }
    const double single = worst_difference(engine, golden, 1);
    return max_batch > 1 ? std::max(single, worst_difference(engine, golden, max_batch)) : single;
}

Result<void> check_model(const Model &model, const Network &network) {
    if (auto checked = check_tensors(model.manifest.architecture, model.weights); !checked) {
        return checked;
    }
    const auto &rule = model.manifest.input;
    if (std::min(rule.width, rule.height) < network.smallest_input) {
        return Error{"unsupported_architecture",
                     {to_spec(model.manifest.architecture), "input too small"}};
    }
    if (network.largest_input > 0 && std::max(rule.width, rule.height) > network.largest_input) {
        return Error{"unsupported_architecture",
                     {to_spec(model.manifest.architecture), "input too large"}};
    }
    return {};
}

} // namespace

Error error_of(const std::exception &exception) {
    if (dynamic_cast<const DeadlinePassed *>(&exception) != nullptr) {
        return Error{"deadline_passed"};
    }
    const auto *from_torch = dynamic_cast<const c10::Error *>(&exception);
    std::string reason =
        from_torch != nullptr ? from_torch->what_without_backtrace() : exception.what();
    if (dynamic_cast<const std::bad_alloc *>(&exception) != nullptr ||
        dynamic_cast<const c10::OutOfMemoryError *>(&exception) != nullptr ||
        reason.find("DefaultCPUAllocator") != std::string::npos) {
        return Error{"out_of_memory"};
    }
    const bool device = reason.find("CUDA error") != std::string::npos;
    return Error{device ? "device_lost" : "compute_failed", {reason.substr(0, reason.find('\n'))}};
}

std::vector<std::uint8_t> joined_pixels(const std::vector<Image> &images) {
    std::vector<std::uint8_t> pixels;
    for (const auto &image : images) {
        pixels.insert(pixels.end(), image.pixels.begin(), image.pixels.end());
    }
    return pixels;
}

Result<std::unique_ptr<Classifier>> choose_classifier(const Model &model, const Network &network,
                                                      const std::vector<EngineChoice> &choices,
                                                      const ClassifierOptions &options,
                                                      const HostServices &services) {
    if (auto checked = check_model(model, network); !checked) {
        return checked.error();
    }
    const c10::InferenceMode inference;
    const auto warn = [&](const std::string &text) {
        if (services.log) {
            services.log(HostServices::Level::warning, model.manifest.name + ": " + text);
        }
    };
    Error last{"unsupported_precision", {std::string(to_string(options.precision))}};
    std::string remark;
    for (const auto &choice : choices) {
        try {
            auto engine = choice.make();
            const double tolerance = tolerance_of(model.manifest.golden, choice.precision);
            const double worst = replay(*engine, model.golden, options.max_batch);
            if (worst <= tolerance) {
                return std::unique_ptr<Classifier>(
                    std::make_unique<TorchClassifier>(model, network, std::move(engine), remark));
            }
            last = Error{"golden_disagrees",
                         {fmt::format("{:.3g}", worst), fmt::format("{:.3g}", tolerance)}};
            remark = " (golden pictures disagreed)";
            warn(fmt::format("{}: golden pictures disagree by {:.3g}, allowed {:.3g}",
                             engine->description(), worst, tolerance));
        } catch (const std::exception &exception) {
            last = error_of(exception);
            remark = " (a faster way failed)";
            warn(exception.what());
            if (last.code == "out_of_memory" || last.code == "device_lost" ||
                last.code == "deadline_passed") {
                return last;
            }
        }
    }
    return last;
}

std::string build_of_libtorch() {
    return fmt::format("LibTorch {}.{}.{}, {}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR,
                       TORCH_VERSION_PATCH, at::get_cpu_capability());
}

} // namespace vitrine
