// What a run keeps: checkpoints, models, and at the end the finished model.
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "core/models/verdict.hpp"
#include "core/training/run/kept_models.hpp"
#include "core/training/run/run_loop.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace vitrine {

namespace {

/// The name of a float32 tensor with something in it that is no number, or nothing.
std::optional<std::string> not_finite(const TensorMap &tensors) {
    for (const auto &[name, tensor] : tensors) {
        if (tensor.type != DataType::float32)
            continue;
        for (std::size_t at = 0; at + sizeof(float) <= tensor.bytes.size(); at += sizeof(float)) {
            float value = 0;
            std::memcpy(&value, tensor.bytes.data() + at, sizeof value);
            if (!std::isfinite(value))
                return name;
        }
    }
    return std::nullopt;
}

Result<std::vector<float>> read_logits(const std::filesystem::path &path) {
    auto file = read_safetensors(path);
    if (!file)
        return file.error();
    const auto found = file->tensors.find("logits");
    if (found == file->tensors.end())
        return Error{"missing_tensor", {"logits"}};
    const Tensor &tensor = found->second;
    std::vector<float> logits(tensor.bytes.size() / sizeof(float));
    std::memcpy(logits.data(), tensor.bytes.data(), logits.size() * sizeof(float));
    return logits;
}

double accuracy_of(const std::vector<float> &logits, const LabelledPixels &test,
                   std::size_t classes) {
    std::int64_t right = 0;
    for (std::size_t i = 0; i < test.labels.size(); ++i) {
        const std::span<const float> row(logits.data() + i * classes, classes);
        right += std::ranges::max_element(row) - row.begin() == test.labels[i] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(test.labels.size());
}

} // namespace

Result<void> RunLoop::save_checkpoint(const char *reason) {
    auto state = session_->save_state();
    if (!state)
        return state.error();
    if (const auto name = not_finite(*state))
        return Error{"diverged",
                     {std::to_string(progress_.step), *name + " holds what is not a number"}};
    auto sizes = log_->settle();
    if (!sizes)
        return sizes.error();
    progress_.sizes = std::move(*sizes);
    progress_.elapsed_s = elapsed();
    ++progress_.saved;
    const Checkpoint checkpoint{progress_, std::move(*state)};
    if (auto written = patience_.persist([&] { return checkpoints_.write(checkpoint); }); !written)
        return written;
    saved_ = Clock::now();
    if (auto noted = note_remarks({}); !noted)
        return noted;
    return log_->event("checkpoint", elapsed(), progress_.step, {{"reason", reason}});
}

Result<void> RunLoop::keep_models(const std::vector<float> &logits, const EpochRecord &record) {
    auto weights = session_->weights();
    if (!weights)
        return weights.error();
    const Model model =
        model_of(setup_, data_, std::move(*weights), record.epoch, record.test_accuracy);
    const auto classes = static_cast<int>(data_.class_names.size());
    if (record.best) {
        if (auto kept = patience_.persist(
                [&] { return write_model(folder_.file("best.safetensors"), model); });
            !kept)
            return kept;
        if (auto kept = patience_.persist([&] {
                return write_predictions(folder_.file("predictions.safetensors"), logits,
                                         data_.test, classes, record.epoch);
            });
            !kept)
            return kept;
    }
    if (auto kept =
            patience_.persist([&] { return write_model(folder_.file("last.safetensors"), model); });
        !kept)
        return kept;
    return setup_.recipe.tutorial_files ? tutorial_weights(model, record.epoch) : Result<void>{};
}

Result<void> RunLoop::tutorial_weights(const Model &model, int epoch) {
    const auto renamed = rename_for_export(model, TensorNames::tutorial);
    return patience_.persist(
        [&] { return write_pth(folder_.file(fmt::format("net_{:03}.pth", epoch)), renamed); });
}

Result<void> RunLoop::write_probe_guesses() {
    const ProbePictures &probe = setup_.probe;
    if (probe.names.empty())
        return {};
    auto logits = session_->evaluate(data_.view(probe.pictures), Views::plain);
    if (!logits)
        return logits.error();
    const std::size_t classes = data_.class_names.size();
    RunEvent guesses = RunEvent::array();
    for (std::size_t i = 0; i < probe.names.size(); ++i) {
        const auto probabilities = softmax(std::span(*logits).subspan(i * classes, classes));
        const Prediction guess = top_predictions(probabilities, 1).front();
        const std::int32_t label = probe.pictures.labels[i];
        guesses.push_back({{"picture", probe.names[i]},
                           {"label", label < 0 ? RunEvent() : RunEvent(label)},
                           {"guess", guess.id},
                           {"probability", guess.probability}});
    }
    return log_->event("probe", elapsed(), progress_.step,
                       {{"epoch", progress_.epochs_done + 1}, {"guesses", guesses}});
}

Result<void> RunLoop::finish() {
    const auto best_file = folder_.file("best.safetensors");
    auto model = read_model(best_file);
    if (!model)
        return model.error();
    auto logits = read_logits(folder_.file("predictions.safetensors"));
    if (!logits)
        return logits.error();
    auto report = finish_model(*model, data_, *logits, services_);
    if (!report)
        return report.error();
    RunEvent end{{"reason", "finished"},
                 {"best_epoch", progress_.best_epoch},
                 {"best_accuracy", progress_.best_accuracy}};
    if (setup_.recipe.views != Views::plain) {
        auto seen = session_->evaluate(data_.view(data_.test), setup_.recipe.views);
        if (!seen)
            return seen.error();
        end["views_accuracy"] = accuracy_of(*seen, data_.test, data_.class_names.size());
    }
    end.update(*report);
    const bool last_is_best = progress_.best_epoch == setup_.recipe.epochs;
    for (const char *name : {"best.safetensors", "last.safetensors"})
        if (last_is_best || std::string_view(name) == "best.safetensors")
            if (auto kept =
                    patience_.persist([&] { return write_model(folder_.file(name), *model); });
                !kept)
                return kept;
    progress_.finished = true;
    if (auto saved = save_checkpoint("end"); !saved)
        return saved;
    return log_->event("end", elapsed(), progress_.step, end);
}

} // namespace vitrine
