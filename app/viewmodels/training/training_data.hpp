// Choosing the pictures to train on.
#pragma once

#include "core/data/training/survey.hpp"
#include "core/models/manifest.hpp"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace vitrine {

class Language;

/// A data set by its path, looked through as soon as it is chosen. GUI thread only; the looking is
/// done on a thread of its own.
class TrainingDataChoice : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(Kind kind READ kind NOTIFY changed)
    Q_PROPERTY(QString folder READ folder NOTIFY changed) ///< its path; empty for that on board
    /// "10 kinds · 2,000 pictures to learn from, 500 for the test"
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(QStringList remarks READ remarks NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< a sentence while state is Bad
    /// The folder that was probably meant; empty where there is none.
    Q_PROPERTY(QString suggestion READ suggestion NOTIFY changed)
    /// {name, count, picture (a QImage)} a class.
    Q_PROPERTY(QVariantList samples READ samples NOTIFY changed)

  public:
    enum State { Checking, Good, Bad };
    Q_ENUM(State)
    enum Kind { OnBoard, Cifar10, OwnPictures };
    Q_ENUM(Kind)

    TrainingDataChoice(const Language &language, std::filesystem::path on_board,
                       QObject *parent = nullptr);
    ~TrainingDataChoice() override; ///< waits for the picture that is being opened

    void choose(const std::filesystem::path &path);
    Q_INVOKABLE void chooseOnBoard();
    Q_INVOKABLE void chooseFolder(const QUrl &place);  ///< of pictures of a person's own
    Q_INVOKABLE void chooseCifar10(const QUrl &place); ///< its folder or archive
    Q_INVOKABLE void takeSuggestion();
    Q_INVOKABLE void checkAgain();
    void retranslate() { Q_EMIT changed(); }

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    [[nodiscard]] const std::optional<DataSurvey> &survey() const { return survey_; }
    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QStringList remarks() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString suggestion() const;
    [[nodiscard]] QVariantList samples() const;

  Q_SIGNALS:
    void changed(); ///< what is shown, or its words
    void checked(); ///< other data is chosen, or known

  private:
    struct Findings;
    [[nodiscard]] static Findings look(const std::filesystem::path &path,
                                       const std::function<bool()> &go_on);
    void take(quint64 ticket, const std::shared_ptr<const Findings> &findings);

    const Language &language_;
    std::filesystem::path on_board_;
    std::filesystem::path path_;
    Kind wanted_ = OnBoard; ///< as which the path was chosen
    State state_ = Checking;
    std::optional<DataSurvey> survey_;
    std::vector<Phrase> words_; ///< of the classes
    Error problem_;
    std::atomic<quint64> ticket_ = 0; ///< of the newest choice; others are given up
    QThreadPool pool_;
};

} // namespace vitrine
