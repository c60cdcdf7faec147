#include "backends/torch/classifier.hpp"
#include "core/models/expected_tensors.hpp"

#include <ATen/ATen.h>
#include <algorithm>
#include <c10/core/InferenceMode.h>
#include <chrono>

namespace vitrine {

Result<std::vector<std::vector<float>>>
compute_reference_logits(const Model &model, const std::vector<Image> &images) noexcept {
    try {
        const auto network = describe(model.manifest.architecture);
        if (!network) {
            return network.error();
        }
        if (auto checked = check_tensors(model.manifest.architecture, model.weights); !checked) {
            return checked.error();
        }
        const c10::InferenceMode inference;
        PlainNetwork plain(*network, model.weights, at::kDouble);
        plain.eval();
        const auto &rule = model.manifest.input;
        std::vector<std::vector<float>> logits;
        for (const auto &image : images) {
            if (image.width != rule.width || image.height != rule.height) {
                return Error{"wrong_input_size",
                             {std::to_string(rule.width) + "×" + std::to_string(rule.height),
                              std::to_string(image.width) + "×" + std::to_string(image.height)}};
            }
            auto picture = at::empty({1, 3, image.height, image.width}, at::kDouble);
            auto *out = picture.mutable_data_ptr<double>();
            const auto plane = image.pixels.size() / 3;
            for (std::size_t i = 0; i < image.pixels.size(); ++i) {
                const auto channel = i % 3;
                out[channel * plane + i / 3] =
                    (double{static_cast<double>(image.pixels[i])} / 255.0 -
                     double{rule.mean[channel]}) /
                    double{rule.std[channel]};
            }
            const auto row = plain.forward(picture).logits.to(at::kFloat).contiguous();
            logits.emplace_back(row.const_data_ptr<float>(),
                                row.const_data_ptr<float>() + row.numel());
        }
        return logits;
    } catch (const std::exception &exception) {
        return error_of(exception);
    } catch (...) {
        return Error{"compute_failed", {"unknown exception"}};
    }
}

Result<double> measure_matrix_product(int n, int threads) noexcept {
    try {
        const c10::InferenceMode inference;
        use_threads(thread_count(threads));
        const auto a = at::rand({n, n});
        const auto b = at::rand({n, n});
        auto product = at::empty({n, n});
        std::vector<double> seconds;
        for (int i = 0; i < 13; ++i) {
            const auto start = std::chrono::steady_clock::now();
            at::mm_out(product, a, b);
            const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
            if (i >= 2) { // the first two warm up
                seconds.push_back(taken.count());
            }
        }
        std::nth_element(seconds.begin(), seconds.begin() + 5, seconds.end());
        return seconds[5];
    } catch (const std::exception &exception) {
        return error_of(exception);
    } catch (...) {
        return Error{"compute_failed", {"unknown exception"}};
    }
}

} // namespace vitrine
