// "You guess first": the answer stays hidden until the visitor has guessed.
#pragma once

#include "core/models/verdict.hpp"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <string>
#include <vector>

namespace vitrine {

class Language;

/// One round a picture, and the score of the rounds with one model. The choices are a few words of
/// which at most one is right, and "something else". Nobody here knows what a picture really shows:
/// where visitor and model agree, each gets a point; where they differ, or the model is not sure,
/// the visitor is asked who was right. A model that is not sure never gets a point. GUI thread
/// only.
class GuessGame : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PicturePage")
    /// Holds from the next picture on; turning it off shows what is hidden and forgets the score.
    Q_PROPERTY(bool on READ on WRITE set_on NOTIFY changed)
    Q_PROPERTY(bool hiding READ hiding NOTIFY changed)
    Q_PROPERTY(QStringList choices READ choices NOTIFY changed)
    Q_PROPERTY(int chosen READ chosen NOTIFY changed) ///< -1: none yet
    Q_PROPERTY(QString outcome READ outcome NOTIFY changed)
    Q_PROPERTY(bool asking READ asking NOTIFY changed)
    Q_PROPERTY(bool modelCommitted READ model_committed NOTIFY changed)
    Q_PROPERTY(QString score READ score NOTIFY changed)

  public:
    enum Winner { Visitor, Model, Nobody };
    Q_ENUM(Winner)
    static constexpr std::size_t choice_count = 4; ///< words at most, without "something else"

    explicit GuessGame(const Language &language, QObject *parent = nullptr);

    void begin_picture(); ///< another picture: a new round may start
    /// The answer for the picture is there. Hides it where the visitor is to guess first.
    void offer(const Verdict &verdict, const Manifest &manifest);
    void withdraw(); ///< the answer is gone, the round may start again
    void reset();    ///< switched off, and no score
    void retranslate() { Q_EMIT changed(); }

    Q_INVOKABLE void choose(int choice);
    Q_INVOKABLE void run();              ///< shows the answer and counts
    Q_INVOKABLE void settle(int winner); ///< of Winner, where asking

    void set_on(bool on);
    [[nodiscard]] bool on() const { return on_; }
    [[nodiscard]] bool hiding() const { return phase_ == Phase::guessing; }
    [[nodiscard]] QStringList choices() const;
    [[nodiscard]] int chosen() const { return chosen_; }
    [[nodiscard]] QString outcome() const;
    [[nodiscard]] bool asking() const { return phase_ == Phase::asking; }
    [[nodiscard]] bool model_committed() const { return committed_; }
    [[nodiscard]] QString score() const; ///< empty before the first round
    [[nodiscard]] int visitor_points() const { return visitor_; }
    [[nodiscard]] int model_points() const { return model_; }

  Q_SIGNALS:
    void changed();

  private:
    enum class Phase { waiting, guessing, agreed, asking, over };
    void enter(Phase phase);
    void add(const Phrase &word); ///< where there is room, and nothing like it yet
    void add_others(const Manifest &manifest);
    void forget_score();

    const Language &language_;
    bool on_ = false;
    Phase phase_ = Phase::over;
    std::vector<Phrase> choices_; ///< in the alphabet's order, which gives nothing away
    int chosen_ = -1;             ///< the one after the last: something else
    std::string played_with_;     ///< the model's name
    Phrase headline_;
    bool committed_ = false; ///< the model names one thing
    int rounds_ = 0;
    int visitor_ = 0;
    int model_ = 0;
};

} // namespace vitrine
