// One of two that answer the same frames.
#pragma once

#include "app/services/model_provider.hpp"
#include "app/viewmodels/picture_page.hpp"
#include "core/models/verdict.hpp"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <memory>
#include <optional>

namespace vitrine {

class Language;

/// What it says and how long it takes: the median of the last frames, so that it can be read. GUI
/// thread only.
class RaceLane : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with CameraRace")
    Q_PROPERTY(QString title READ title NOTIFY changed) ///< "Everyday things · CPU"
    Q_PROPERTY(bool answered READ answered NOTIFY changed)
    Q_PROPERTY(QString headline READ headline NOTIFY changed)
    Q_PROPERTY(QString confidence READ confidence NOTIFY changed)
    Q_PROPERTY(vitrine::PicturePage::Certainty certainty READ certainty NOTIFY changed)
    Q_PROPERTY(QString timing READ timing NOTIFY changed) ///< "5.3 ms"

  public:
    static constexpr std::size_t timed_frames = 15;

    explicit RaceLane(const Language &language, QObject *parent = nullptr);

    void take(const std::shared_ptr<const OpenedModel> &model, const Verdict &shown,
              double elapsed_ms);
    void clear();
    /// Tells of what was taken: a few times a second.
    void refresh() { Q_EMIT changed(); }

    [[nodiscard]] bool answered() const { return verdict_.has_value(); }
    [[nodiscard]] double median_ms() const; ///< 0 before the first answer
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString confidence() const;
    [[nodiscard]] PicturePage::Certainty certainty() const;
    [[nodiscard]] QString timing() const;

  Q_SIGNALS:
    void changed();

  private:
    const Language &language_;
    std::shared_ptr<const OpenedModel> model_;
    std::optional<Verdict> verdict_;
    std::deque<double> times_ms_;
};

} // namespace vitrine
