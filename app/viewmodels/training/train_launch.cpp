// How TrainPage begins a training, and what it tells the one under way.
#include "app/services/language.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <QFile>

#include <nlohmann/json.hpp>
#include <system_error>

namespace vitrine {

namespace {

/// The command line's status of a training that was asked to stop, and did.
constexpr int status_interrupted = 4;

bool ended_well(const TrainingExit &how) {
    return how.signal == 0 && (how.status == 0 || how.status == status_interrupted);
}

/// What the trainer left as its reason, else what its end tells.
Error reason_of(const TrainingExit &how, bool begun) {
    if (const auto noted = RunLibrary::noted_failure(how.folder))
        return *noted;
    if (how.out_of_memory)
        return {begun ? "training_out_of_memory" : "training_not_begun_memory", {}};
    if (how.signal == 0)
        return {begun ? "training_failed" : "training_not_begun", {}};
    if (how.ended_here)
        return {"training_ended_here", {}};
    return {begun ? "training_died" : "training_not_begun_died", {}};
}

/// Its last words go with what lies beside its folder.
void log_last_words(const std::filesystem::path &folder) {
    constexpr std::uint64_t limit = 1 << 16;
    if (const auto said = read_file(RunLibrary::log_of(folder), limit))
        log::warning("training", "the trainer ended before it had begun: {}",
                     std::string_view(reinterpret_cast<const char *>(said->data()), said->size()));
}

/// What came of a trainer that is gone.
struct Outcome {
    bool nothing = false;     ///< as was wanted: there is no run
    std::optional<Error> why; ///< it ended as it should not
};

/// Keeps for those who look later why it ended, or takes away what is left where it never came to a
/// run. Blocks on the disk.
Outcome outcome_of(const TrainingExit &how) {
    std::error_code ignored;
    const bool begun = std::filesystem::exists(how.folder / "run.json", ignored);
    Outcome outcome;
    if (!ended_well(how))
        outcome.why = reason_of(how, begun);
    if (begun) {
        if (outcome.why)
            (void)RunLibrary::note_failure(how.folder, *outcome.why);
        return outcome;
    }
    if (outcome.why)
        log_last_words(how.folder);
    RunLibrary::forget_not_begun(how.folder);
    outcome.nothing = !outcome.why || how.ended_here;
    return outcome;
}

using Arguments = std::vector<std::string>;

Result<void> write_text(const std::filesystem::path &file, const std::string &text) {
    return write_file_atomically(file, std::string_view(text));
}

} // namespace

/// What a training is begun with, as it stood when it was asked for.
struct TrainPage::Launch {
    RunLibrary library;
    RunLibrary others;
    std::filesystem::path recipes;
    std::filesystem::path data;
    Recipe recipe;
    bool altered = false;
    int seed = 0;
    LeftOutPictures::Names left_out{};
    double bet = -1;
    bool passing_by = false; ///< nothing of who bets is kept
    QImage own_picture{};    ///< to be guessed beside the test pictures; null: none
};

/// Its folder's name and the trainer's arguments.
struct TrainPage::Prepared {
    std::filesystem::path folder;
    Arguments arguments;
};

/// Blocks on the disk.
Result<TrainPage::Prepared> TrainPage::prepare(const Launch &launch) {
    if (launch.others.is_training())
        return Error{"training_elsewhere", {}};
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
    if (!launch.own_picture.isNull()) {
        const auto file = RunLibrary::picture_of(*folder);
        if (!launch.own_picture.save(QFile::decodeName(file.c_str()), "PNG"))
            return Error{"unwritable", {file.string(), {}}};
        prepared.arguments.insert(prepared.arguments.end(), {"--probe", file.string()});
    }
    if (launch.bet >= 0 && !launch.passing_by)
        (void)RunLibrary::note_bet(*folder, launch.bet); // the training is worth more than the bet
    return prepared;
}

/// Blocks on the disk.
Result<TrainPage::Prepared> TrainPage::prepare_to_carry_on(const std::filesystem::path &folder,
                                                           const RunLibrary &others) {
    if (others.is_training())
        return Error{"training_elsewhere", {}};
    Prepared prepared{folder, {"--resume"}};
    std::error_code ignored;
    if (const auto own = RunLibrary::picture_of(folder); std::filesystem::exists(own, ignored))
        prepared.arguments.insert(prepared.arguments.end(), {"--probe", own.string()});
    return prepared;
}

void TrainPage::start() {
    if (!can_start())
        return;
    const auto expected = seconds();
    const QString recipe = recipes_.chosen_name();
    const bool short_anyway = recipe == u"quick" || recipe == u"own-pictures";
    const bool long_or_unknown =
        expected ? *expected > very_long_s : options_.other_pace() || !short_anyway;
    if (long_or_unknown && options_.epochs() > few_epochs) {
        asking_ = true;
        Q_EMIT start_changed();
        return;
    }
    startAnyway();
}

void TrainPage::startAnyway() {
    asking_ = false;
    runs_.forget_compared();
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
        [this, launch = Launch{runs_.library(), other_.runs(), place_.recipes, choice_.path(),
                               options_.recipe(), options_.altered(), options_.seed(),
                               taster_only_ ? LeftOutPictures::Names{} : left_out_.of(data_set()),
                               bet_, taster_only_, with_own_picture() ? own_picture_ : QImage()}] {
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
    watch(folder, ShownRun::Origin::begun);
    if (taster_only_ && bet_ >= 0)
        run_.set_bet(bet_);
    set_bet(-1);
    if (taster_only_)
        runs_.keep_newest(most_kiosk_runs);
}

void TrainPage::take_no_start(const Error &why) {
    if (why.code == "training_elsewhere") // which is said for as long as it goes on
        other_.look();
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
    const auto reading = RunLibrary::reading_of(folder);
    arguments.insert(arguments.end(), {"--out", folder.string(), "--failure", failure.string(),
                                       "--reading", reading.string()});
    for (const QString &word : place_.compute)
        arguments.push_back(word.toStdString());
    process_.start(
        {place_.program, arguments, folder, RunLibrary::log_of(folder), failure, reading});
}

void TrainPage::take_exit(const TrainingExit &how) {
    set_live({});
    reader_.start([this, how] {
        QMetaObject::invokeMethod(
            this,
            [this, how, outcome = outcome_of(how)] {
                take_outcome(how.folder, outcome.why, outcome.nothing);
            },
            Qt::QueuedConnection);
    });
    runs_.refresh();
    Q_EMIT state_changed();
    Q_EMIT start_changed();
}

void TrainPage::take_outcome(const std::filesystem::path &folder, const std::optional<Error> &why,
                             bool nothing) {
    if (run_.folder() != folder || training())
        return;
    if (nothing) {
        chooseAnew();
        return;
    }
    if (why)
        run_.set_exit(*why);
    run_.trainer_left();
}

void TrainPage::leave(RunRequest request) {
    set_problem(std::nullopt);
    process_.request(request);
}

void TrainPage::pause() {
    if (!shows_live())
        return;
    pausing_ = true;
    leave(RunRequest::pause);
    Q_EMIT state_changed();
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
    reader_.start([this, folder = run_.folder(), others = other_.runs()] {
        QMetaObject::invokeMethod(
            this,
            [this, prepared = prepare_to_carry_on(folder, others)] { take_prepared(prepared); },
            Qt::QueuedConnection);
    });
}

} // namespace vitrine
