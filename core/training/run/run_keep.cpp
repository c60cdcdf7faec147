// What a run keeps: checkpoints, models, and at the end the finished model.
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "core/models/verdict.hpp"
#include "core/training/run/kept_models.hpp"
#include "core/training/run/run_loop.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
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

/// Of `epoch` and for as many pictures as `shape` says.
Result<std::vector<float>> read_logits(const std::filesystem::path &path, int epoch,
                                       const std::vector<std::int64_t> &shape) {
    auto file = read_safetensors(path);
    if (!file)
        return file.error();
    const auto found = file->tensors.find("logits");
    if (found == file->tensors.end())
        return Error{"missing_tensor", {"logits"}};
    const Tensor &tensor = found->second;
    if (tensor.shape != shape || tensor.type != DataType::float32)
        return Error{"wrong_shape", {"logits", shape_text(shape), shape_text(tensor.shape)}};
    const std::string &told = file->metadata["epoch"];
    if (told != std::to_string(epoch))
        return Error{"unreadable",
                     {path.string(), fmt::format("its logits are those of epoch {}, and the best "
                                                 "model is of epoch {}",
                                                 told, epoch)}};
    std::vector<float> logits(tensor.bytes.size() / sizeof(float));
    std::memcpy(logits.data(), tensor.bytes.data(), logits.size() * sizeof(float));
    return logits;
}

constexpr std::array files_of_best{"best.safetensors", "predictions.safetensors"};

/// Under what name a file of a new best epoch waits for the checkpoint that knows of it.
std::string awaiting(const char *name) { return std::string("new-") + name; }

/// The epoch that such a file is of, or 0.
int epoch_of(const std::filesystem::path &file) {
    if (const auto manifest = read_model_manifest(file))
        return manifest->provenance.epochs;
    const auto metadata = read_safetensors_metadata(file);
    if (!metadata || !metadata->contains("epoch"))
        return 0;
    return std::atoi(metadata->at("epoch").c_str());
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

Result<void> RunLoop::write_checkpoint() {
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
    return {};
}

Result<void> RunLoop::save_checkpoint(const char *reason) {
    if (auto written = write_checkpoint(); !written)
        return written;
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
                [&] { return write_model(folder_.file(awaiting("best.safetensors")), model); });
            !kept)
            return kept;
        if (auto kept = patience_.persist([&] {
                return write_predictions(folder_.file(awaiting("predictions.safetensors")), logits,
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

Result<void> RunLoop::settle_best() {
    for (const char *name : files_of_best) {
        const auto from = folder_.file(awaiting(name));
        const auto to = folder_.file(name);
        std::error_code failed;
        if (!std::filesystem::exists(from, failed))
            continue;
        std::filesystem::rename(from, to, failed);
        if (failed)
            return Error{"unwritable", {to.string(), failed.message()}};
    }
    return {};
}

void RunLoop::drop_unfinished_best() {
    for (const char *name : files_of_best) {
        const auto file = folder_.file(awaiting(name));
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored) &&
            (progress_.best_epoch == 0 || epoch_of(file) != progress_.best_epoch))
            std::filesystem::remove(file, ignored);
    }
}

Result<std::vector<float>> RunLoop::evaluate(TrainingSession &session,
                                             const LabelledPixels &pictures, Views views) {
    constexpr std::size_t part = 2048;
    const DatasetView whole = data_.view(pictures);
    const std::size_t size =
        static_cast<std::size_t>(whole.height) * static_cast<std::size_t>(whole.width) * 3;
    std::vector<float> logits;
    for (std::size_t first = 0; first < whole.labels.size(); first += part) {
        folder_.beat(RunFolder::State::running);
        const std::size_t count = std::min(part, whole.labels.size() - first);
        DatasetView view = whole;
        view.pixels = whole.pixels.subspan(first * size, count * size);
        view.labels = whole.labels.subspan(first, count);
        auto answers = session.evaluate(view, views);
        if (!answers)
            return answers;
        logits.insert(logits.end(), answers->begin(), answers->end());
    }
    return logits;
}

Result<void> RunLoop::tutorial_weights(const Model &model, int epoch) {
    const auto renamed = rename_for_export(model, TensorNames::tutorial);
    return patience_.persist(
        [&] { return write_pth(folder_.file(fmt::format("net_{:03}.pth", epoch)), renamed); });
}

Result<void> RunLoop::write_probe_guesses() {
    const ProbePictures &probe = probe_;
    if (probe.names.empty())
        return {};
    auto logits = evaluate(*session_, probe.pictures, Views::plain);
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

Result<double> RunLoop::accuracy_over_views(const TensorMap &best) {
    TrainingSession *session = session_.get();
    std::unique_ptr<TrainingSession> of_best;
    if (progress_.best_epoch != progress_.epochs_done) { // the session has moved on since
        auto opened = services_.open_session(training_spec(
            setup_.recipe, static_cast<int>(data_.class_names.size()), setup_.seed, best));
        if (!opened)
            return opened.error();
        of_best = std::move(*opened);
        session = of_best.get();
    }
    auto seen = evaluate(*session, data_.test, setup_.recipe.views);
    if (!seen)
        return seen.error();
    return accuracy_of(*seen, data_.test, data_.class_names.size());
}

Result<void> RunLoop::finish() {
    auto model = read_model(folder_.file("best.safetensors"));
    if (!model)
        return model.error();
    auto logits = read_logits(folder_.file("predictions.safetensors"), progress_.best_epoch,
                              {data_.test.size(), std::ssize(data_.class_names)});
    if (!logits)
        return logits.error();
    auto report = finish_model(*model, data_, *logits, services_);
    if (!report)
        return report.error();
    RunEvent end{{"reason", "finished"},
                 {"best_epoch", progress_.best_epoch},
                 {"best_accuracy", progress_.best_accuracy}};
    const bool last_is_best = progress_.best_epoch == setup_.recipe.epochs;
    for (const char *name : {"best.safetensors", "last.safetensors"})
        if (last_is_best || std::string_view(name) == "best.safetensors")
            if (auto kept =
                    patience_.persist([&] { return write_model(folder_.file(name), *model); });
                !kept)
                return kept;
    // What is learnt is safe by now; a figure more or less is no reason to call the run failed.
    if (setup_.recipe.views != Views::plain) {
        if (auto accuracy = accuracy_over_views(model->weights))
            end["views_accuracy"] = *accuracy;
        else if (auto said = message(accuracy.error()); !said)
            return said;
    }
    end.update(*report);
    // The checkpoint that is finished comes last: whoever is killed before it ends once more.
    if (auto written = log_->event("end", elapsed(), progress_.step, end); !written)
        return written;
    progress_.finished = true;
    return write_checkpoint();
}

} // namespace vitrine
