#include "core/training/run/kept_models.hpp"

#include "core/metrics/confusion.hpp"
#include "core/metrics/fit_calibration.hpp"
#include "core/models/safetensors.hpp"
#include "core/models/verdict.hpp"

#include <algorithm>
#include <cstring>
#include <set>

namespace vitrine {

namespace {

constexpr std::size_t golden_count = 8;
constexpr std::size_t most_mix_ups = 10; ///< told of in a model file

template <typename T>
Tensor tensor_of(DataType type, std::vector<std::int64_t> shape, const std::vector<T> &values) {
    Tensor tensor{type, std::move(shape), std::vector<std::byte>(values.size() * sizeof(T))};
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

/// Every second picture: 0 for the half that is fitted on, 1 for the one that is reported on.
struct Half {
    std::vector<float> logits;
    std::vector<std::int32_t> labels;
};
Half half_of(const std::vector<float> &logits, const std::vector<std::int32_t> &labels,
             std::size_t classes, std::size_t which) {
    Half half;
    for (std::size_t i = which; i < labels.size(); i += 2) {
        const auto first = logits.begin() + static_cast<std::ptrdiff_t>(i * classes);
        half.logits.insert(half.logits.end(), first, first + static_cast<std::ptrdiff_t>(classes));
        half.labels.push_back(labels[i]);
    }
    return half;
}

/// Test pictures of as many classes as possible.
std::vector<Image> golden_images(const TrainingData &data) {
    const std::size_t size =
        static_cast<std::size_t>(data.height) * static_cast<std::size_t>(data.width) * 3;
    std::vector<Image> images;
    std::set<std::int32_t> seen;
    for (std::size_t i = 0; i < data.test.labels.size() && images.size() < golden_count; ++i) {
        if (!seen.insert(data.test.labels[i]).second)
            continue;
        const auto first = data.test.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
        images.push_back(
            {data.width, data.height, {first, first + static_cast<std::ptrdiff_t>(size)}});
        if (seen.size() == data.class_names.size())
            seen.clear();
    }
    return images;
}

nlohmann::ordered_json to_json(const VerdictFigures &figures) {
    return {{"count", figures.count}, {"precision", figures.precision()}};
}

ConfusionMatrix confusion_of(const std::vector<float> &logits, const LabelledPixels &test,
                             std::size_t classes) {
    ConfusionMatrix confusion(static_cast<int>(classes));
    for (std::size_t i = 0; i < test.labels.size(); ++i) {
        const auto first = logits.begin() + static_cast<std::ptrdiff_t>(i * classes);
        const auto lead = std::max_element(first, first + static_cast<std::ptrdiff_t>(classes));
        confusion.add(test.labels[i], static_cast<int>(lead - first));
    }
    return confusion;
}

nlohmann::ordered_json confusion_json(const ConfusionMatrix &confusion,
                                      const std::vector<std::string> &names) {
    nlohmann::ordered_json per_class = nlohmann::ordered_json::array();
    nlohmann::ordered_json matrix = nlohmann::ordered_json::array();
    for (int i = 0; i < confusion.classes(); ++i) {
        per_class.push_back({{"id", i},
                             {"label", names[static_cast<std::size_t>(i)]},
                             {"count", confusion.count_of_class(i)},
                             {"accuracy", confusion.accuracy_of_class(i)}});
        auto &row = matrix.emplace_back(nlohmann::ordered_json::array());
        for (int j = 0; j < confusion.classes(); ++j)
            row.push_back(confusion.count(i, j));
    }
    return {{"accuracy", confusion.accuracy()}, {"per_class", per_class}, {"confusion", matrix}};
}

} // namespace

Model model_of(const RunSetup &setup, const TrainingData &data, TensorMap weights, int epochs,
               double accuracy) {
    Model model;
    model.weights = std::move(weights);
    Manifest &manifest = model.manifest;
    manifest.name = setup.recipe.name;
    manifest.title = setup.recipe.title;
    manifest.architecture = setup.recipe.architecture;
    manifest.architecture.classes = static_cast<int>(data.class_names.size());
    manifest.input = setup.recipe.input;
    manifest.labels = setup.labels.labels;
    manifest.parents = setup.labels.parents;
    manifest.never_headline = setup.labels.never_headline;
    Provenance &provenance = manifest.provenance;
    provenance.recipe = setup.recipe.name;
    provenance.seed = static_cast<std::int64_t>(setup.seed);
    provenance.dataset = setup.dataset;
    provenance.dataset_fingerprint = data.fingerprint;
    provenance.accuracy = accuracy;
    provenance.training_pictures = data.training.size();
    provenance.test_pictures = data.test.size();
    provenance.epochs = epochs;
    provenance.program_version = setup.program_version;
    return model;
}

Result<void> write_predictions(const std::filesystem::path &path, const std::vector<float> &logits,
                               const LabelledPixels &test, int classes, int epoch) {
    SafetensorsFile file;
    file.tensors["logits"] = tensor_of(DataType::float32, {test.size(), classes}, logits);
    file.tensors["labels"] = tensor_of(DataType::int32, {test.size()}, test.labels);
    file.metadata["epoch"] = std::to_string(epoch);
    return write_safetensors(path, file);
}

Result<nlohmann::ordered_json> finish_model(Model &model, const TrainingData &data,
                                            const std::vector<float> &logits,
                                            const RunServices &services) {
    const std::size_t classes = data.class_names.size();
    const Half fit = half_of(logits, data.test.labels, classes, 0);
    const Half held = half_of(logits, data.test.labels, classes, 1);
    const auto count = static_cast<int>(classes);
    model.manifest.calibration = fit_calibration({fit.logits, fit.labels, count});
    const CalibrationFigures figures =
        measure_calibration(model.manifest.calibration, {held.logits, held.labels, count});
    if (services.reference_logits) {
        model.golden.images = golden_images(data);
        auto golden = services.reference_logits(model, model.golden.images);
        if (!golden)
            return golden.error();
        model.golden.logits = std::move(*golden);
    }
    const ConfusionMatrix confusion = confusion_of(logits, data.test, classes);
    auto &mix_ups = model.manifest.provenance.mix_ups;
    mix_ups = mix_ups_of(confusion);
    mix_ups.resize(std::min(mix_ups.size(), most_mix_ups));
    nlohmann::ordered_json report = confusion_json(confusion, data.class_names);
    report["calibration"] = {{"temperature", model.manifest.calibration.temperature},
                             {"count", figures.count},
                             {"accuracy", figures.accuracy},
                             {"error_before", figures.error_before},
                             {"error_after", figures.error_after},
                             {"sure", to_json(figures.sure)},
                             {"probably", to_json(figures.probably)},
                             {"not_sure", to_json(figures.not_sure)},
                             {"rejected", figures.rejected}};
    return report;
}

} // namespace vitrine
