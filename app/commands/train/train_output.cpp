#include "app/commands/train/train_output.hpp"

#include "app/commands/streams.hpp"
#include "core/support/json_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace vitrine {

namespace {

double number(const RunEvent &event, const char *key) {
    const auto found = event.find(key);
    return found != event.end() && found->is_number() ? found->get<double>() : 0;
}

} // namespace

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 3600;
    if (whole >= hour)
        return fmt::format("{} h {:02} min", whole / hour, whole % hour / minute);
    if (whole >= minute)
        return fmt::format("{} min {:02} s", whole / minute, whole % minute);
    return fmt::format("{} s", whole);
}

TrainOutput::TrainOutput(bool json, int epochs)
    : json_(json), terminal_(isatty(STDERR_FILENO) == 1), epochs_(epochs) {}

void TrainOutput::show(const RunEvent &event) {
    if (json_) {
        put("{}\n", json_text(event));
        std::fflush(stdout); // a reader wants them as they come; a failure shows at the end
    }
    const std::string type = event.value("type", "");
    if (type == "step")
        show_step(event);
    else if (type == "epoch")
        show_epoch(event);
    else if (type == "message" && event.contains("text"))
        say("vitrine: {}\n", event["text"].get<std::string>());
    else if (type == "message" && event.value("code", "") == "paused")
        say("vitrine: paused\n");
    else if (type == "start")
        say("{} training pictures, {} test pictures, {} steps in {} epochs\n",
            number(event, "training_pictures"), number(event, "test_pictures"),
            number(event, "steps"), epochs_);
    else if (type == "end")
        end_ = event;
}

void TrainOutput::show_step(const RunEvent &event) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(200))
        return;
    last_ = now;
    show_line(fmt::format("epoch {}/{}  loss {:.3f}  accuracy {:.1f} %  {:.0f} pictures/s  {} left",
                          event["epoch"].get<int>(), epochs_, number(event, "loss"),
                          100 * number(event, "accuracy"), number(event, "images_per_second"),
                          duration_text(number(event, "eta_s"))));
}

void TrainOutput::show_epoch(const RunEvent &event) const {
    say("epoch {}/{}: loss {:.3f}, accuracy {:.1f} %; on test pictures {:.3f}, {:.1f} %{}; {} "
        "left\n",
        event["epoch"].get<int>(), epochs_, number(event, "train_loss"),
        100 * number(event, "train_accuracy"), number(event, "test_loss"),
        100 * number(event, "test_accuracy"), event.value("best", false) ? " (best)" : "",
        duration_text(number(event, "eta_s")));
}

void TrainOutput::report(const std::string &best_model) const {
    if (json_)
        return;
    put("accuracy {:.2f} % on the test pictures (epoch {})\n", 100 * number(end_, "best_accuracy"),
        number(end_, "best_epoch"));
    if (end_.contains("views_accuracy"))
        put("with averaging over views {:.2f} %\n", 100 * number(end_, "views_accuracy"));
    put("model: {}\n", best_model);
}

} // namespace vitrine
