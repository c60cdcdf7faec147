// What the Picture page shows.
#pragma once

#include "app/services/inference_thread.hpp"
#include "app/services/picture_reader.hpp"
#include "app/viewmodels/candidate_model.hpp"
#include "app/viewmodels/sample_model.hpp"

#include <QImage>
#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace vitrine {

class Language;

/// One picture at a time: chosen, read, shown, classified, told. Choosing another while one is
/// under way forgets the first. GUI thread only; everything slow is done by PictureReader and
/// InferenceThread.
class PicturePage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(State state READ state NOTIFY state_changed)
    /// A QImage: upright, as the model gets it, at most 2048 px; null while empty or when
    /// unreadable.
    Q_PROPERTY(QVariant picture READ picture_variant NOTIFY picture_changed)
    Q_PROPERTY(QString pictureName READ picture_name NOTIFY texts_changed)
    Q_PROPERTY(int sampleShown READ sample_shown NOTIFY picture_changed)
    /// A sentence with a next step while state is Problem.
    Q_PROPERTY(QString problem READ problem NOTIFY texts_changed)
    Q_PROPERTY(Certainty certainty READ certainty NOTIFY state_changed)
    Q_PROPERTY(QString headline READ headline NOTIFY texts_changed)
    Q_PROPERTY(QString confidence READ confidence NOTIFY texts_changed)
    Q_PROPERTY(QString kinds READ kinds NOTIFY texts_changed)
    Q_PROPERTY(QString shares READ shares NOTIFY texts_changed)
    Q_PROPERTY(QString timing READ timing NOTIFY texts_changed)
    /// The names of picture files, for a file dialog: "*.jpg *.JPG *.png …".
    Q_PROPERTY(QString filePatterns READ file_patterns CONSTANT)
    Q_PROPERTY(vitrine::CandidateModel *candidates READ candidates CONSTANT)
    Q_PROPERTY(vitrine::SampleModel *samples READ samples CONSTANT)

  public:
    enum State {
        Empty,    ///< no picture yet
        Working,  ///< a picture is read or classified, or waits for the model
        Answered, ///< headline and candidates hold
        Problem   ///< see problem
    };
    Q_ENUM(State)
    enum Certainty { Sure, Probably, NotSure, Unknown };
    Q_ENUM(Certainty)

    PicturePage(const Language &language, InferenceThread &inference, QObject *parent = nullptr);

    void open_path(const QString &path);
    void open_image(const QImage &image, const char *name_id);
    /// Asks the model about the picture again. Null: the model is gone, and its answer with it.
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    /// The same model, on another device now. Nothing is asked again.
    void set_facts(const std::shared_ptr<const OpenedModel> &model) { model_ = model; }
    void retranslate();
    /// As at the start: nothing of what was chosen or answered is left.
    void reset();

    Q_INVOKABLE void openUrl(const QUrl &url);
    Q_INVOKABLE void openSample(int row);
    Q_INVOKABLE void paste();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] QImage picture() const { return picture_.preview; }
    [[nodiscard]] QVariant picture_variant() const { return picture_.preview; }
    [[nodiscard]] QString picture_name() const;
    [[nodiscard]] int sample_shown() const { return sample_shown_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] Certainty certainty() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString confidence() const;
    [[nodiscard]] QString kinds() const;
    [[nodiscard]] QString shares() const;
    [[nodiscard]] QString timing() const;
    [[nodiscard]] static QString file_patterns();
    [[nodiscard]] CandidateModel *candidates() { return &candidates_; }
    [[nodiscard]] SampleModel *samples() { return &samples_; }

  Q_SIGNALS:
    void state_changed();
    void picture_changed();
    void texts_changed();

  private:
    void begin();
    void withdraw_answer();
    void forget_sample();
    void classify();
    void show_picture(quint64 ticket, const ReadPicture &picture);
    void show_answer(quint64 ticket, const Answer &answer);
    void show_problem(quint64 ticket, const Error &error);
    void show_failure(quint64 ticket, const Error &error);
    void set_state(State state);

    const Language &language_;
    InferenceThread &inference_;
    PictureReader reader_;
    CandidateModel candidates_;
    SampleModel samples_;

    State state_ = Empty;
    quint64 ticket_ = 0;  ///< of the newest picture; answers to others are dropped
    ReadPicture picture_; ///< its image is null while another is read
    Phrase name_;
    const char *name_id_ = nullptr; ///< a text of the table instead of name_
    int sample_shown_ = -1;
    std::shared_ptr<const OpenedModel> model_;
    std::shared_ptr<const OpenedModel> answered_by_;
    std::optional<Answer> answer_;
    Error problem_;
};

} // namespace vitrine
