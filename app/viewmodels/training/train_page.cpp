#include "app/viewmodels/training/train_page.hpp"

#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <cmath>
#include <system_error>

namespace vitrine {

namespace {

/// The runs of those who are not at this window.
std::filesystem::path runs_of_others(const TrainingPlace &place, bool taster_only) {
    if (place.runs == place.visits)
        return {};
    return taster_only ? place.runs : place.visits;
}

} // namespace

TrainPage::TrainPage(const Language &language, TrainingPlace place, bool taster_only,
                     QObject *parent)
    : QObject(parent), language_(language), place_(std::move(place)), taster_only_(taster_only),
      times_(place_.program, place_.times), choice_(language, place_.on_board),
      recipes_(language, times_, place_.recipes), run_(language, place_.pace),
      runs_(language, RunLibrary(taster_only ? place_.visits : place_.runs, place_.made)),
      other_(runs_of_others(place_, taster_only)), left_out_(place_.runs / "left-out.json"),
      review_(language), exports_(language, !taster_only), comparison_(language),
      process_(place_.patience), shelver_(place_.models, taster_only) {
    if (taster_only_)
        recipes_.offer_only("quick");
    else
        review_.set_left_out(&left_out_);
    exports_.set_source([this] { return exported(); });
    connect_choices();
    connect_run();
    connect(&shelver_, &ModelShelver::busy_changed, this, &TrainPage::state_changed);
    connect(&shelver_, &ModelShelver::removed, this, &TrainPage::models_removed);
    connect(&shelver_, &ModelShelver::done, this,
            [this](const QString &name, const std::optional<Error> &problem) {
                set_problem(problem);
                if (!problem)
                    Q_EMIT model_ready(name);
            });
}

void TrainPage::connect_choices() {
    connect(&choice_, &TrainingDataChoice::checked, this, &TrainPage::take_choice);
    connect(&choice_, &TrainingDataChoice::changed, this, &TrainPage::start_changed);
    connect(&choice_, &TrainingDataChoice::changed, this, &TrainPage::left_out_changed);
    connect(&left_out_, &LeftOutPictures::changed, this, &TrainPage::left_out_changed);
    connect(&recipes_, &RecipeList::chosen_changed, this, [this] {
        if (const Recipe *recipe = recipes_.chosen())
            options_.set_recipe(*recipe, choice_.survey() ? choice_.survey()->training() : 0);
        Q_EMIT start_changed();
    });
    connect(&recipes_, &RecipeList::times_changed, this, &TrainPage::start_changed);
    connect(&options_, &RecipeOptions::changed, this, &TrainPage::start_changed);
}

void TrainPage::connect_run() {
    connect(&runs_, &RunList::refreshed, this, &TrainPage::take_runs);
    connect(&other_, &OtherTraining::changed, this, [this] {
        hold_times();
        if (!other_.goes_on() && problem_ && problem_->code == "training_elsewhere")
            problem_.reset();
        Q_EMIT start_changed();
    });
    connect(&runs_, &RunList::compared, &run_, &ShownRun::compare);
    connect(&runs_, &RunList::compared, &comparison_, &RunComparison::show);
    connect(&process_, &TrainingProcess::started, this, &TrainPage::take_start);
    connect(&process_, &TrainingProcess::not_started, this, &TrainPage::take_no_start);
    connect(&process_, &TrainingProcess::refused, this, [this](const Error &why) {
        pausing_ = false;
        Q_EMIT state_changed();
        set_problem(why);
    });
    connect(&process_, &TrainingProcess::exited, this, &TrainPage::take_exit);
    connect(&run_, &ShownRun::life_changed, this, [this] {
        if (run_.life() != ShownRun::Running)
            pausing_ = false;
        Q_EMIT state_changed();
    });
    connect(&run_, &ShownRun::changed, this, &TrainPage::review_when_over);
    connect(&run_, &ShownRun::ended, this, [this] {
        if (shows_live() && !process_.running()) // else its process says when it has ended, and how
            set_live({});
        runs_.refresh();
        Q_EMIT state_changed();
    });
}

/// What a run's folder has is looked at once nobody writes there any more.
void TrainPage::review_when_over() {
    comparison_.set_best(run_.best());
    const bool over = !run_.alive() && !run_.replaying() && !run_.record().epochs.empty();
    const auto wanted = over ? run_.folder() : std::filesystem::path();
    if (run_.replaying() || wanted == reviewed_)
        return;
    reviewed_ = wanted;
    exports_.forget();
    if (over)
        review_.open(QFile::decodeName(wanted.c_str()));
    else
        review_.close();
}

void TrainPage::set_live(const std::filesystem::path &folder) {
    live_ = folder;
    hold_times();
}

void TrainPage::hold_times() {
    times_.set_held(training() || other_.goes_on()); // two would compute beside each other
}

void TrainPage::look() {
    if (taster_only_)
        shelver_.forget(); // what a window that is gone left
    else
        left_out_.read();
    other_.look();
    runs_.restore_all(); // nobody is left who could undo it
    runs_.refresh();
}

void TrainPage::begin() {
    if (std::exchange(visited_, true))
        return;
    other_.look();
    recipes_.read();
    choice_.chooseOnBoard();
    Q_EMIT visited_changed();
}

void TrainPage::set_compute(const QStringList &compute) {
    place_.compute = compute;
    recipes_.set_compute(compute);
}

void TrainPage::take_runs() {
    recipes_.set_runs(runs_.entries());
    const auto shown = std::ranges::find(runs_.entries(), run_.folder(), &RunEntry::folder);
    if (shown != runs_.entries().end())
        run_.take_entry(*shown);
    const auto live = std::ranges::find(runs_.entries(), live_, &RunEntry::folder);
    const bool goes_on = live != runs_.entries().end() && live->state == RunEntry::State::running;
    if (training() && !goes_on && !process_.running()) {
        set_live({}); // it ended, or was taken away, while another run was looked at
        Q_EMIT state_changed();
    }
    if (std::exchange(looked_, true) || state_ == Watching)
        return;
    // One that goes on is taken up; the newest, where it was cut off, is offered to be carried on.
    for (const RunEntry &entry : runs_.entries()) {
        if (entry.state == RunEntry::State::running) {
            process_.adopt(entry.folder);
            set_live(entry.folder);
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
    Q_EMIT start_changed(); // another training is told of where one would be started
}

void TrainPage::set_problem(std::optional<Error> problem) {
    problem_ = std::move(problem);
    Q_EMIT start_changed();
}

QString TrainPage::problem() const {
    if (problem_)
        return language_.sentence(*problem_);
    return other_.goes_on() && state_ == Choosing ? language_.sentence({"training_elsewhere", {}})
                                                  : QString();
}

bool TrainPage::training() const { return !live_.empty(); }

bool TrainPage::shows_live() const { return !live_.empty() && run_.folder() == live_; }

bool TrainPage::can_start() const {
    return choice_.state() == TrainingDataChoice::Good && recipes_.chosen() != nullptr &&
           !training() && !launching_ && !other_.goes_on();
}

std::optional<double> TrainPage::seconds() const {
    // What was measured was the recipe's own network in batches of its own.
    return options_.other_pace() ? std::nullopt : recipes_.seconds(options_.epochs());
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
    const auto known = options_.other_pace() ? std::nullopt : recipes_.seconds(few_epochs);
    return known ? duration_words(*known, language_) : QString();
}

void TrainPage::set_bet(double bet) {
    bet_ = bet < 0 ? -1 : std::min(1.0, std::round(100 * bet) / 100);
    Q_EMIT bet_changed();
}

QString TrainPage::bet_text() const {
    return bet_ < 0 ? QString() : QString::number(std::lround(100 * bet_)) + u'%';
}

void TrainPage::set_own_picture(const QImage &picture) {
    own_picture_ = picture;
    Q_EMIT own_picture_changed();
}

void TrainPage::set_with_own_picture(bool with) {
    with_own_picture_ = with;
    Q_EMIT own_picture_changed();
}

void TrainPage::set_presenting(bool presenting) {
    presenting_ = presenting;
    Q_EMIT presenting_changed();
}

void TrainPage::watch(const std::filesystem::path &folder, ShownRun::Origin origin) {
    ++opened_;
    run_.show(folder, origin);
    runs_.set_shown(folder);
    set_state(Watching);
}

void TrainPage::chooseAnew() {
    ++opened_;
    run_.close();
    runs_.set_shown({});
    set_problem(std::nullopt);
    set_state(Choosing);
    if (choice_.state() == TrainingDataChoice::Bad)
        choice_.checkAgain();
}

void TrainPage::showLive() {
    if (training())
        watch(live_, process_.running() ? ShownRun::Origin::begun : ShownRun::Origin::here);
}

void TrainPage::openRun(const QString &id) {
    for (const RunEntry &entry : runs_.entries())
        if (QString::fromStdString(entry.id) == id) {
            if (entry.state == RunEntry::State::running && live_.empty()) {
                process_.adopt(entry.folder);
                set_live(entry.folder);
            }
            watch(std::filesystem::path(entry.folder));
            return;
        }
}

void TrainPage::openForeign(const QUrl &place) {
    namespace fs = std::filesystem;
    if (taster_only_)
        return;
    const fs::path path(QFile::encodeName(place.toLocalFile()).toStdString());
    const auto own = std::ranges::find(runs_.entries(), path, &RunEntry::folder);
    if (own != runs_.entries().end()) {
        openRun(QString::fromStdString(own->id));
        return;
    }
    reader_.start([this, path, opened = ++opened_] {
        std::error_code ignored;
        const bool is_run = fs::exists(path / "events.jsonl", ignored);
        QMetaObject::invokeMethod(
            this,
            [this, path, opened, is_run] {
                if (opened == opened_)
                    show_foreign(path, is_run);
            },
            Qt::QueuedConnection);
    });
}

void TrainPage::show_foreign(const std::filesystem::path &path, bool is_run) {
    if (is_run)
        run_.show(path, ShownRun::Origin::elsewhere);
    else
        run_.show_curves(path);
    runs_.set_shown(path);
    set_state(Watching);
}

void TrainPage::useModel() {
    if (run_.has_model())
        shelver_.shelve(run_.folder(), run_.title_phrase());
}

ExportedRun TrainPage::exported() const {
    ExportedRun run;
    run.folder = run_.folder();
    const auto entry = run_.entry();
    const QString begun = entry ? QDateTime::fromSecsSinceEpoch(entry->begun_s)
                                      .toString(QStringLiteral("yyyy-MM-dd HH-mm"))
                                : QString();
    run.stem = language_.text("train.file.name", {name_of_words(run_.title()), begun}).trimmed();
    run.names = {language_.text("train.file.loss"),   language_.text("train.file.accuracy"),
                 language_.text("train.file.curves"), language_.text("train.file.confusion"),
                 language_.text("train.file.model"),  language_.text("train.file.report")};
    run.loss = run_.loss_plan();
    run.accuracy = run_.accuracy_plan();
    run.table = {run_.loss_plan(ShownRun::Extent::all), run_.accuracy_plan(ShownRun::Extent::all)};
    run.report = review_.report();
    run.report.title = language_.text("report.title", {run_.title()});
    if (!run_.bet_outcome().isEmpty())
        run.report.facts.append(run_.bet_outcome());
    if (!run_.settings().empty())
        run.report.facts.append(comparison_.words_of(run_.settings()));
    run.samples = review_.samples();
    run.report.charts = {run.loss, run.accuracy};
    run.report.footer = run.stem;
    return run;
}

std::string TrainPage::data_set() const { return choice_.path().lexically_normal().string(); }

QString TrainPage::left_out() const {
    const auto count = static_cast<int>(left_out_.of(data_set()).size());
    if (count == 0 || taster_only_)
        return {};
    return left_out_.problem()
               ? language_.sentence(*left_out_.problem())
               : language_.text(count == 1 ? "train.left_out.one" : "train.left_out",
                                {language_.number(count)});
}

void TrainPage::bringLeftOutBack() { left_out_.bring_all_back(data_set()); }

void TrainPage::forget_visitor() {
    shelver_.forget();
    exports_.forget();
    runs_.forget_compared();
    set_problem(std::nullopt);
    set_bet(-1);
    set_presenting(false);
    set_own_picture({});
    set_with_own_picture(false);
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
    Q_EMIT left_out_changed();
}

} // namespace vitrine
