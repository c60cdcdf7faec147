// What the Train page shows.
#pragma once

#include "app/viewmodels/runs/left_out_pictures.hpp"
#include "app/viewmodels/runs/run_comparison.hpp"
#include "app/viewmodels/runs/run_exports.hpp"
#include "app/viewmodels/runs/run_review.hpp"
#include "app/viewmodels/training/model_shelver.hpp"
#include "app/viewmodels/training/other_training.hpp"
#include "app/viewmodels/training/recipe_list.hpp"
#include "app/viewmodels/training/recipe_options.hpp"
#include "app/viewmodels/training/run_list.hpp"
#include "app/viewmodels/training/shown_run.hpp"
#include "app/viewmodels/training/training_data.hpp"
#include "app/viewmodels/training/training_place.hpp"

#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <optional>

namespace vitrine {

class Language;

/// From choosing pictures and a recipe to a model that can be used. One training at a time; it goes
/// on whatever page is looked at, and a window that is opened later takes it up; closing this one
/// does not end it. GUI thread only.
class TrainPage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(State state READ state NOTIFY state_changed)
    Q_PROPERTY(vitrine::TrainingDataChoice *choice READ choice CONSTANT)
    Q_PROPERTY(vitrine::RecipeList *recipes READ recipes CONSTANT)
    Q_PROPERTY(vitrine::RecipeOptions *options READ options CONSTANT)
    Q_PROPERTY(vitrine::ShownRun *run READ run CONSTANT)
    Q_PROPERTY(vitrine::RunList *runs READ runs CONSTANT)
    /// Of the run on show once it is over; empty where there is nothing to look at.
    Q_PROPERTY(vitrine::RunReview *review READ review CONSTANT)
    Q_PROPERTY(vitrine::RunExports *exports READ exports CONSTANT)
    Q_PROPERTY(vitrine::RunComparison *comparison READ comparison CONSTANT)
    /// "3 pictures are left out, as marked" of the data that is chosen; empty: none.
    Q_PROPERTY(QString leftOut READ left_out NOTIFY left_out_changed)
    Q_PROPERTY(bool visited READ visited NOTIFY visited_changed) ///< somebody wanted to see it
    /// Only the taster on what is on board, nothing of the disk: for passers-by.
    Q_PROPERTY(bool tasterOnly READ taster_only CONSTANT)
    Q_PROPERTY(bool canStart READ can_start NOTIFY start_changed)
    /// "about 45 h" of the choice as it stands; empty while it is not known.
    Q_PROPERTY(QString timeText READ time_text NOTIFY start_changed)
    /// What is asked before a very long training; empty: nothing.
    Q_PROPERTY(QString question READ question NOTIFY start_changed)
    Q_PROPERTY(QString threeEpochsTime READ three_epochs_time NOTIFY start_changed)
    /// Why a training cannot be started, or a request could not be left.
    Q_PROPERTY(QString problem READ problem NOTIFY start_changed)
    /// The bet on the best accuracy, 0 to 1; −1: none.
    Q_PROPERTY(double bet READ bet WRITE set_bet NOTIFY bet_changed)
    Q_PROPERTY(QString betText READ bet_text NOTIFY bet_changed)
    /// A picture that the visitor has looked at: it may be guessed after each epoch beside the
    /// others. A QImage; null: there is none.
    Q_PROPERTY(QVariant ownPicture READ own_picture NOTIFY own_picture_changed)
    Q_PROPERTY(bool hasOwnPicture READ has_own_picture NOTIFY own_picture_changed)
    Q_PROPERTY(bool withOwnPicture READ with_own_picture WRITE set_with_own_picture NOTIFY
                   own_picture_changed)
    /// Whether a training goes on somewhere, also where another run is shown.
    Q_PROPERTY(bool training READ training NOTIFY state_changed)
    Q_PROPERTY(bool showsLive READ shows_live NOTIFY state_changed)
    Q_PROPERTY(bool stopping READ stopping NOTIFY state_changed)
    Q_PROPERTY(bool pausing READ pausing NOTIFY state_changed)   ///< was asked for, is not yet so
    Q_PROPERTY(bool shelving READ shelving NOTIFY state_changed) ///< a model is being put by
    Q_PROPERTY(bool presenting READ presenting WRITE set_presenting NOTIFY presenting_changed)

  public:
    enum State { Choosing, Watching };
    Q_ENUM(State)
    static constexpr double very_long_s = 2 * 3600;
    static constexpr int few_epochs = 3;
    static constexpr std::size_t most_kiosk_runs = 20;

    TrainPage(const Language &language, TrainingPlace place, bool taster_only,
              QObject *parent = nullptr);

    /// Looks through the runs for one that goes on or was cut off. Call it once.
    void look();
    /// Looks through the pictures on board and times the recipes: to be called when somebody wants
    /// to see the page; later calls do nothing.
    void begin();
    /// What the trainer is told to compute with: --backend …
    void set_compute(const QStringList &compute);
    void retranslate();
    void set_own_picture(const QImage &picture);
    /// The next visitor finds the choice as it was at first; a training goes on.
    void forget_visitor();

    Q_INVOKABLE void start();       ///< or asks first
    Q_INVOKABLE void startAnyway(); ///< after the question
    Q_INVOKABLE void startFewEpochs();
    Q_INVOKABLE void leaveQuestion();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void resume();
    Q_INVOKABLE void stop();
    Q_INVOKABLE void stopLive();   ///< whatever run is shown
    Q_INVOKABLE void carryOn();    ///< a run that died or was stopped
    Q_INVOKABLE void chooseAnew(); ///< another training; one that runs goes on
    Q_INVOKABLE void showLive();
    Q_INVOKABLE void openRun(const QString &id);
    /// A run's folder from another machine, or a file with another program's curves, or a folder
    /// that such a file lies in.
    Q_INVOKABLE void openForeign(const QUrl &place);
    Q_INVOKABLE void bringLeftOutBack(); ///< all of the data that is chosen
    Q_INVOKABLE void useModel();         ///< tells model_ready() in a while

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] TrainingDataChoice *choice() { return &choice_; }
    [[nodiscard]] RecipeList *recipes() { return &recipes_; }
    [[nodiscard]] RecipeOptions *options() { return &options_; }
    [[nodiscard]] ShownRun *run() { return &run_; }
    [[nodiscard]] RunList *runs() { return &runs_; }
    [[nodiscard]] RunReview *review() { return &review_; }
    [[nodiscard]] RunExports *exports() { return &exports_; }
    [[nodiscard]] RunComparison *comparison() { return &comparison_; }
    [[nodiscard]] QString left_out() const;
    [[nodiscard]] bool visited() const { return visited_; }
    [[nodiscard]] bool taster_only() const { return taster_only_; }
    [[nodiscard]] bool can_start() const;
    [[nodiscard]] QString time_text() const;
    [[nodiscard]] QString question() const;
    [[nodiscard]] QString three_epochs_time() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] double bet() const { return bet_; }
    [[nodiscard]] QString bet_text() const;
    [[nodiscard]] bool training() const;
    [[nodiscard]] bool shows_live() const;
    [[nodiscard]] bool stopping() const { return process_.stopping(); }
    [[nodiscard]] bool pausing() const { return pausing_ && run_.life() == ShownRun::Running; }
    [[nodiscard]] QVariant own_picture() const { return own_picture_; }
    [[nodiscard]] bool has_own_picture() const { return !own_picture_.isNull(); }
    [[nodiscard]] bool with_own_picture() const {
        return with_own_picture_ && has_own_picture() && !taster_only_;
    }
    void set_with_own_picture(bool with);
    [[nodiscard]] bool shelving() const { return shelver_.busy(); }
    [[nodiscard]] bool presenting() const { return presenting_; }
    /// What is taken along of the run on show, as it stands now.
    [[nodiscard]] ExportedRun exported() const;
    void set_bet(double bet);
    void set_presenting(bool presenting);

  Q_SIGNALS:
    void visited_changed();
    void state_changed();
    void start_changed();
    void bet_changed();
    void presenting_changed();
    void left_out_changed();
    void own_picture_changed();
    /// A model file is in its place, under this name.
    void model_ready(const QString &name);
    /// The models that visitors made are gone.
    void models_removed();

  private:
    void connect_choices();
    void connect_run();
    void take_choice();
    void take_runs();
    void take_exit(const TrainingExit &how);
    void take_outcome(const std::filesystem::path &folder, const std::optional<Error> &why,
                      bool nothing);
    struct Launch;
    struct Prepared;
    [[nodiscard]] static Result<Prepared> prepare(const Launch &launch);
    [[nodiscard]] static Result<Prepared> prepare_to_carry_on(const std::filesystem::path &folder,
                                                              const RunLibrary &others);
    void launch(); ///< prepares it on a thread, then begins it there
    void take_prepared(const Result<Prepared> &prepared);
    void set_launching(bool launching);
    void launch_in(const std::filesystem::path &folder, std::vector<std::string> arguments);
    void take_start(const std::filesystem::path &folder);
    void take_no_start(const Error &why);
    void set_live(const std::filesystem::path &folder); ///< empty: none
    void hold_times();
    void show_foreign(const std::filesystem::path &path, bool is_run);
    void watch(const std::filesystem::path &folder,
               ShownRun::Origin origin = ShownRun::Origin::here);
    void review_when_over();
    [[nodiscard]] std::string data_set() const; ///< that is chosen, as trainings note it
    void leave(RunRequest request);
    void set_state(State state);
    void set_problem(std::optional<Error> problem);
    [[nodiscard]] std::optional<double> seconds() const;

    const Language &language_;
    TrainingPlace place_;
    bool taster_only_;
    TrainingTimes times_;
    TrainingDataChoice choice_;
    RecipeList recipes_;
    RecipeOptions options_;
    ShownRun run_;
    RunList runs_;
    OtherTraining other_; ///< of the staff where visitors are, of a visitor where the staff are
    LeftOutPictures left_out_;
    RunReview review_;
    RunExports exports_;
    RunComparison comparison_;
    TrainingProcess process_;
    State state_ = Choosing;
    std::filesystem::path live_; ///< the run that is being trained; empty: none
    bool visited_ = false;
    bool looked_ = false; ///< for a run to take up
    bool asking_ = false;
    bool launching_ = false; ///< its files are being written, or its process begun
    quint64 opened_ = 0;     ///< counts what was shown or chosen
    bool presenting_ = false;
    bool pausing_ = false;
    QImage own_picture_;
    bool with_own_picture_ = false;
    double bet_ = -1;
    std::optional<Error> problem_;
    std::filesystem::path reviewed_; ///< the run that the review was opened with
    ModelShelver shelver_;
    QThreadPool reader_; ///< last: it is waited for before what its work uses goes
};

} // namespace vitrine
