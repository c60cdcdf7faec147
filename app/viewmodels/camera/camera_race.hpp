// Two models, or two computers, on the same frames, side by side.
#pragma once

#include "app/services/camera/live_feed.hpp"
#include "app/viewmodels/camera/race_lane.hpp"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine {

class Language;
class ModelList;

/// The model that is open against another one, or against itself on another device: whatever is
/// ready. Both answer each frame in turns; the camera's picture goes on at its own pace. GUI thread
/// only.
class CameraRace : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with CameraPage")
    /// Whether there is anything to race against.
    Q_PROPERTY(bool possible READ possible NOTIFY rivals_changed)
    Q_PROPERTY(QStringList rivals READ rivals NOTIFY rivals_changed)
    Q_PROPERTY(bool running READ running NOTIFY running_changed)
    Q_PROPERTY(vitrine::RaceLane *first READ first CONSTANT) ///< the model that is open
    Q_PROPERTY(vitrine::RaceLane *second READ second CONSTANT)
    /// Who is faster, by how much; or why the other one cannot take part.
    Q_PROPERTY(QString summary READ summary NOTIFY summary_changed)

  public:
    /// Models from this backend; empty: from the one that the settings say.
    using MakeProvider = std::function<ModelProvider(const std::string &backend)>;

    CameraRace(const Language &language, LiveFeed &feed, QObject *parent = nullptr);

    /// `other_devices`: whether the staff left open what computes. `models` outlives the race.
    void set_rivals_from(MakeProvider make, const ModelList &models, bool other_devices);
    /// Of the model that is open; a race ends with it. Null: there is none.
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    void take_first(const FeedReading &read);
    void refresh(); ///< brings times up to date, a few times a second
    void retranslate();

    Q_INVOKABLE void start(int rival);
    Q_INVOKABLE void stop();

    [[nodiscard]] bool possible() const { return !choices_.empty(); }
    [[nodiscard]] QStringList rivals() const;
    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] RaceLane *first() { return &first_; }
    [[nodiscard]] RaceLane *second() { return &second_; }
    [[nodiscard]] QString summary() const;

  Q_SIGNALS:
    void rivals_changed();
    void running_changed();
    void summary_changed();

  private:
    struct Choice {
        QString model;
        std::string backend; ///< empty: the usual one
    };
    void list();
    void take_second(const RivalReading &read);

    const Language &language_;
    LiveFeed &feed_;
    MakeProvider make_;
    const ModelList *models_ = nullptr;
    bool other_devices_ = false;
    std::shared_ptr<const OpenedModel> model_;
    std::vector<Choice> choices_;
    bool running_ = false;
    quint64 ticket_ = 0; ///< of the rival in the race
    RaceLane first_;
    RaceLane second_;
    Error problem_;
};

} // namespace vitrine
