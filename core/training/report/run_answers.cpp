#include "core/training/report/run_answers.hpp"

#include "core/models/model_file.hpp"
#include "core/models/safetensors.hpp"
#include "core/support/atomic_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace vitrine {
namespace {

/// Null where there is no such tensor of that type.
const Tensor *find(const SafetensorsFile &file, const char *name, DataType type) {
    const auto found = file.tensors.find(name);
    return found != file.tensors.end() && found->second.type == type ? &found->second : nullptr;
}

template <typename T> std::vector<T> values_of(const Tensor &tensor) {
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(T));
    return values;
}

/// Empty where all is well.
std::string fault_of(const Tensor *logits, const Tensor *labels, std::size_t classes) {
    if (logits == nullptr || labels == nullptr)
        return "logits (float32) or labels (int32) are missing";
    const bool fits = labels->shape.size() == 1 && logits->shape.size() == 2 &&
                      logits->shape[0] == labels->shape[0] && labels->shape[0] > 0 &&
                      logits->shape[1] == static_cast<std::int64_t>(classes);
    if (!fits)
        return fmt::format("logits are {} and labels {}, for {} classes", shape_text(logits->shape),
                           shape_text(labels->shape), classes);
    return {};
}

std::vector<std::string> left_out_of(const std::filesystem::path &run_json) {
    constexpr std::uint64_t limit = std::uint64_t{64} << 20;
    std::vector<std::string> names;
    const auto bytes = read_file(run_json, limit);
    if (!bytes)
        return names;
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const auto run = nlohmann::json::parse(first, first + bytes->size(), nullptr, false);
    const nlohmann::json::json_pointer place("/data/left_out");
    if (run.is_object() && run.contains(place) && run[place].is_array())
        for (const auto &name : run[place])
            if (name.is_string())
                names.push_back(name.get<std::string>());
    return names;
}

} // namespace

Result<RunAnswers> read_run_answers(const std::filesystem::path &folder) {
    const std::filesystem::path path = folder / "predictions.safetensors";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return Error{"no_predictions", {folder.string()}};
    auto manifest = read_model_manifest(folder / "best.safetensors");
    if (!manifest)
        return manifest.error();
    const auto file = read_safetensors(path);
    if (!file)
        return file.error();
    const Tensor *logits = find(*file, "logits", DataType::float32);
    const Tensor *labels = find(*file, "labels", DataType::int32);
    const std::size_t classes = manifest->labels.size();
    if (const std::string fault = fault_of(logits, labels, classes); !fault.empty())
        return Error{"bad_predictions", {path.string(), fault}};
    RunAnswers answers;
    answers.logits = values_of<float>(*logits);
    answers.labels = values_of<std::int32_t>(*labels);
    if (!std::ranges::all_of(answers.logits, [](float logit) { return std::isfinite(logit); }))
        return Error{"bad_predictions", {path.string(), "a logit is not a number"}};
    if (!std::ranges::all_of(answers.labels, [classes](std::int32_t label) {
            return label >= 0 && static_cast<std::size_t>(label) < classes;
        }))
        return Error{"bad_predictions", {path.string(), "a label belongs to no class"}};
    if (const auto epoch = file->metadata.find("epoch"); epoch != file->metadata.end())
        std::from_chars(epoch->second.data(), epoch->second.data() + epoch->second.size(),
                        answers.epoch);
    answers.class_names = std::move(manifest->labels);
    answers.temperature = manifest->calibration.temperature;
    answers.input = manifest->input;
    answers.dataset = manifest->provenance.dataset;
    answers.dataset_fingerprint = manifest->provenance.dataset_fingerprint;
    answers.left_out = left_out_of(folder / "run.json");
    return answers;
}

} // namespace vitrine
