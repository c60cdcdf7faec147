// vitrine live: what a camera, a film, a folder or a stream shows, while it shows it.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/interrupt.hpp"
#include "app/commands/live/list_sources.hpp"
#include "app/commands/live/live_output.hpp"
#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/camera/capture.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/camera/latest.hpp"
#include "core/camera/source_name.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace vitrine {

namespace {

using Clock = Frame::Clock;

/// After so long without a frame of a camera or a stream, that is said.
constexpr std::chrono::milliseconds stall{1500};

struct LiveArguments {
    ComputeArguments compute;
    std::string source;
    bool list = false;
    bool loop = false;
    bool json = false;
    std::optional<double> seconds{};
    std::string language;
};

/// Classifies the newest frame as often as the device can, until the source ends.
class LiveRun {
  public:
    LiveRun(ModelSession &session, const SourceName &source, const LiveArguments &arguments)
        : session_(session), may_stall_(may_be_live(source)), seconds_(arguments.seconds),
          output_(make_live_output(arguments.json, session.manifest())),
          capture_([source, loop = arguments.loop] { return make_source(source, loop); },
                   [this](FramePointer frame) { frames_.put(std::move(frame)); },
                   [this](const CaptureNews &news) { hear(news); }, {.comes_back = false}) {}

    /// Nothing at the source's end, at an interrupt, and when the time is over.
    std::optional<Error> run() {
        constexpr std::chrono::milliseconds a_while{100};
        std::optional<Error> ended;
        while (!Interrupt::requested() && !output_error() && !is_over()) {
            if (!ended)
                ended = ended_.try_take(); // before the last frame is taken
            auto frame = frames_.take({}, a_while);
            if (frame) {
                if (auto problem = classify(**frame))
                    return problem;
            } else if (ended) {
                return ended->code.empty() ? std::nullopt : std::optional(*ended);
            } else {
                watch_for_stall();
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::int64_t classified() const { return classified_; }

    void summarise() const {
        const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        say("{}\n", speech()
                        .text("live.summary",
                              {QString::number(classified_), QString::number(dropped()),
                               QString::number(seconds, 'f', 1),
                               QString::number(static_cast<double>(classified_) / seconds, 'f', 1)})
                        .toStdString());
    }

  private:
    void hear(const CaptureNews &news) { // on the capture thread
        if (news.state == CaptureState::running)
            is_live_ = news.facts.live;
        if (news.state == CaptureState::ended)
            ended_.put(news.reason);
    }

    [[nodiscard]] bool is_over() const {
        return seconds_ && Clock::now() - start_ >= std::chrono::duration<double>(*seconds_);
    }

    [[nodiscard]] std::uint64_t dropped() const {
        const CaptureCounts counts = capture_.counts();
        return counts.missed + counts.damaged + frames_.dropped();
    }

    std::optional<Error> classify(const Frame &frame) {
        stall_said_ = false;
        last_frame_ = Clock::now();
        const Image fitted = fit_frame(frame, session_.manifest().input);
        const auto result = session_.classify({&fitted, 1});
        if (!result)
            return result.error();
        if (!answer_)
            answer_.emplace(session_.manifest(), is_live_);
        LiveLine line{answer_->add(frame, result->logits), 0, dropped()};
        line.age_ms =
            std::chrono::duration<double, std::milli>(Clock::now() - frame.captured).count();
        output_->classified(line);
        ++classified_;
        return std::nullopt;
    }

    void watch_for_stall() {
        if (!may_stall_ || classified_ == 0 || stall_said_ || Clock::now() - last_frame_ < stall)
            return;
        stall_said_ = true;
        say("{}\n", speech().text("live.waiting").toStdString());
    }

    ModelSession &session_;
    const bool may_stall_;              ///< as cameras and networks do
    std::atomic<bool> is_live_ = false; ///< set before the first frame
    std::optional<double> seconds_;
    std::unique_ptr<LiveOutput> output_;
    std::optional<LiveAnswer> answer_; ///< from the first frame on
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_frame_{};
    bool stall_said_ = false;
    std::int64_t classified_ = 0;
    Latest<FramePointer> frames_;
    Latest<Error> ended_; ///< an empty code: at its natural end
    Capture capture_;     // last: its thread uses the mailboxes
};

ExitStatus live(const LiveArguments &arguments) {
    // What scripts read does not change with the machine's language.
    set_speech(arguments.language.empty() && arguments.json ? "en" : arguments.language);
    if (arguments.list)
        return list_sources(arguments.json);
    const auto source = parse_source_name(arguments.source);
    if (!source)
        return fail(source.error());
    const auto catalog = scanned_catalog();
    auto session = open_session(*catalog, arguments.compute, 1);
    if (!session)
        return fail(session.error());
    const Interrupt interrupt;
    LiveRun run(**session, *source, arguments);
    const auto problem = run.run();
    if (run.classified() > 0)
        run.summarise();
    if (problem) {
        const ExitStatus status = fail(*problem);
        // A source that was lost on the way: what came before is done.
        return status == ExitStatus::wrong_input && run.classified() > 0 ? ExitStatus::some_failed
                                                                         : status;
    }
    return Interrupt::requested() ? ExitStatus::interrupted : ExitStatus::done;
}

} // namespace

AddedCommand add_live(CLI::App &program) {
    auto *command = program.add_subcommand(
        "live", "Say what a camera, a film, a folder or a stream shows, while it shows it");
    auto arguments = std::make_shared<LiveArguments>();
    auto *list = command->add_flag("--list", arguments->list, "List the cameras, and end");
    auto *source = command->add_option("--source", arguments->source,
                                       "camera, camera:N, a camera's name or device, a film, a "
                                       "folder of pictures, rtsp:// or http://");
    source->option_text("S")->excludes(list);
    command->add_flag("--loop", arguments->loop, "Begin films and folders anew at their end");
    command->add_flag("--json", arguments->json, "One JSON object a classified frame");
    command->add_option("--seconds", arguments->seconds, "End after so long")
        ->option_text("N")
        ->check(CLI::Range(0.0, 1e9));
    command->add_option("--lang", arguments->language, "Language of labels and sentences")
        ->option_text("zh|en")
        ->check(CLI::IsMember({"zh", "en"}));
    add_compute_arguments(*command, arguments->compute, true);
    return {command, [arguments] {
                if (arguments->source.empty() && !arguments->list)
                    arguments->source = "camera";
                return live(*arguments);
            }};
}

} // namespace vitrine
