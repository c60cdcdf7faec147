// A second model, or the same on another device, that answers the frames of the first.
#pragma once

#include "app/services/model_provider.hpp"
#include "core/camera/answer/live_answer.hpp"

#include <memory>
#include <optional>

namespace vitrine {

/// What it says of a frame, or why it cannot.
struct RivalReading {
    std::shared_ptr<const OpenedModel> model; ///< null while there is an error
    LiveReading reading;
    double elapsed_ms = 0; ///< for fitting and classifying it
    std::optional<Error> problem;
    quint64 ticket = 0; ///< the rival's
};

/// Made anywhere; looks, and goes, on the inference thread: in turns with the first model, so that
/// neither takes the processor from the other while it is timed.
class Rival {
  public:
    /// `name`: the model, as ModelProvider::open() takes it. `ticket` comes back with each reading.
    Rival(ModelProvider provider, QString name, quint64 ticket = 0);

    /// Opens the model at the first frame, which takes a second or so. `glance`: at this frame.
    [[nodiscard]] RivalReading look(const Frame &frame, const Glance &glance, bool live);

  private:
    Result<void> open();

    ModelProvider provider_;
    QString name_;
    quint64 ticket_;
    std::optional<OpenSession> session_;
    std::optional<Error> problem_; ///< why it does not open; it is not tried again
    std::shared_ptr<const OpenedModel> facts_;
    std::optional<LiveAnswer> answer_;
};

} // namespace vitrine
