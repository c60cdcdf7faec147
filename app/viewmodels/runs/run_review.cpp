#include "app/viewmodels/runs/run_review.hpp"

#include "app/viewmodels/runs/run_analysis_rows.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <QFile>

#include <algorithm>
#include <utility>

namespace vitrine {

RunReview::RunReview(const Language &language, QObject *parent)
    : QObject(parent), language_(language), go_on_(std::make_shared<std::atomic<bool>>(true)) {
    pool_.setMaxThreadCount(1);
    connect(&language, &Language::changed, this, &RunReview::tell_all);
}

RunReview::~RunReview() {
    give_up();
    pool_.waitForDone();
}

void RunReview::set_left_out(LeftOutPictures *left_out) {
    left_out_ = left_out;
    connect(left_out, &LeftOutPictures::changed, this, [this] {
        Q_EMIT pictures_changed();
        Q_EMIT cell_changed();
        Q_EMIT close_up_changed();
    });
}

void RunReview::tell_all() {
    Q_EMIT changed();
    Q_EMIT pictures_changed();
    Q_EMIT cell_changed();
    Q_EMIT close_up_changed();
}

void RunReview::give_up() {
    ++job_;
    *go_on_ = false;
    go_on_ = std::make_shared<std::atomic<bool>>(true);
}

void RunReview::clear() {
    give_up();
    state_ = pictures_state_ = Empty;
    error_.reset();
    pictures_error_.reset();
    answers_ = {};
    analysis_ = {};
    images_ = {};
    true_class_ = guessed_class_ = close_up_ = -1;
}

void RunReview::close() {
    if (state_ == Empty)
        return;
    clear();
    tell_all();
}

void RunReview::open(const QString &folder) {
    clear();
    state_ = Reading;
    pool_.start([this, job = job_, path = QFile::encodeName(folder).toStdString()] {
        const auto read = [&]() -> Result<Found> {
            auto answers = read_run_answers(path);
            if (!answers)
                return answers.error();
            RunAnalysis analysis = analyse_run(*answers);
            return Found{*std::move(answers), std::move(analysis)};
        };
        QMetaObject::invokeMethod(
            this,
            [this, job, found = read()]() mutable {
                if (job == job_)
                    take(std::move(found));
            },
            Qt::QueuedConnection);
    });
    tell_all();
}

void RunReview::take(Result<Found> found) {
    if (found.ok()) {
        answers_ = std::move(found->answers);
        analysis_ = std::move(found->analysis);
        state_ = Ready;
    } else {
        error_ = found.error();
        state_ = Failed;
    }
    Q_EMIT changed();
    Q_EMIT pictures_changed();
}

void RunReview::load_pictures() {
    if (state_ != Ready || pictures_state_ == Reading || pictures_state_ == Ready)
        return;
    pictures_state_ = Reading;
    pool_.start([this, job = job_, answers = answers_, go_on = go_on_] {
        auto loaded = TestPictures::load(answers, [&go_on] { return go_on->load(); });
        QMetaObject::invokeMethod(
            this,
            [this, job, loaded = std::move(loaded)]() mutable {
                if (job == job_)
                    take_pictures(std::move(loaded));
            },
            Qt::QueuedConnection);
    });
    Q_EMIT pictures_changed();
}

void RunReview::take_pictures(Result<TestPictures> pictures) {
    if (pictures.ok()) {
        images_ = *std::move(pictures);
        pictures_state_ = Ready;
    } else {
        pictures_error_ = pictures.error();
        pictures_state_ = Failed;
    }
    Q_EMIT pictures_changed();
    Q_EMIT cell_changed();
    Q_EMIT close_up_changed();
}

void RunReview::look_at(int picture) {
    close_up_ = picture >= 0 && picture < static_cast<int>(analysis_.guesses.size()) ? picture : -1;
    Q_EMIT close_up_changed();
}

bool RunReview::may_leave_out() const { return left_out_ && pictures_state_ == Ready; }

void RunReview::leave_out(int picture, bool out) {
    const std::string name = images_.name(static_cast<std::size_t>(picture));
    if (may_leave_out() && !name.empty())
        left_out_->set(images_.data_set(), name, out);
}

QVariant RunReview::close_up() const {
    return close_up_ < 0 ? QVariant()
                         : row_of(analysis_.guesses[static_cast<std::size_t>(close_up_)]);
}

void RunReview::choose_cell(int true_class, int guessed_class) {
    const bool exists = state_ == Ready && std::min(true_class, guessed_class) >= 0 &&
                        std::max(true_class, guessed_class) < classes();
    true_class_ = exists ? true_class : -1;
    guessed_class_ = exists ? guessed_class : -1;
    Q_EMIT cell_changed();
}

QString RunReview::problem() const { return error_ ? language_.sentence(*error_) : QString(); }

QString RunReview::pictures_problem() const {
    if (!pictures_error_)
        return {};
    return pictures_error_->code == "vanished" ? language_.text("analysis.pictures_elsewhere")
                                               : language_.sentence(*pictures_error_);
}

int RunReview::classes() const { return static_cast<int>(answers_.classes()); }

QString RunReview::class_name(int index) const {
    return language_.word(answers_.class_names[static_cast<std::size_t>(index)]);
}

QStringList RunReview::class_names() const {
    QStringList names;
    for (int i = 0; i < classes(); ++i)
        names.append(class_name(i));
    return names;
}

RunReport RunReview::report() const {
    RunReport report;
    if (state_ != Ready)
        return report;
    report.facts.append(
        language_.text("report.facts", {data_words(answers_.dataset, language_),
                                        language_.number(static_cast<int>(answers_.count())),
                                        language_.number(answers_.epoch), accuracy()}));
    report.confusion_title = language_.text("analysis.matrix");
    report.confusion = analysis_.confusion;
    report.class_names = class_names();
    report.mix_ups_title = language_.text("analysis.mix_ups");
    for (const QVariant &variant : mix_ups()) {
        const auto row = variant.value<MixUpRow>();
        report.mix_ups.push_back({row.words, row.times});
    }
    report.classes_title = language_.text("analysis.classes");
    for (const QVariant &variant : class_accuracies()) {
        const auto row = variant.value<ClassAccuracyRow>();
        report.classes.push_back({row.name, row.percentage});
    }
    report.pictures_title = language_.text("analysis.worst");
    return report;
}

std::function<std::vector<RunReport::Picture>(const std::function<bool()> &go_on)>
RunReview::samples() const {
    if (state_ != Ready)
        return {};
    std::vector<std::pair<std::size_t, QString>> wanted;
    for (const RunGuess &guess : analysis_.worst_mistakes(most_pictures))
        wanted.emplace_back(guess.picture,
                            language_.text("analysis.mix_up", {class_name(guess.true_class),
                                                               class_name(guess.guessed_class)}));
    return [wanted, answers = answers_, images = images_](const std::function<bool()> &go_on) {
        std::vector<RunReport::Picture> pictures;
        auto found =
            images.empty() ? TestPictures::load(answers, go_on) : Result<TestPictures>(images);
        if (!found)
            return pictures; // the report goes without them
        for (const auto &[picture, words] : wanted)
            if (const QImage image = found->image(picture); !image.isNull())
                pictures.push_back({image, words});
        return pictures;
    };
}

QString RunReview::accuracy() const {
    return state_ == Ready ? accuracy_words(analysis_.confusion.accuracy()) : QString();
}

QVariantList RunReview::mix_ups() const {
    QVariantList rows;
    for (const MixUp &mix_up : analysis_.mix_ups) {
        if (rows.size() == static_cast<qsizetype>(most_mix_ups))
            break;
        MixUpRow row;
        row.words = language_.text(
            "analysis.mix_up", {class_name(mix_up.true_class), class_name(mix_up.guessed_class)});
        row.times = mix_up.count == 1
                        ? language_.text("analysis.once")
                        : language_.text("analysis.times",
                                         {language_.number(static_cast<int>(mix_up.count))});
        row.share = static_cast<double>(mix_up.count) /
                    static_cast<double>(analysis_.mix_ups.front().count);
        row.true_class = mix_up.true_class;
        row.guessed_class = mix_up.guessed_class;
        rows.append(QVariant::fromValue(row));
    }
    return rows;
}

QVariantList RunReview::class_accuracies() const {
    QVariantList rows;
    for (int i = 0; i < classes(); ++i) {
        if (analysis_.confusion.count_of_class(i) == 0)
            continue; // nothing is known of it
        ClassAccuracyRow row;
        row.name = class_name(i);
        row.accuracy = analysis_.confusion.accuracy_of_class(i);
        row.percentage = accuracy_words(row.accuracy);
        rows.append(QVariant::fromValue(row));
    }
    return rows;
}

QVariantList RunReview::reliability() const {
    QVariantList rows;
    constexpr auto bins = static_cast<double>(CalibrationError::bins);
    const auto &counts = analysis_.calibration.counts();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i].count == 0)
            continue;
        const auto count = static_cast<double>(counts[i].count);
        ReliabilityRow row;
        row.from = static_cast<double>(i) / bins;
        row.to = static_cast<double>(i + 1) / bins;
        row.accuracy = static_cast<double>(counts[i].correct) / count;
        row.share = count / static_cast<double>(answers_.count());
        row.words =
            language_.text("analysis.bin", {language_.percentage(counts[i].confidence_sum / count),
                                            accuracy_words(row.accuracy),
                                            language_.number(static_cast<int>(counts[i].count))});
        rows.append(QVariant::fromValue(row));
    }
    return rows;
}

QString RunReview::reliability_words() const {
    QStringList lines;
    for (const QVariant &row : reliability())
        lines.append(row.value<ReliabilityRow>().words);
    return lines.join(QLatin1Char('\n'));
}

QString RunReview::calibration_error() const {
    return language_.percentage(analysis_.calibration.value());
}

QVariant RunReview::row_of(const RunGuess &guess) const {
    GuessRow row;
    row.image = images_.image(guess.picture);
    row.true_name = class_name(guess.true_class);
    row.guessed_name = class_name(guess.guessed_class);
    row.percentage = language_.percentage(guess.probability);
    row.true_percentage = language_.percentage(guess.true_probability);
    row.right = guess.right();
    row.words = row.right ? language_.text("analysis.hit", {row.true_name, row.percentage})
                          : language_.text("analysis.mistake",
                                           {row.true_name, row.guessed_name, row.percentage});
    row.picture = static_cast<int>(guess.picture);
    row.left_out = left_out_ && left_out_->holds(images_.data_set(), images_.name(guess.picture));
    return QVariant::fromValue(row);
}

QVariantList RunReview::rows_of(const std::vector<RunGuess> &guesses) const {
    QVariantList rows;
    for (const RunGuess &guess : guesses) {
        if (rows.size() == static_cast<qsizetype>(most_pictures))
            break;
        rows.append(row_of(guess));
    }
    return rows;
}

QVariantList RunReview::worst_mistakes() const {
    return rows_of(analysis_.worst_mistakes(most_pictures));
}

QString RunReview::words_of_cell(int true_class, int guessed_class) const {
    const QString count =
        language_.number(static_cast<int>(analysis_.confusion.count(true_class, guessed_class)));
    if (true_class == guessed_class)
        return language_.text("analysis.cell.right", {class_name(true_class), count});
    return language_.text("analysis.cell",
                          {class_name(true_class), class_name(guessed_class), count});
}

QString RunReview::cell_words() const {
    return true_class_ < 0 ? QString() : words_of_cell(true_class_, guessed_class_);
}

QVariantList RunReview::cell_pictures() const {
    if (true_class_ < 0)
        return {};
    return rows_of(analysis_.pictures_of(true_class_, guessed_class_));
}

} // namespace vitrine
