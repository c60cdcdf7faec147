// The run on the Train page: one that is being trained, or an earlier one.
#pragma once

#include "app/items/chart/chart_series.hpp"
#include "app/training/run_follower.hpp"
#include "app/training/run_library.hpp"
#include "app/viewmodels/runs/run_comparison.hpp"
#include "app/viewmodels/training/probe_strip.hpp"
#include "app/viewmodels/training/run_hint.hpp"
#include "app/viewmodels/training/run_replay.hpp"
#include "core/training/curves/foreign_curves.hpp"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace vitrine {

class Language;

/// Follows the folder, and says what comes in words and curves. x of the curves counts epochs. GUI
/// thread only.
class ShownRun : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(Life life READ life NOTIFY changed)
    Q_PROPERTY(bool alive READ alive NOTIFY changed) ///< a trainer is at it
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString epochText READ epoch_text NOTIFY changed) ///< "Epoch 3 of 8"
    Q_PROPERTY(QString leftText READ left_text NOTIFY changed)   ///< "About 4 min left · best …"
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// Whether there is something to carry on from, once nobody is at it.
    Q_PROPERTY(bool goesOn READ goes_on NOTIFY changed)
    Q_PROPERTY(QString hint READ hint NOTIFY changed)
    Q_PROPERTY(QString hintDetail READ hint_detail NOTIFY changed)
    Q_PROPERTY(bool hintWarns READ hint_warns NOTIFY changed)
    /// {name, value} a line: learning rate, pictures a second, time so far, training pictures.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed)
    Q_PROPERTY(QString saved READ saved NOTIFY changed)
    Q_PROPERTY(QVariantList lossSeries READ loss_series NOTIFY series_changed)
    Q_PROPERTY(QVariantList accuracySeries READ accuracy_series NOTIFY series_changed)
    /// What it learnt by and what it was tested with, for a legend of both charts.
    Q_PROPERTY(QVariantList ownSeries READ own_series CONSTANT)
    Q_PROPERTY(QVariantList rateSeries READ rate_series CONSTANT) ///< of the learning rate
    Q_PROPERTY(bool hasRate READ has_rate NOTIFY changed)
    Q_PROPERTY(int epochs READ epochs NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed) ///< 0 to 1
    Q_PROPERTY(vitrine::ProbeStrip *probe READ probe CONSTANT)
    Q_PROPERTY(bool hasModel READ has_model NOTIFY changed)
    Q_PROPERTY(double best READ best NOTIFY changed) ///< 0 to 1; −1 before the first test
    Q_PROPERTY(QString bestText READ best_text NOTIFY changed) ///< "91.2%"
    /// "91 of 100 new pictures right", once it is over; may be empty.
    Q_PROPERTY(QString resultText READ result_text NOTIFY changed)
    /// What was bet on the best accuracy, 0 to 1; −1: nothing was.
    Q_PROPERTY(double bet READ bet NOTIFY changed)
    Q_PROPERTY(QString betText READ bet_text NOTIFY changed)
    Q_PROPERTY(QString betOutcome READ bet_outcome NOTIFY changed) ///< once it has ended
    /// Curves of another program, or a run of another machine: nothing that needs its model.
    Q_PROPERTY(bool foreign READ foreign NOTIFY changed)
    /// x of the curves counts epochs; else steps.
    Q_PROPERTY(bool byEpoch READ by_epoch NOTIFY changed)
    Q_PROPERTY(bool replaying READ replaying NOTIFY changed)
    /// Seconds for the whole of it; 0: as long as it once took.
    Q_PROPERTY(double replayLength READ replay_length WRITE set_replay_length NOTIFY changed)

  public:
    enum Life {
        Nothing,
        Preparing,
        Running,
        Paused,
        DiskFull,
        Hung,
        Died,
        Finished,
        Stopped,
        Failed,
        Curves ///< of another program, without a run
    };
    Q_ENUM(Life)

    ShownRun(const Language &language, FollowerPace pace, QObject *parent = nullptr);
    ~ShownRun() override; ///< waits for a file that is being read

    /// Where a run comes from: one that lies there, one of another machine's, or one that a trainer
    /// was just begun for, whose first word is still to come.
    enum class Origin { here, elsewhere, begun };
    void show(const std::filesystem::path &folder, Origin origin = Origin::here);
    /// A file of TensorBoard's, or a table with a line of names.
    void show_curves(const std::filesystem::path &file);
    void close();
    /// The trainer that it was shown for is gone.
    void trainer_left();
    /// What is known of an end that left no last word in the run's folder.
    void set_exit(const Error &why);
    /// What a passer-by bet on it, which is written nowhere.
    void set_bet(double bet);
    /// It may have a new name.
    void take_entry(const RunEntry &entry);
    /// Curves of the other runs' tests, under these.
    void compare(const ComparedRuns &runs);
    void retranslate();

    Q_INVOKABLE void replay(double length_s); ///< see replayLength
    Q_INVOKABLE void endReplay();
    /// The curves of this style, in both charts.
    Q_INVOKABLE void showBoth(vitrine::ChartSeries::Style style, bool visible);

    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }
    [[nodiscard]] const RunRecord &record() const { return record_; }
    [[nodiscard]] std::optional<RunEntry> entry() const { return entry_; }
    /// What was decided before it began; empty until they are read.
    [[nodiscard]] const std::vector<RunSetting> &settings() const { return settings_; }
    [[nodiscard]] Life life() const;
    [[nodiscard]] bool alive() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] Phrase title_phrase() const; ///< in both languages
    [[nodiscard]] QString epoch_text() const;
    [[nodiscard]] QString left_text() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] bool goes_on() const;
    [[nodiscard]] QString hint() const;
    [[nodiscard]] QString hint_detail() const { return curves_ ? QString() : hint_.detail; }
    [[nodiscard]] bool hint_warns() const { return !curves_ && hint_.warns; }
    [[nodiscard]] QVariantList figures() const;
    [[nodiscard]] QString saved() const;
    [[nodiscard]] QVariantList loss_series() const;
    [[nodiscard]] QVariantList accuracy_series() const;
    [[nodiscard]] int epochs() const;
    [[nodiscard]] double progress() const;
    [[nodiscard]] ProbeStrip *probe() { return &probe_; }
    [[nodiscard]] bool has_model() const { return !record_.epochs.empty() && !foreign_; }
    [[nodiscard]] double best() const;
    [[nodiscard]] QString best_text() const;
    [[nodiscard]] QString result_text() const;
    [[nodiscard]] double bet() const { return bet_; }
    [[nodiscard]] QString bet_text() const;
    [[nodiscard]] QString bet_outcome() const;
    [[nodiscard]] bool foreign() const { return foreign_; }
    [[nodiscard]] bool by_epoch() const { return !curves_ || curves_->by_epoch; }
    [[nodiscard]] QVariantList own_series() const;
    [[nodiscard]] QVariantList rate_series() const;
    [[nodiscard]] bool has_rate() const { return !record_.steps.empty(); }
    /// What the charts show, whole, for a file or a page; or every curve, hidden ones too.
    enum class Extent { shown, all };
    [[nodiscard]] ChartPlan loss_plan(Extent extent = Extent::shown) const;
    [[nodiscard]] ChartPlan accuracy_plan(Extent extent = Extent::shown) const;
    [[nodiscard]] bool replaying() const { return replay_ != nullptr; }
    [[nodiscard]] double replay_length() const { return replay_length_; }
    void set_replay_length(double length_s);

  Q_SIGNALS:
    void changed();
    void life_changed();
    void series_changed();
    void ended(); ///< while it was looked at

  private:
    struct Pictures;
    struct Beside;
    void take(const RunNews &news);
    void draw(const RunNews &news);
    void take_life(RunLife life);
    void read_pictures();
    void read_entry();
    void take_curves(const Result<ForeignCurves> &curves);
    [[nodiscard]] ChartPlan plan_of(const QVariantList &series, const char *title,
                                    Extent extent) const;
    void tick();
    void name_series();
    [[nodiscard]] double x_of(std::int64_t step) const;

    const Language &language_;
    FollowerPace pace_;
    std::filesystem::path folder_;
    QPointer<RunFollower> follower_;
    bool awaited_ = false;             ///< a trainer was begun that has not been seen yet
    std::pair<qint64, qint64> read_{}; ///< pictures, of how many, before the first word
    quint64 shown_ = 0;                ///< counts the runs that were shown
    RunRecord record_;
    std::optional<RunLife> seen_;
    std::optional<RunEntry> entry_;
    std::vector<RunSetting> settings_;
    std::optional<Error> exit_;
    bool foreign_ = false;
    std::optional<ForeignCurves> curves_; ///< of another program
    std::optional<Error> curves_problem_;
    RunHint hint_;
    double bet_ = -1;
    quint64 pictures_ticket_ = 0;
    ProbeStrip probe_;
    ChartSeries train_loss_;
    ChartSeries test_loss_;
    ChartSeries train_accuracy_;
    ChartSeries test_accuracy_;
    ChartSeries rate_;
    std::vector<std::unique_ptr<ChartSeries>> other_losses_;
    std::vector<std::unique_ptr<ChartSeries>> other_accuracies_;
    std::vector<Phrase> other_names_;
    std::unique_ptr<RunReplay> replay_;
    double replay_length_ = 0;
    QTimer ticker_;
    QThreadPool pool_;
};

} // namespace vitrine
