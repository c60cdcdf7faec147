#include "app/viewmodels/training/train_page.hpp"

#include "app/services/language.hpp"
#include "app/training/model_shelf.hpp"
#include "app/viewmodels/training/training_words.hpp"
#include "core/support/atomic_file.hpp"

#include <QDateTime>

#include <cmath>
#include <nlohmann/json.hpp>
#include <system_error>

namespace vitrine {

namespace {

/// The command line's status of a training that was asked to stop, and did.
constexpr int status_interrupted = 4;

/// Names of models that last as long as a visit.
const std::string visit_prefix = "visit-";

/// Those of visits that are over, and of a kiosk that was switched off in the middle of one.
void remove_visit_models(const std::filesystem::path &shelf) {
    std::error_code error;
    std::vector<std::filesystem::path> found;
    for (std::filesystem::directory_iterator it(shelf, error), end; !error && it != end;
         it.increment(error))
        if (it->path().filename().string().starts_with(visit_prefix))
            found.push_back(it->path());
    for (const auto &model : found)
        std::filesystem::remove(model, error);
}

} // namespace

TrainPage::TrainPage(const Language &language, TrainingPlace place, bool taster_only,
                     QObject *parent)
    : QObject(parent), language_(language), place_(std::move(place)), taster_only_(taster_only),
      times_(place_.program, place_.times), choice_(language, place_.on_board),
      recipes_(language, times_, place_.recipes), run_(language, place_.pace),
      runs_(language, place_.runs), process_(place_.patience) {
    shelver_.setMaxThreadCount(1);
    if (taster_only_)
        recipes_.offer_only("quick");
    connect(&choice_, &TrainingDataChoice::checked, this, &TrainPage::take_choice);
    connect(&choice_, &TrainingDataChoice::changed, this, &TrainPage::start_changed);
    connect(&recipes_, &RecipeList::chosen_changed, this, [this] {
        if (const Recipe *recipe = recipes_.chosen())
            options_.set_recipe(*recipe, choice_.survey() ? choice_.survey()->training() : 0);
        Q_EMIT start_changed();
    });
    connect(&recipes_, &RecipeList::times_changed, this, &TrainPage::start_changed);
    connect(&options_, &RecipeOptions::changed, this, &TrainPage::start_changed);
    connect(&runs_, &RunList::refreshed, this, &TrainPage::take_runs);
    connect(&runs_, &RunList::compared, &run_, &ShownRun::compare);
    connect(&process_, &TrainingProcess::exited, this, &TrainPage::take_exit);
    connect(&run_, &ShownRun::life_changed, this, &TrainPage::state_changed);
    connect(&run_, &ShownRun::ended, this, [this] {
        if (shows_live() && !process_.running()) // else its process says when it has ended, and how
            live_.clear();
        runs_.refresh();
        Q_EMIT state_changed();
    });
}

TrainPage::~TrainPage() { shelver_.waitForDone(); }

void TrainPage::look() {
    if (taster_only_)
        remove_visit_models(place_.models);
    runs_.refresh();
}

void TrainPage::begin() {
    if (std::exchange(visited_, true))
        return;
    choice_.chooseOnBoard();
    Q_EMIT visited_changed();
}

void TrainPage::set_compute(const QStringList &compute) {
    place_.compute = compute;
    recipes_.set_compute(compute);
}

void TrainPage::take_runs() {
    recipes_.set_runs(runs_.entries());
    for (const RunEntry &entry : runs_.entries())
        if (entry.folder == live_ && entry.state != RunEntry::State::running &&
            !process_.running()) {
            live_.clear(); // it ended while another run was looked at
            Q_EMIT state_changed();
        }
    if (std::exchange(looked_, true) || state_ == Watching)
        return;
    // One that goes on is taken up; the newest, where it was cut off, is offered to be carried on.
    for (const RunEntry &entry : runs_.entries()) {
        if (entry.state == RunEntry::State::running) {
            process_.adopt(entry.folder);
            live_ = entry.folder;
            watch(entry.folder);
            return;
        }
    }
    if (!runs_.entries().empty() && !taster_only_ &&
        runs_.entries().front().state == RunEntry::State::cut_off)
        watch(runs_.entries().front().folder);
}

void TrainPage::take_choice() {
    std::optional<RecipeList::Data> data;
    if (choice_.state() == TrainingDataChoice::Good)
        data = RecipeList::Data{choice_.path(),
                                choice_.survey()->kind == DataSurvey::Kind::picture_folders,
                                choice_.survey()->training()};
    if (data || choice_.state() == TrainingDataChoice::Bad)
        recipes_.set_data(data);
    Q_EMIT start_changed();
}

void TrainPage::set_state(State state) {
    state_ = state;
    Q_EMIT state_changed();
}

void TrainPage::set_problem(std::optional<Error> problem) {
    problem_ = std::move(problem);
    Q_EMIT start_changed();
}

QString TrainPage::problem() const { return problem_ ? language_.sentence(*problem_) : QString(); }

bool TrainPage::training() const { return !live_.empty(); }

bool TrainPage::shows_live() const { return !live_.empty() && run_.folder() == live_; }

bool TrainPage::can_start() const {
    return choice_.state() == TrainingDataChoice::Good && recipes_.chosen() != nullptr &&
           !training();
}

std::optional<double> TrainPage::seconds() const {
    // Another network's time is not what was measured.
    return options_.other_network() ? std::nullopt : recipes_.seconds(options_.epochs());
}

QString TrainPage::time_text() const {
    const auto known = seconds();
    return known ? duration_words(*known, language_) : QString();
}

QString TrainPage::question() const {
    if (!asking_)
        return {};
    return seconds() ? language_.text("train.question", {time_text()})
                     : language_.text("train.question.unknown");
}

QString TrainPage::three_epochs_time() const {
    const auto known = options_.other_network() ? std::nullopt : recipes_.seconds(few_epochs);
    return known ? duration_words(*known, language_) : QString();
}

void TrainPage::set_bet(double bet) {
    bet_ = bet < 0 ? -1 : std::min(1.0, std::round(100 * bet) / 100);
    Q_EMIT bet_changed();
}

QString TrainPage::bet_text() const {
    return bet_ < 0 ? QString() : QString::number(std::lround(100 * bet_)) + u'%';
}

void TrainPage::set_presenting(bool presenting) {
    presenting_ = presenting;
    Q_EMIT presenting_changed();
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
        launch(options_.recipe(), options_.altered(), options_.seed());
}

void TrainPage::startFewEpochs() {
    options_.set_epochs(few_epochs);
    startAnyway();
}

void TrainPage::leaveQuestion() {
    asking_ = false;
    Q_EMIT start_changed();
}

void TrainPage::launch(const Recipe &recipe, bool altered, int seed) {
    const auto folder = runs_.library().new_run(recipe.name);
    if (!folder) {
        set_problem(folder.error());
        return;
    }
    const auto on_board = place_.recipes / (recipe.name + ".json");
    std::vector<std::string> arguments{"--recipe", on_board.string(),
                                       "--data",   choice_.path().string(),
                                       "--seed",   std::to_string(seed)};
    if (altered) {
        const auto file = RunLibrary::recipe_of(*folder);
        const std::string text = to_json(recipe).dump(1) + "\n";
        if (auto written = write_file_atomically(file, std::string_view(text)); !written) {
            set_problem(written.error());
            return;
        }
        arguments[1] = file.string();
    }
    if (bet_ >= 0)
        (void)RunLibrary::note_bet(*folder, bet_); // the training is worth more than the bet
    const auto launched = launch_in(*folder, std::move(arguments));
    set_problem(launched ? std::nullopt : std::optional(launched.error()));
    if (!launched)
        return;
    set_bet(-1);
    if (taster_only_)
        runs_.keep_newest(most_kiosk_runs);
}

Result<void> TrainPage::launch_in(const std::filesystem::path &folder,
                                  std::vector<std::string> arguments) {
    std::error_code ignored;
    std::filesystem::remove(RunLibrary::failure_of(folder), ignored);
    arguments.insert(arguments.begin(), "train");
    for (const char *option : {"--out", "--failure"}) {
        arguments.emplace_back(option);
        arguments.push_back(std::string_view(option) == "--out"
                                ? folder.string()
                                : RunLibrary::failure_of(folder).string());
    }
    for (const QString &word : place_.compute)
        arguments.push_back(word.toStdString());
    times_.forget_waiting(); // it would compute beside
    auto started = process_.start({place_.program, arguments, folder, RunLibrary::log_of(folder)});
    if (!started)
        return started;
    live_ = folder;
    watch(folder);
    return {};
}

void TrainPage::watch(const std::filesystem::path &folder) {
    run_.show(folder);
    runs_.set_shown(folder);
    set_state(Watching);
}

void TrainPage::take_exit(const TrainingExit &how) {
    const auto folder = std::exchange(live_, {});
    if (run_.folder() == folder) {
        Error why{how.out_of_memory ? "training_out_of_memory" : "training_died", {}};
        constexpr std::uint64_t limit = 1 << 16;
        if (const auto bytes = read_file(RunLibrary::failure_of(folder), limit)) {
            const auto *first = reinterpret_cast<const char *>(bytes->data());
            const auto said = nlohmann::json::parse(first, first + bytes->size(), nullptr, false);
            if (said.is_object() && said.contains("code") && said["code"].is_string()) {
                why.code = said["code"].get<std::string>();
                for (const auto &argument : said.value("arguments", nlohmann::json::array()))
                    why.arguments.push_back(argument.is_string() ? argument.get<std::string>()
                                                                 : argument.dump());
            }
        } else if (how.signal == 0) {
            why.code = "training_failed";
        }
        if (how.signal != 0 || (how.status != 0 && how.status != status_interrupted))
            run_.set_exit(why);
    }
    runs_.refresh();
    Q_EMIT state_changed();
    Q_EMIT start_changed();
}

void TrainPage::leave(RunRequest request) {
    const auto left = leave_request(run_.folder(), request);
    set_problem(left ? std::nullopt : std::optional(left.error()));
}

void TrainPage::pause() { leave(RunRequest::pause); }

void TrainPage::resume() { leave(RunRequest::resume); }

void TrainPage::stop() {
    if (shows_live())
        stopLive();
}

void TrainPage::stopLive() {
    if (!training())
        return;
    const auto stopped = process_.stop();
    set_problem(stopped ? std::nullopt : std::optional(stopped.error()));
    Q_EMIT state_changed();
}

void TrainPage::carryOn() {
    if (training())
        return;
    const auto launched = launch_in(std::filesystem::path(run_.folder()), {"--resume"});
    set_problem(launched ? std::nullopt : std::optional(launched.error()));
}

void TrainPage::chooseAnew() {
    run_.close();
    runs_.set_shown({});
    set_problem(std::nullopt);
    set_state(Choosing);
    if (choice_.state() == TrainingDataChoice::Bad)
        choice_.checkAgain();
}

void TrainPage::showLive() {
    if (training())
        watch(live_);
}

void TrainPage::openRun(const QString &id) {
    for (const RunEntry &entry : runs_.entries())
        if (QString::fromStdString(entry.id) == id) {
            if (entry.state == RunEntry::State::running && live_.empty()) {
                process_.adopt(entry.folder);
                live_ = entry.folder;
            }
            watch(std::filesystem::path(entry.folder));
            return;
        }
}

void TrainPage::useModel() {
    if (shelving_ || !run_.has_model())
        return;
    shelving_ = true;
    Q_EMIT state_changed();
    const auto folder = run_.folder();
    const std::string name = (taster_only_ ? visit_prefix : "") + folder.filename().string();
    Phrase title{run_.title().toStdString(), run_.title().toStdString()};
    shelver_.start([this, folder, name, title, shelf = place_.models, visit = visit_] {
        const auto shelved = shelve_model(folder / "best.safetensors", shelf, name, title);
        const std::optional<Error> failed = shelved ? std::nullopt : std::optional(shelved.error());
        QMetaObject::invokeMethod(
            this,
            [this, failed, name, visit] {
                shelving_ = false;
                Q_EMIT state_changed();
                if (visit != visit_) { // whoever wanted it is gone
                    if (taster_only_)
                        remove_visit_models(place_.models);
                    return;
                }
                set_problem(failed);
                if (!failed)
                    Q_EMIT model_ready(QString::fromStdString(name));
            },
            Qt::QueuedConnection);
    });
}

void TrainPage::forget_visitor() {
    ++visit_;
    if (taster_only_)
        remove_visit_models(place_.models);
    set_problem(std::nullopt);
    set_bet(-1);
    set_presenting(false);
    leaveQuestion();
    if (!training() && state_ == Watching)
        chooseAnew();
    if (training())
        showLive();
    if (choice_.kind() != TrainingDataChoice::OnBoard)
        choice_.chooseOnBoard();
    options_.reset();
}

void TrainPage::retranslate() {
    choice_.retranslate();
    recipes_.retranslate();
    run_.retranslate();
    runs_.retranslate();
    Q_EMIT start_changed();
    Q_EMIT bet_changed();
}

} // namespace vitrine
