// How TrainPage begins a training, and what it tells the one under way.
#include "app/services/language.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "core/support/atomic_file.hpp"

#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

/// The command line's status of a training that was asked to stop, and did.
constexpr int status_interrupted = 4;

/// What the trainer left as its reason, else what its end tells.
Error reason_of(const TrainingExit &how, const std::filesystem::path &failure) {
    Error why{how.out_of_memory ? "training_out_of_memory" : "training_died", {}};
    constexpr std::uint64_t limit = 1 << 16;
    const auto bytes = read_file(failure, limit);
    if (!bytes) {
        if (how.signal == 0)
            why.code = "training_failed";
        return why;
    }
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const auto said = nlohmann::json::parse(first, first + bytes->size(), nullptr, false);
    if (!said.is_object() || !said.contains("code") || !said["code"].is_string())
        return why;
    why.code = said["code"].get<std::string>();
    for (const auto &argument : said.value("arguments", nlohmann::json::array()))
        why.arguments.push_back(argument.is_string() ? argument.get<std::string>()
                                                     : argument.dump());
    return why;
}

using Arguments = std::vector<std::string>;

Result<void> write_text(const std::filesystem::path &file, const std::string &text) {
    return write_file_atomically(file, std::string_view(text));
}

} // namespace

/// What a training is begun with, as it stood when it was asked for.
struct TrainPage::Launch {
    RunLibrary library;
    std::filesystem::path recipes;
    std::filesystem::path data;
    Recipe recipe;
    bool altered = false;
    int seed = 0;
    LeftOutPictures::Names left_out{};
    double bet = -1;
};

/// Its folder's name and the trainer's arguments.
struct TrainPage::Prepared {
    std::filesystem::path folder;
    Arguments arguments;
};

/// Blocks on the disk.
Result<TrainPage::Prepared> TrainPage::prepare(const Launch &launch) {
    const auto folder = launch.library.new_run(launch.recipe.name);
    if (!folder)
        return folder.error();
    auto recipe = launch.recipes / (launch.recipe.name + ".json");
    if (launch.altered) {
        recipe = RunLibrary::recipe_of(*folder);
        if (auto written = write_text(recipe, to_json(launch.recipe).dump(1) + "\n"); !written)
            return written.error();
    }
    Prepared prepared{*folder,
                      {"--recipe", recipe.string(), "--data", launch.data.string(), "--seed",
                       std::to_string(launch.seed)}};
    if (!launch.left_out.empty()) {
        const auto file = RunLibrary::left_out_of(*folder);
        std::string text;
        for (const std::string &name : launch.left_out)
            text += name + "\n";
        if (auto written = write_text(file, text); !written)
            return written.error();
        prepared.arguments.insert(prepared.arguments.end(), {"--leave-out", file.string()});
    }
    if (launch.bet >= 0)
        (void)RunLibrary::note_bet(*folder, launch.bet); // the training is worth more than the bet
    return prepared;
}

void TrainPage::start() {
    if (!can_start())
        return;
    const auto expected = seconds();
    const bool long_or_unknown = expected ? *expected > very_long_s : options_.other_network();
    if (long_or_unknown && options_.epochs() > few_epochs) {
        asking_ = true;
        Q_EMIT start_changed();
        return;
    }
    startAnyway();
}

void TrainPage::startAnyway() {
    asking_ = false;
    if (can_start())
        launch();
}

void TrainPage::startFewEpochs() {
    options_.set_epochs(few_epochs);
    startAnyway();
}

void TrainPage::leaveQuestion() {
    asking_ = false;
    Q_EMIT start_changed();
}

void TrainPage::launch() {
    set_launching(true);
    reader_.start(
        [this, launch = Launch{runs_.library(), place_.recipes, choice_.path(), options_.recipe(),
                               options_.altered(), options_.seed(),
                               taster_only_ ? LeftOutPictures::Names{} : left_out_.of(data_set()),
                               bet_}] {
            QMetaObject::invokeMethod(
                this, [this, prepared = prepare(launch)] { take_prepared(prepared); },
                Qt::QueuedConnection);
        });
}

void TrainPage::take_prepared(const Result<Prepared> &prepared) {
    if (prepared)
        launch_in(prepared->folder, prepared->arguments);
    else
        take_no_start(prepared.error());
}

void TrainPage::take_start(const std::filesystem::path &folder) {
    set_launching(false);
    set_problem(std::nullopt);
    set_live(folder);
    watch(folder);
    set_bet(-1);
    if (taster_only_)
        runs_.keep_newest(most_kiosk_runs);
}

void TrainPage::take_no_start(const Error &why) {
    set_launching(false);
    set_problem(why);
}

void TrainPage::set_launching(bool launching) {
    launching_ = launching;
    Q_EMIT start_changed();
}

void TrainPage::launch_in(const std::filesystem::path &folder, Arguments arguments) {
    const auto failure = RunLibrary::failure_of(folder);
    arguments.insert(arguments.begin(), "train");
    arguments.insert(arguments.end(), {"--out", folder.string(), "--failure", failure.string()});
    for (const QString &word : place_.compute)
        arguments.push_back(word.toStdString());
    process_.start({place_.program, arguments, folder, RunLibrary::log_of(folder), failure});
}

void TrainPage::take_exit(const TrainingExit &how) {
    const auto folder = live_;
    set_live({});
    if (how.signal != 0 || (how.status != 0 && how.status != status_interrupted))
        reader_.start([this, folder, how] {
            QMetaObject::invokeMethod(
                this,
                [this, folder, why = reason_of(how, RunLibrary::failure_of(folder))] {
                    if (run_.folder() == folder && !training())
                        run_.set_exit(why);
                },
                Qt::QueuedConnection);
        });
    runs_.refresh();
    Q_EMIT state_changed();
    Q_EMIT start_changed();
}

void TrainPage::leave(RunRequest request) {
    set_problem(std::nullopt);
    process_.request(request);
}

void TrainPage::pause() {
    if (shows_live())
        leave(RunRequest::pause);
}

void TrainPage::resume() {
    if (shows_live())
        leave(RunRequest::resume);
}

void TrainPage::stop() {
    if (shows_live())
        stopLive();
}

void TrainPage::stopLive() {
    if (!training())
        return;
    set_problem(std::nullopt);
    process_.stop();
    Q_EMIT state_changed();
}

void TrainPage::carryOn() {
    if (training() || launching_)
        return;
    set_launching(true);
    launch_in(run_.folder(), {"--resume"});
}

} // namespace vitrine
