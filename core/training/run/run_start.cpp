// How a run begins: anew or from its checkpoint.
#include "core/models/safetensors.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"
#include "core/training/run/run_description.hpp"
#include "core/training/run/run_loop.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace vitrine {

namespace {

std::int64_t bytes_of(const TensorMap &tensors) {
    std::int64_t sum = 0;
    for (const auto &[name, tensor] : tensors)
        sum += static_cast<std::int64_t>(tensor.bytes.size());
    return sum;
}

Tensor bytes_tensor(std::vector<std::int64_t> shape, const std::vector<std::uint8_t> &values) {
    const auto raw = std::as_bytes(std::span(values));
    return {DataType::uint8, std::move(shape), {raw.begin(), raw.end()}};
}

/// What "test 17" shows; −1 for a picture of another name.
std::int32_t label_of_test(const std::string &name, const TrainingData &data) {
    constexpr std::string_view prefix = "test ";
    std::size_t index = 0;
    const char *end = name.data() + name.size();
    if (!name.starts_with(prefix) ||
        std::from_chars(name.data() + prefix.size(), end, index).ptr != end ||
        index >= data.test.labels.size())
        return -1;
    return data.test.labels[index];
}

} // namespace

ProbePictures probe_of(const TrainingData &data) {
    constexpr std::size_t wanted = 12;
    const std::size_t size =
        static_cast<std::size_t>(data.height) * static_cast<std::size_t>(data.width) * 3;
    const std::size_t classes = data.class_names.size();
    std::vector<std::vector<std::size_t>> by_class(classes);
    for (std::size_t i = 0; i < data.test.labels.size(); ++i)
        by_class[static_cast<std::size_t>(data.test.labels[i])].push_back(i);
    ProbePictures probe;
    for (std::size_t turn = 0; turn < wanted; ++turn)
        for (std::size_t c = 0; c < classes && probe.names.size() < wanted; ++c) {
            if (turn >= by_class[c].size())
                continue;
            const std::size_t i = by_class[c][turn];
            const auto first = data.test.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
            probe.pictures.pixels.insert(probe.pictures.pixels.end(), first,
                                         first + static_cast<std::ptrdiff_t>(size));
            probe.pictures.labels.push_back(data.test.labels[i]);
            probe.names.push_back(fmt::format("test {}", i));
        }
    return probe;
}

Result<RunEnd> run_training(const RunSetup &setup, const TrainingData &data, RunFolder &folder,
                            bool resume, const RunServices &services) {
    auto planner = StepPlanner::make(setup.recipe, setup.seed, data.training.size());
    if (!planner)
        return planner.error();
    RunLoop loop(setup, data, folder, services, std::move(*planner));
    return loop.run(resume);
}

Result<std::optional<Checkpoint>> RunLoop::take_up(const nlohmann::ordered_json &description) {
    auto differs = check_same_run(folder_.file("run.json"), description);
    if (!differs)
        return differs.error();
    if (!differs->empty()) {
        std::string list;
        for (const std::string &part : *differs)
            list += (list.empty() ? "" : ", ") + part;
        to_note_.push_back({"resumed_elsewhere", {list}});
    }
    auto found = checkpoints_.find();
    if (!found)
        return found.error();
    if (found->damaged)
        to_note_.push_back(*found->damaged);
    if (!found->checkpoint)
        to_note_.push_back({"started_over", {}});
    return std::move(found->checkpoint);
}

Result<void> RunLoop::start(bool resume) {
    auto session = services_.open_session(training_spec(setup_.recipe,
                                                        static_cast<int>(data_.class_names.size()),
                                                        setup_.seed, setup_.initial_weights));
    if (!session)
        return session.error();
    session_ = std::move(*session);
    nlohmann::ordered_json description = describe_run(setup_, data_);
    description["environment"]["precision"] = to_string(session_->precision());
    std::optional<Checkpoint> checkpoint;
    if (resume) {
        auto taken = take_up(description);
        if (!taken)
            return taken.error();
        checkpoint = std::move(*taken);
        if (checkpoint)
            progress_ = checkpoint->progress;
        if (progress_.finished)
            return {};
    }
    if (checkpoint) {
        if (auto loaded = session_->load_state(checkpoint->state); !loaded)
            return loaded;
    } else if (!resume) {
        if (auto room = check_room(); !room)
            return room;
        const std::string text = json_text(description, 1) + "\n";
        if (auto written = patience_.persist([&] {
                return write_file_atomically(folder_.file("run.json"), std::string_view(text));
            });
            !written)
            return written;
    }
    drop_unfinished_best();
    if (auto settled = settle_best(); !settled)
        return settled;
    probe_ = setup_.probe;
    if (probe_.names.empty())
        probe_ = resume ? earlier_probe() : probe_of(data_);
    if (auto written = write_probe(); !written)
        return written;
    elapsed_before_ = progress_.elapsed_s;
    started_ = saved_ = Clock::now();
    auto log = RunLog::open(folder_, setup_.recipe.tutorial_files, progress_, resume, patience_,
                            services_.observer);
    if (!log)
        return log.error();
    log_.emplace(std::move(*log));
    RunEvent fields{{"run", folder_.path().filename().string()},
                    {"recipe", setup_.recipe.name},
                    {"epochs", setup_.recipe.epochs},
                    {"steps", planner_.total()},
                    {"steps_per_epoch", planner_.steps_per_epoch()},
                    {"training_pictures", data_.training.size()},
                    {"test_pictures", data_.test.size()},
                    {"labels", data_.class_names}};
    if (resume)
        fields["resumed_at_step"] = progress_.step;
    if (auto written = log_->event("start", elapsed(), progress_.step, fields); !written)
        return written;
    std::vector<Error> remarks = data_.remarks;
    for (const DamagedPicture &picture : data_.damaged)
        remarks.push_back(
            {"picture_left_out", {picture.path.string(), english_message(picture.error)}});
    return note_remarks(remarks);
}

Result<void> RunLoop::note_remarks(const std::vector<Error> &remarks) {
    for (const Error &remark : remarks)
        if (auto said = message(remark); !said)
            return said;
    for (const Error &note : std::exchange(to_note_, {}))
        if (auto said = message(note); !said)
            return said;
    for (const RunEvent &event : std::exchange(shown_, {}))
        if (auto written = log_->shown_event(event); !written)
            return written;
    return {};
}

Result<void> RunLoop::check_room() const {
    auto weights = session_->weights();
    if (!weights)
        return weights.error();
    auto state = session_->save_state();
    if (!state)
        return state.error();
    constexpr std::int64_t margin = 8'000'000; // events and the like
    const std::int64_t model = bytes_of(*weights);
    const std::int64_t logits = data_.test.size() * std::ssize(data_.class_names) * std::int64_t{4};
    // At most at once: three checkpoints; best, new best, last and the one that is being written.
    std::int64_t needed = 3 * bytes_of(*state) + 4 * model + 2 * logits + margin;
    if (setup_.recipe.tutorial_files)
        needed += model * setup_.recipe.epochs;
    const std::int64_t free = folder_.free_bytes();
    constexpr std::int64_t megabyte = 1'000'000;
    if (needed > free)
        return Error{"too_little_room",
                     {folder_.path().string(), std::to_string(needed / megabyte),
                      std::to_string(free / megabyte)}};
    return {};
}

ProbePictures RunLoop::earlier_probe() const {
    ProbePictures probe;
    const auto file = read_safetensors(folder_.file("probe.safetensors"));
    if (!file || !file->tensors.contains("pictures") || !file->metadata.contains("names"))
        return probe_of(data_);
    const Tensor &pictures = file->tensors.at("pictures");
    const auto names = nlohmann::json::parse(file->metadata.at("names"), nullptr, false);
    if (!names.is_array() || pictures.type != DataType::uint8 ||
        pictures.shape !=
            std::vector<std::int64_t>{std::ssize(names), data_.height, data_.width, 3})
        return probe_of(data_);
    for (const auto &name : names) {
        if (!name.is_string())
            return probe_of(data_);
        probe.names.push_back(name);
        probe.pictures.labels.push_back(label_of_test(probe.names.back(), data_));
    }
    for (const std::byte value : pictures.bytes)
        probe.pictures.pixels.push_back(std::to_integer<std::uint8_t>(value));
    return probe;
}

Result<void> RunLoop::write_probe() {
    SafetensorsFile file;
    const LabelledPixels &probe = probe_.pictures;
    file.tensors["pictures"] =
        bytes_tensor({probe.size(), data_.height, data_.width, 3}, probe.pixels);
    file.metadata["names"] = json_text(nlohmann::json(probe_.names));
    return patience_.persist(
        [&] { return write_safetensors(folder_.file("probe.safetensors"), file); });
}

} // namespace vitrine
