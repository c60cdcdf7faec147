#include "app/viewmodels/training/training_data.hpp"

#include "app/services/class_labels.hpp"
#include "app/services/language.hpp"
#include "app/services/picture_reader.hpp"

#include <QFile>

#include <algorithm>

namespace vitrine {

struct TrainingDataChoice::Findings {
    std::filesystem::path path; ///< that was looked at in the end
    Result<DataSurvey> survey;
    std::vector<Phrase> words;
};

namespace {

constexpr int sample_side = 96;
constexpr std::size_t most_samples = 20; // classes that are shown

/// wrong_folder_level, with the folder to take.
bool meant_another(const Result<DataSurvey> &survey) {
    return !survey && survey.error().code == "wrong_folder_level" &&
           survey.error().arguments.size() > 1;
}

QString to_qstring(const std::filesystem::path &path) {
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

} // namespace

TrainingDataChoice::TrainingDataChoice(const Language &language, std::filesystem::path on_board,
                                       QObject *parent)
    : QObject(parent), language_(language), on_board_(std::move(on_board)), path_(on_board_) {
    pool_.setMaxThreadCount(1);
}

TrainingDataChoice::~TrainingDataChoice() {
    ++ticket_;
    pool_.waitForDone();
}

void TrainingDataChoice::choose(const std::filesystem::path &path) {
    path_ = path;
    state_ = Checking;
    survey_.reset();
    problem_ = {};
    const quint64 ticket = ++ticket_;
    pool_.start([this, ticket, path] {
        auto findings =
            std::make_shared<Findings>(look(path, [this, ticket] { return ticket_ == ticket; }));
        QMetaObject::invokeMethod(
            this, [this, ticket, findings] { take(ticket, findings); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
    Q_EMIT checked();
}

/// Where another folder was plainly meant and something is wrong with that one too, says so of it
/// at once: who follows the advice is not sent back again.
TrainingDataChoice::Findings TrainingDataChoice::look(const std::filesystem::path &path,
                                                      const std::function<bool()> &go_on) {
    constexpr int most_levels = 3;
    Findings findings{path, survey_training_data(path, go_on), {}};
    for (int level = 0; level < most_levels && meant_another(findings.survey); ++level) {
        const std::filesystem::path meant = findings.survey.error().arguments[1];
        auto survey = survey_training_data(meant, go_on);
        if (survey)
            break;
        findings = {meant, std::move(survey), {}};
    }
    if (findings.survey) {
        std::vector<std::string> names;
        for (const SurveyedClass &of_class : findings.survey->classes)
            names.push_back(of_class.name);
        findings.words = labels_for(names).labels;
    }
    return findings;
}

void TrainingDataChoice::take(quint64 ticket, const std::shared_ptr<const Findings> &findings) {
    if (ticket != ticket_)
        return;
    path_ = findings->path;
    if (findings->survey) {
        survey_ = *findings->survey;
        words_ = findings->words;
        state_ = Good;
    } else {
        problem_ = findings->survey.error();
        state_ = Bad;
    }
    Q_EMIT changed();
    Q_EMIT checked();
}

void TrainingDataChoice::chooseOnBoard() { choose(on_board_); }

void TrainingDataChoice::chooseFolder(const QUrl &place) {
    wanted_ = OwnPictures;
    choose(QFile::encodeName(place.toLocalFile()).toStdString());
}

void TrainingDataChoice::chooseCifar10(const QUrl &place) {
    wanted_ = Cifar10;
    choose(QFile::encodeName(place.toLocalFile()).toStdString());
}

void TrainingDataChoice::takeSuggestion() {
    if (!suggestion().isEmpty())
        choose(problem_.arguments[1]);
}

void TrainingDataChoice::checkAgain() { choose(path_); }

TrainingDataChoice::Kind TrainingDataChoice::kind() const {
    if (path_ == on_board_)
        return OnBoard;
    if (survey_)
        return survey_->kind == DataSurvey::Kind::cifar10 ? Cifar10 : OwnPictures;
    return wanted_ == Cifar10 ? Cifar10 : OwnPictures;
}

QString TrainingDataChoice::folder() const {
    return path_ == on_board_ ? QString() : to_qstring(path_);
}

QString TrainingDataChoice::summary() const {
    if (!survey_)
        return {};
    return language_.text("train.data.summary",
                          {language_.number(static_cast<int>(survey_->classes.size())),
                           language_.number(static_cast<int>(survey_->training())),
                           language_.number(static_cast<int>(survey_->test()))});
}

QStringList TrainingDataChoice::remarks() const {
    constexpr qsizetype most = 3;
    QStringList sentences;
    if (survey_)
        for (const Error &remark : survey_->remarks)
            if (sentences.size() < most)
                sentences.append(language_.sentence(remark));
    return sentences;
}

QString TrainingDataChoice::problem() const {
    return state_ == Bad ? language_.sentence(problem_) : QString();
}

QString TrainingDataChoice::suggestion() const {
    const bool has_one =
        state_ == Bad && problem_.code == "wrong_folder_level" && problem_.arguments.size() > 1;
    return has_one ? to_qstring(problem_.arguments[1]) : QString();
}

QVariantList TrainingDataChoice::samples() const {
    QVariantList tiles;
    if (!survey_)
        return tiles;
    for (std::size_t i = 0; i < std::min(most_samples, survey_->classes.size()); ++i) {
        const SurveyedClass &of_class = survey_->classes[i];
        const QString name =
            i < words_.size() ? language_.word(words_[i]) : QString::fromStdString(of_class.name);
        tiles.append(QVariantMap{
            {QStringLiteral("name"), name},
            {QStringLiteral("count"), language_.number(static_cast<int>(of_class.training))},
            {QStringLiteral("picture"),
             of_class.sample.empty() ? QImage() : to_qimage(of_class.sample, sample_side)}});
    }
    return tiles;
}

} // namespace vitrine
