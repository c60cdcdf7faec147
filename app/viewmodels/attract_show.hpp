// What passers-by see: the built-in pictures, one after another, with what the model says of them.
#pragma once

#include "app/services/inference_thread.hpp"
#include "app/services/picture_reader.hpp"
#include "app/viewmodels/picture_page.hpp"

#include <QObject>
#include <QTimer>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace vitrine {

class Language;
class SampleModel;

/// Classifies each picture as a visitor's would be: nothing is shown that was not computed here.
/// Runs only while nobody is there, so that it never makes a visitor wait; holds no picture when it
/// does not run. A picture that cannot be read is passed over, and the folder looked at anew, as it
/// is after each round. GUI thread only.
class AttractShow : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with KioskModel")
    /// A QImage; null until the first is answered.
    Q_PROPERTY(QVariant picture READ picture NOTIFY shown)
    Q_PROPERTY(vitrine::PicturePage::Certainty certainty READ certainty NOTIFY shown)
    Q_PROPERTY(QString headline READ headline NOTIFY texts_changed)
    Q_PROPERTY(QString confidence READ confidence NOTIFY texts_changed)
    /// Grows with each picture: what is placed by it moves, so that nothing burns in.
    Q_PROPERTY(int step READ step NOTIFY shown)

  public:
    static constexpr int step_ms = 8000;

    AttractShow(const Language &language, InferenceThread &inference, SampleModel &samples,
                QObject *parent = nullptr);

    void set_running(bool running);
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    void retranslate() { Q_EMIT texts_changed(); }

    [[nodiscard]] QVariant picture() const { return shown_.preview; }
    [[nodiscard]] PicturePage::Certainty certainty() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString confidence() const;
    [[nodiscard]] int step() const { return step_; }

  Q_SIGNALS:
    void shown();
    void texts_changed();

  private:
    void next();
    void take_picture(quint64 ticket, const ReadPicture &picture);
    void take_failure(quint64 ticket);
    void take_answer(quint64 ticket, const Answer &answer);
    void clear();

    const Language &language_;
    InferenceThread &inference_;
    SampleModel &samples_;
    PictureReader reader_;
    QTimer timer_;
    bool running_ = false;
    int row_ = -1;
    int failed_ = 0; ///< pictures in a row that could not be read
    int step_ = 0;
    quint64 ticket_ = 0; ///< of the newest picture; answers to others are dropped
    ReadPicture coming_;
    ReadPicture shown_;
    std::optional<Verdict> verdict_;
    std::shared_ptr<const OpenedModel> model_;
};

} // namespace vitrine
