#include "app/commands/live/live_output.hpp"

#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "app/commands/verdict_line.hpp"
#include "app/services/picture_state_words.hpp"
#include "core/support/json_text.hpp"

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

class LiveJson final : public LiveOutput {
  public:
    explicit LiveJson(const Manifest &manifest) : manifest_(manifest) {}

    void classified(const LiveLine &line) override {
        const LiveReading &reading = line.reading;
        const Json object{
            {"frame", reading.number},
            {"media_time_s", reading.media_time_s},
            {"age_ms", line.age_ms},
            {"dropped", line.dropped},
            {"width", reading.width},
            {"height", reading.height},
            {"predictions", predictions_json(reading.smoothed.predictions, manifest_)},
            {"headline", speech().word(reading.shown.headline).toStdString()},
            {"verdict", to_string(reading.shown.confidence)},
            {"picture", to_string(reading.picture)}};
        put("{}\n", json_text(object));
        // Whoever reads along does so now, not when a block is full.
        static_cast<void>(output_error());
    }

  private:
    const Manifest &manifest_;
};

class LiveWords final : public LiveOutput {
  public:
    explicit LiveWords(const Manifest &manifest) : manifest_(manifest) {}

    void classified(const LiveLine &line) override {
        const LiveReading &reading = line.reading;
        if (reading.picture != picture_ && reading.picture != PictureState::good)
            say("{}\n", picture_words(reading.picture, speech()).toStdString());
        picture_ = reading.picture;
        const std::string sentence = verdict_sentence(reading.shown, manifest_);
        if (sentence == said_)
            return;
        said_ = sentence;
        put("{:.1f} s: {}  [{}]\n", reading.media_time_s, sentence,
            prediction_list(reading.shown.predictions, manifest_));
        static_cast<void>(output_error());
    }

  private:
    const Manifest &manifest_;
    PictureState picture_ = PictureState::good;
    std::string said_;
};

} // namespace

std::unique_ptr<LiveOutput> make_live_output(bool json, const Manifest &manifest) {
    if (json)
        return std::make_unique<LiveJson>(manifest);
    return std::make_unique<LiveWords>(manifest);
}

} // namespace vitrine
