#include "tests/backends/conformance/backend_under_test.hpp"

#include "tests/backends/conformance/conformance_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace vitrine {

std::unique_ptr<BackendUnderTest> BackendUnderTest::find() {
    auto found = std::make_unique<BackendUnderTest>();
    const Result<void> prepared = found->prepare();
    if (!prepared) {
        const std::string &code = prepared.error().code;
        found->absent_ = qEnvironmentVariableIntValue("VITRINE_CONFORMANCE_MAY_SKIP") == 1 &&
                         (code == "missing_library" || code == "no_device");
        found->problem_ =
            QStringLiteral("%1 is not ready: %2")
                .arg(found->id_, QString::fromStdString(english_message(prepared.error())));
    }
    return found;
}

Result<void> BackendUnderTest::prepare() {
    id_ = qEnvironmentVariable("VITRINE_CONFORMANCE_ID");
    catalog_ = std::make_unique<Catalog>(
        QStringList{qEnvironmentVariable("VITRINE_CONFORMANCE_FOLDER")}, HostServices{});
    catalog_->scan();
    if (id_ == "cuda") {
        // CUDA must be found also when the CPU computed first: ATen asks for it only once.
        if (const auto cpu = catalog_->load("cpu"); cpu) {
            (void)cpu->backend->matrix_product_seconds(16, 1);
        }
    }
    auto chosen = catalog_->choose(id_);
    if (!chosen) {
        return chosen.error();
    }
    backend_ = chosen->backend;
    device_ = chosen->devices.front().id;
    auto model = id_ == "fake" ? Result<Model>(model_without_weights()) : tutorial_model();
    if (!model) {
        return model.error();
    }
    model_ = std::move(*model);
    pictures_ = synthetic_pictures(12, side);
    auto reference = backend_->reference_logits(model_, pictures_);
    if (!reference) {
        return reference.error();
    }
    reference_ = std::move(*reference);
    model_.golden = {{pictures_.begin(), pictures_.begin() + 4},
                     {reference_.begin(), reference_.begin() + 4}};
    return {};
}

Result<std::unique_ptr<Classifier>> BackendUnderTest::load(ClassifierOptions options) {
    options.precision = Precision::float32;
    options.max_batch = 12;
    return backend_->load_classifier(model_, device_, options);
}

double difference(std::span<const float> given, std::span<const float> wanted) {
    if (given.size() != wanted.size()) {
        return HUGE_VAL;
    }
    double worst = 0;
    double largest = 1e-12;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const double one = std::abs(double{given[i]} - double{wanted[i]});
        worst = std::isfinite(one) ? std::max(worst, one) : HUGE_VAL;
        largest = std::max(largest, std::abs(double{wanted[i]}));
    }
    return worst / largest;
}

std::span<const float> row(const std::vector<float> &values, std::size_t index, int width) {
    const auto size = static_cast<std::size_t>(width);
    return std::span(values).subspan(index * size, size);
}

Result<Classification> ask(Classifier &classifier, const std::vector<Image> &images,
                           Wanted wanted) {
    const auto pixels = joined(images);
    return classifier.classify({pixels, static_cast<int>(images.size()), side, side}, wanted,
                               std::chrono::steady_clock::now() + std::chrono::minutes(1));
}

std::vector<float> floats_of(const Tensor &tensor) {
    const Tensor plain = to_float32(tensor);
    std::vector<float> values(plain.bytes.size() / sizeof(float));
    std::memcpy(values.data(), plain.bytes.data(), plain.bytes.size());
    return values;
}

} // namespace vitrine
