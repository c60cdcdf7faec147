// vitrine train: trains a network by a recipe and keeps everything in a run folder.
#include "app/commands/commands.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/streams.hpp"
#include "app/commands/train/reading_report.hpp"
#include "app/commands/train/train_arguments.hpp"
#include "app/commands/train/train_measure.hpp"
#include "app/commands/train/train_output.hpp"
#include "app/commands/train/train_requests.hpp"
#include "app/services/class_labels.hpp"
#include "app/settings/places.hpp"
#include "core/data/decode_pool.hpp"
#include "core/data/training/training_data.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/freed_memory.hpp"
#include "core/support/json_text.hpp"
#include "core/training/run/checkpoint.hpp"
#include "core/training/run/training_run.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

/// Where the code of an error goes beside its sentence; see --failure.
fs::path failure_file; // NOLINT: one training a process

/// As fail(), with the ends that only a training has.
ExitStatus fail_training(const Error &error) {
    const ExitStatus status = fail(error);
    if (!failure_file.empty() && error.code != "interrupted") { // which was asked for
        const std::string text =
            json_text(nlohmann::ordered_json{{"code", error.code}, {"arguments", error.arguments}});
        if (const auto noted = write_file_atomically(failure_file, std::string_view(text)); !noted)
            say("vitrine: {}\n", english_message(noted.error()));
    }
    if (error.code == "in_use")
        return ExitStatus::in_use;
    return error.code == "interrupted" ? ExitStatus::interrupted : status;
}

/// `reading`: tells those who watch from outside how far it is; empty: nobody.
Result<TrainingData> load_data(const TrainPlan &plan, RunFolder *folder, const fs::path &reading) {
    std::unique_ptr<Progress> progress;
    ReadingReport report(folder, reading);
    DataOptions options{plan.recipe.input, decode_threads(), cache_folder(), plan.leave_out, {}};
    options.progress = [&](std::int64_t done, std::int64_t total) {
        if (!progress)
            progress = std::make_unique<Progress>("read", total, true);
        progress->show(done);
        return report.tell(done, total) && !TrainRequests::stop_requested();
    };
    return load_training_data(plan.data, options);
}

/// Nothing is asked for: the usual ones, or those of the run that is resumed.
Result<ProbePictures> probe_pictures(const TrainArguments &arguments, const TrainPlan &plan,
                                     const TrainingData &data) {
    if (arguments.probe.empty())
        return ProbePictures{};
    ProbePictures probe = probe_of(data);
    for (const std::string &file : arguments.probe) {
        const FittedPicture picture = read_for_model(file, plan.recipe.input);
        if (!picture.fitted)
            return picture.fitted.error();
        const auto &pixels = picture.fitted->pixels;
        probe.pictures.pixels.insert(probe.pictures.pixels.end(), pixels.begin(), pixels.end());
        probe.pictures.labels.push_back(-1);
        probe.names.push_back(file);
    }
    return probe;
}

bool computes(const ChosenDevice &chosen, Precision precision) {
    auto devices = chosen.backend->devices();
    return devices && std::ranges::any_of(*devices, [&](const Device &device) {
               return device.id == chosen.device &&
                      std::ranges::find(device.precisions, precision) != device.precisions.end();
           });
}

/// A backend that can train, and how it is to compute.
struct Trainer {
    ChosenDevice chosen;
    ComputeLimits limits;
};

/// What `options` leaves open is done as in the run that is resumed, if one is.
Result<Trainer> choose_trainer(Catalog &catalog, const ComputeOptions &options,
                               const ComputeLimits &before) {
    auto chosen = choose_device(catalog, options.backend, options.device);
    if (!chosen)
        return chosen.error();
    // Written out, since the same number of threads is needed to resume to the bit.
    ComputeLimits limits{options.precision, options.threads > 0 ? options.threads : before.threads};
    if (limits.threads <= 0)
        limits.threads = decode_threads();
    if (limits.precision == Precision::automatic && computes(*chosen, before.precision))
        limits.precision = before.precision;
    return Trainer{std::move(*chosen), limits};
}

nlohmann::ordered_json environment_of(const Trainer &trainer) {
    std::string device = trainer.chosen.device;
    std::string build;
    if (auto devices = trainer.chosen.backend->devices())
        for (const Device &known : *devices)
            if (known.id == trainer.chosen.device) {
                device += ", " + known.name;
                build = known.build;
            }
    return {{"backend", trainer.chosen.backend_id},
            {"device", device},
            {"threads", trainer.limits.threads},
            {"program", VITRINE_VERSION},
            {"build", build}};
}

Result<RunSetup> set_up(const TrainArguments &arguments, const TrainPlan &plan,
                        const TrainingData &data, const Trainer &trainer) {
    RunSetup setup;
    setup.recipe = plan.recipe;
    setup.seed = plan.seed;
    setup.labels = labels_for(data.class_names);
    auto probe = probe_pictures(arguments, plan, data);
    if (!probe)
        return probe.error();
    setup.probe = std::move(*probe);
    // A checkpoint holds all weights: it goes on without the model that they began with.
    if (!arguments.resume || !Checkpoints(arguments.out).exist()) {
        auto weights = starting_weights(plan.recipe, data.class_names);
        if (!weights)
            return weights.error();
        setup.initial_weights = std::move(*weights);
    }
    std::error_code error;
    const fs::path absolute = fs::absolute(plan.data, error);
    setup.dataset = error ? plan.data.string() : absolute.lexically_normal().string();
    setup.program_version = VITRINE_VERSION;
    setup.environment = environment_of(trainer);
    return setup;
}

RunServices services_for(const Trainer &trainer, const TrainingData &data, TrainRequests &requests,
                         TrainOutput &output) {
    RunServices services;
    services.requests = &requests;
    services.open_session = [&](const TrainingSpec &spec) {
        return trainer.chosen.backend->open_training(spec, data.view(data.training),
                                                     trainer.chosen.device, trainer.limits);
    };
    services.reference_logits = [&](const Model &model, const std::vector<Image> &images) {
        return trainer.chosen.backend->reference_logits(model, images);
    };
    services.observer = [&](const RunEvent &event) { output.show(event); };
    return services;
}

/// Says how long it would take.
ExitStatus measure(const TrainArguments &arguments, TrainPlan &plan) {
    const TrainRequests requests; // so that a signal ends the reading of pictures
    auto data = load_data(plan, nullptr, {});
    if (!data)
        return fail_training(data.error());
    auto recipe = recipe_for(plan, data->training.size());
    if (!recipe)
        return fail_training(recipe.error());
    plan.recipe = std::move(*recipe);
    const auto catalog = scanned_catalog();
    auto trainer = choose_trainer(*catalog, arguments.compute.options, plan.limits);
    if (!trainer)
        return fail_training(trainer.error());
    auto weights = starting_weights(plan.recipe, data->class_names);
    if (!weights)
        return fail_training(weights.error());
    const auto spec = training_spec(plan.recipe, static_cast<int>(data->class_names.size()),
                                    plan.seed, std::move(*weights));
    keep_freed_memory();
    auto measured = measure_training(plan.recipe, *data, [&](const DatasetView &training) {
        return trainer->chosen.backend->open_training(spec, training, trainer->chosen.device,
                                                      trainer->limits);
    });
    if (!measured)
        return fail_training(measured.error());
    put("{}\n", measured->dump());
    return finish_output(ExitStatus::done);
}

ExitStatus train(const TrainArguments &arguments) {
    auto plan = plan_training(arguments);
    if (!plan)
        return fail_training(plan.error());
    if (arguments.measure)
        return measure(arguments, *plan);
    if (arguments.out.empty()) {
        return fail_training(Error{"wrong_usage", {"--out is required: the run's folder"}});
    }
    TrainRequests requests;
    auto folder = RunFolder::open(arguments.out, arguments.resume);
    if (!folder)
        return fail_training(folder.error());
    auto data = load_data(*plan, &*folder, arguments.reading);
    if (!data)
        return fail_training(data.error());
    if (auto recipe = recipe_for(*plan, data->training.size()))
        plan->recipe = std::move(*recipe);
    else
        return fail_training(recipe.error());
    const auto catalog = scanned_catalog();
    auto trainer = choose_trainer(*catalog, arguments.compute.options, plan->limits);
    if (!trainer)
        return fail_training(trainer.error());
    auto setup = set_up(arguments, *plan, *data, *trainer);
    if (!setup)
        return fail_training(setup.error());
    if (TrainRequests::stop_requested())
        return fail_training(Error{"interrupted", {}});

    keep_freed_memory();
    TrainOutput output(arguments.events == "-", plan->recipe.epochs);
    const RunServices services = services_for(*trainer, *data, requests, output);
    auto ended = run_training(*setup, *data, *folder, arguments.resume, services);
    if (!ended) {
        const ExitStatus status = fail_training(ended.error());
        // What was readable and writable when it began was no wrong input.
        const bool lost_on_the_way =
            std::ranges::any_of(std::array{"unwritable", "no_permission", "unreadable", "vanished"},
                                [&](const char *code) { return ended.error().code == code; });
        return lost_on_the_way ? ExitStatus::computing_failed : status;
    }
    switch (*ended) {
    case RunEnd::finished:
        output.report((fs::path(arguments.out) / "best.safetensors").string());
        return ExitStatus::done;
    case RunEnd::was_finished:
        say("vitrine: this training was finished before\n");
        return ExitStatus::done;
    case RunEnd::stopped:
        say("vitrine: stopped; go on with: vitrine train --resume --out {}\n", arguments.out);
        return ExitStatus::interrupted;
    }
    return ExitStatus::done;
}

} // namespace

AddedCommand add_train(CLI::App &program) {
    auto *command = program.add_subcommand("train", "Train a network by a recipe");
    auto arguments = std::make_shared<TrainArguments>();
    add_compute_arguments(*command, arguments->compute, false);
    command
        ->add_option("--recipe", arguments->recipe,
                     "tutorial, quick, fast, best, own-pictures, or a file; what suits the data")
        ->option_text("NAME|FILE.json");
    command
        ->add_option("--data", arguments->data,
                     "CIFAR-10's binary files or their .tar.gz, or folders of pictures: "
                     "train/CLASS and test/CLASS, or CLASS; the small set on board")
        ->option_text("DIR");
    command->add_option("--out", arguments->out, "The run's folder, new or, with --resume, its own")
        ->option_text("DIR");
    command->add_flag("--measure", arguments->measure,
                      "Train nothing; a line of JSON on how long it would take, from a few steps");
    command->add_option("--epochs", arguments->epochs, "Instead of the recipe's")->option_text("N");
    command->add_option("--seed", arguments->seed, "What chance starts from (0)")
        ->option_text("N")
        ->check(CLI::NonNegativeNumber);
    command->add_flag("--resume", arguments->resume, "Go on with the training in --out");
    command
        ->add_option("--probe", arguments->probe,
                     "Pictures to guess after each epoch, beside twelve test pictures")
        ->option_text("FILE...");
    command
        ->add_option("--leave-out", arguments->leave_out,
                     "Pictures not to use, a line each: paths below DIR, or \"test 17\"")
        ->option_text("FILE");
    command->add_option("--events", arguments->events, "-: events as JSON on standard output")
        ->option_text("-")
        ->check(CLI::IsMember({"-"}));
    // For the window, which speaks other languages than standard error.
    command->add_option("--failure", arguments->failure)->group("");
    command->add_option("--reading", arguments->reading)->group("");
    return {command, [arguments] {
                failure_file = arguments->failure;
                return train(*arguments);
            }};
}

} // namespace vitrine
