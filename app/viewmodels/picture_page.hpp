// What the Picture page shows.
#pragma once

#include "app/services/inference_thread.hpp"
#include "app/services/picture_reader.hpp"
#include "app/viewmodels/candidate_model.hpp"
#include "app/viewmodels/card_saver.hpp"
#include "app/viewmodels/guess_game.hpp"
#include "app/viewmodels/history_model.hpp"
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
    Q_PROPERTY(bool hasPicture READ has_picture NOTIFY picture_changed)
    /// Whether the answer is on the page.
    Q_PROPERTY(bool revealed READ revealed NOTIFY state_changed)
    /// The visitor's switches: the pixels that the model got, and where it looks.
    Q_PROPERTY(bool seenShown READ seen_shown WRITE set_seen_shown NOTIFY views_changed)
    Q_PROPERTY(bool heatShown READ heat_shown WRITE set_heat_shown NOTIFY views_changed)
    Q_PROPERTY(bool heatFound READ heat_found NOTIFY state_changed)
    Q_PROPERTY(QString seenSize READ seen_size NOTIFY texts_changed)
    /// What the model got, as a QImage at its size; null without an answer.
    Q_PROPERTY(QVariant seen READ seen NOTIFY state_changed)
    /// The part of the picture that `seen` was made of, as fractions of its width and height.
    Q_PROPERTY(QRectF crop READ crop NOTIFY state_changed)
    /// Where the leading class was found, to be laid over `crop`; null where it was nowhere.
    Q_PROPERTY(QVariant heatMap READ heat_map NOTIFY state_changed)
    /// The names of picture files, for a file dialog: "*.jpg *.JPG *.png …".
    Q_PROPERTY(QString filePatterns READ file_patterns CONSTANT)
    Q_PROPERTY(vitrine::CandidateModel *candidates READ candidates CONSTANT)
    /// Where the picture was saved, or why it was not; empty before.
    Q_PROPERTY(QString saved READ saved NOTIFY saved_changed)
    Q_PROPERTY(bool saving READ saving NOTIFY saved_changed)
    /// Whether pictures may be kept on the disk (not at a kiosk).
    Q_PROPERTY(bool maySave READ may_save NOTIFY saved_changed)
    Q_PROPERTY(vitrine::GuessGame *game READ game CONSTANT)
    Q_PROPERTY(vitrine::HistoryModel *history READ history CONSTANT)
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

    /// `list`: how the operator's folder of pictures is listed.
    PicturePage(const Language &language, InferenceThread &inference, ListFolder list = list_folder,
                QObject *parent = nullptr);

    void open_path(const QString &path);
    void show_none();
    /// How many pictures were asked for, whether or not they could be shown.
    [[nodiscard]] quint64 begun() const { return begun_; }
    /// `name_id`: a text of the table, or null where the name is known later.
    void open_image(const QImage &image, const char *name_id);
    /// Asks the model about the picture again. Null: the model is gone, and its answer with it.
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    /// The same model, on another device now. Nothing is asked again.
    void set_facts(const std::shared_ptr<const OpenedModel> &model) { model_ = model; }
    void retranslate();
    /// The next visitor finds it fresh: no picture, answer, history, score or switch of this one is
    /// left. What is being read or classified is dropped when it comes. Files that were saved stay.
    void reset();
    void set_may_save(bool may);
    /// Instead of the user's own folder of pictures.
    void set_save_folder(const QString &folder) { saver_.set_folder(folder); }

    Q_INVOKABLE void save();
    Q_INVOKABLE void openHistory(int row);
    Q_INVOKABLE void openUrl(const QUrl &url);
    Q_INVOKABLE void openSample(int row);
    Q_INVOKABLE void paste(); ///< the clipboard's picture

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
    [[nodiscard]] bool has_picture() const { return !picture_.preview.isNull(); }
    [[nodiscard]] bool revealed() const { return state_ == Answered && !game_.hiding(); }
    [[nodiscard]] QString saved() const { return saver_.said(); }
    [[nodiscard]] bool saving() const { return saver_.saving(); }
    [[nodiscard]] bool may_save() const { return may_save_; }
    [[nodiscard]] GuessGame *game() { return &game_; }
    [[nodiscard]] HistoryModel *history() { return &history_; }
    [[nodiscard]] bool seen_shown() const { return seen_shown_; }
    /// Never while the visitor is to guess: it would tell.
    [[nodiscard]] bool heat_shown() const { return heat_shown_ && !game_.hiding(); }
    [[nodiscard]] bool heat_found() const { return answer_ && !answer_->heat_map.isNull(); }
    void set_seen_shown(bool shown);
    void set_heat_shown(bool shown);
    [[nodiscard]] QString seen_size() const;
    [[nodiscard]] QVariant seen() const { return answer_ ? answer_->seen : QImage(); }
    [[nodiscard]] QRectF crop() const { return answer_ ? answer_->crop : QRectF(); }
    [[nodiscard]] QVariant heat_map() const { return answer_ ? answer_->heat_map : QImage(); }
    [[nodiscard]] static QString file_patterns();
    [[nodiscard]] CandidateModel *candidates() { return &candidates_; }
    [[nodiscard]] SampleModel *samples() { return &samples_; }

  Q_SIGNALS:
    void state_changed();
    void answered(); ///< once a picture, however many models are asked about it
    void picture_changed();
    void texts_changed();
    void views_changed();
    void saved_changed();

  private:
    void remember_picture();
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
    GuessGame game_;
    HistoryModel history_;
    CardSaver saver_;

    State state_ = Empty;
    quint64 begun_ = 0;
    quint64 ticket_ = 0;  ///< of the newest picture; answers to others are dropped
    ReadPicture picture_; ///< its image is null while another is read
    Phrase name_;
    const char *name_id_ = nullptr; ///< a text of the table instead of name_
    int sample_shown_ = -1;
    std::shared_ptr<const OpenedModel> model_;
    std::shared_ptr<const OpenedModel> answered_by_;
    std::optional<Answer> answer_;
    Error problem_;
    QString path_;           ///< of the picture, empty when it was pasted
    quint64 history_id_ = 0; ///< of the entry that the picture was opened from; 0: none
    bool told_ = false;      ///< the picture has had an answer
    bool may_save_ = true;
    bool seen_shown_ = false;
    bool heat_shown_ = false;
};

} // namespace vitrine
