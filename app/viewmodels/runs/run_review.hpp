// A finished training, looked at: what it mixes up, how sure it is, its surest mistakes.
#pragma once

#include "app/report/run_report.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/runs/left_out_pictures.hpp"
#include "app/viewmodels/runs/test_pictures.hpp"
#include "core/training/report/run_analysis.hpp"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

/// open() reads a run folder on a thread of its own (some milliseconds); load_pictures() then the
/// test pictures of its data set, which takes longer and may be refused, and without which all but
/// the images is there. GUI thread, which never waits: what is no longer wanted is asked to give up
/// and its outcome dropped. All texts follow the language.
class RunReview : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("a page's view model owns it")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(State pictures READ pictures NOTIFY pictures_changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< a sentence, where state is Failed
    Q_PROPERTY(QString picturesProblem READ pictures_problem NOTIFY pictures_changed)
    Q_PROPERTY(int classes READ classes NOTIFY changed)
    Q_PROPERTY(int bestEpoch READ best_epoch NOTIFY changed)
    Q_PROPERTY(QString accuracy READ accuracy NOTIFY changed)   ///< "91.2%"
    Q_PROPERTY(QVariantList mixUps READ mix_ups NOTIFY changed) ///< of MixUpRow
    Q_PROPERTY(QVariantList classAccuracies READ class_accuracies NOTIFY changed)
    Q_PROPERTY(QVariantList reliability READ reliability NOTIFY changed) ///< of ReliabilityRow
    Q_PROPERTY(QString reliabilityWords READ reliability_words NOTIFY changed) ///< a line a row
    Q_PROPERTY(QString calibrationError READ calibration_error NOTIFY changed)
    Q_PROPERTY(QVariantList worstMistakes READ worst_mistakes NOTIFY pictures_changed) ///< GuessRow
    /// Of the matrix; −1: none. Set with choose_cell().
    Q_PROPERTY(int trueClass READ true_class NOTIFY cell_changed)
    Q_PROPERTY(int guessedClass READ guessed_class NOTIFY cell_changed)
    Q_PROPERTY(QString cellWords READ cell_words NOTIFY cell_changed)
    Q_PROPERTY(QVariantList cellPictures READ cell_pictures NOTIFY cell_changed) ///< of GuessRow
    /// Whether a picture can be left out of the next training: what it is called is known.
    Q_PROPERTY(bool mayLeaveOut READ may_leave_out NOTIFY pictures_changed)
    /// The picture that is looked at closely, a GuessRow; null: none. Set with look_at().
    Q_PROPERTY(QVariant closeUp READ close_up NOTIFY close_up_changed)

  public:
    enum State { Empty, Reading, Ready, Failed };
    Q_ENUM(State)
    static constexpr std::size_t most_mix_ups = 10;
    static constexpr std::size_t most_pictures = 24; ///< in a list

    explicit RunReview(const Language &language, QObject *parent = nullptr);
    ~RunReview() override; ///< waits for the thread, which is asked to give up

    /// What was read before goes.
    Q_INVOKABLE void open(const QString &folder);
    void close();
    /// Where it is noted which pictures are left out; null: nobody may.
    void set_left_out(LeftOutPictures *left_out);
    Q_INVOKABLE void load_pictures();
    Q_INVOKABLE void choose_cell(int true_class, int guessed_class);
    Q_INVOKABLE void look_at(int picture);             ///< −1: at none
    Q_INVOKABLE void leave_out(int picture, bool out); ///< of the next training

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] State pictures() const noexcept { return pictures_state_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString pictures_problem() const;
    [[nodiscard]] int classes() const;
    [[nodiscard]] int best_epoch() const { return answers_.epoch; }
    [[nodiscard]] QString accuracy() const;
    [[nodiscard]] QVariantList mix_ups() const;
    [[nodiscard]] QVariantList class_accuracies() const;
    [[nodiscard]] QVariantList reliability() const;
    [[nodiscard]] QString reliability_words() const;
    [[nodiscard]] QString calibration_error() const;
    [[nodiscard]] QVariantList worst_mistakes() const;
    [[nodiscard]] int true_class() const noexcept { return true_class_; }
    [[nodiscard]] int guessed_class() const noexcept { return guessed_class_; }
    [[nodiscard]] QString cell_words() const;
    [[nodiscard]] QVariantList cell_pictures() const;

    [[nodiscard]] const RunAnalysis &analysis() const noexcept { return analysis_; }
    [[nodiscard]] const RunAnswers &answers() const noexcept { return answers_; }
    [[nodiscard]] bool may_leave_out() const;
    [[nodiscard]] QVariant close_up() const;
    [[nodiscard]] QString class_name(int index) const;
    [[nodiscard]] QStringList class_names() const;
    /// All that the review knows for a page of paper; title, recipe and charts are the caller's.
    [[nodiscard]] RunReport report() const;
    /// The surest mistakes for it, which may be asked for on any thread, and read the data set anew
    /// where its pictures are not here; see ExportedRun.
    [[nodiscard]] std::function<std::vector<RunReport::Picture>(const std::function<bool()> &go_on)>
    samples() const;
    [[nodiscard]] QString words_of_cell(int true_class, int guessed_class) const;

  Q_SIGNALS:
    void changed();
    void pictures_changed();
    void cell_changed();
    void close_up_changed();

  private:
    struct Found {
        RunAnswers answers;
        RunAnalysis analysis;
    };
    void take(Result<Found> found);
    void take_pictures(Result<TestPictures> pictures);
    void clear();
    void tell_all();
    void give_up(); ///< what is being read
    [[nodiscard]] QVariant row_of(const RunGuess &guess) const;
    [[nodiscard]] QVariantList rows_of(const std::vector<RunGuess> &guesses) const;

    const Language &language_;
    State state_ = Empty;
    State pictures_state_ = Empty;
    std::optional<Error> error_;
    std::optional<Error> pictures_error_;
    RunAnswers answers_;
    RunAnalysis analysis_;
    TestPictures images_;
    int true_class_ = -1;
    int guessed_class_ = -1;
    int close_up_ = -1;
    QPointer<LeftOutPictures> left_out_;
    int job_ = 0;                              ///< answers of earlier ones no longer count
    std::shared_ptr<std::atomic<bool>> go_on_; ///< of the job under way
    QThreadPool pool_; ///< last: it is waited for before what its work uses goes
};

} // namespace vitrine
