// A camera whose frames say when they were made, on the real Camera page.
//
//   xvfb-run -a build/release/bin/live_bench [--model-ms N | --model NAME | --no-model]
//                                            [--frame 1280x720] [--window 1024x600] [--seconds N]
//
// --model-ms: the fake backend of the tests takes so long for each frame; --model: a real model, on
// the device that a window would take; --no-model: the preview alone. Prints as JSON where the
// frame's stamp lies on the screen and how much larger it is there, for bench/live_screen.py, which
// reads it back; then nothing, and after --seconds, or else at the end of its standard input, what
// it counted:
//   answer_age_ms      of each answer, from the light on
//   frame_work_ms      of each frame of the window, from animations advanced to handed over
//   captured, missed, not_shown, not_classified, answers     in `seconds`
//   processor_s        of the whole program, the drawing of the camera's own frames included
//   camera_processor_s of these, measured beside it
#include "app/frame_pacing.hpp"
#include "app/items/live/live_picture_item.hpp"
#include "app/window_stage.hpp"
#include "bench/window/frame_clock.hpp"
#include "core/images/fit_to_model.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/fakes/fake_camera.hpp"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <optional>
#include <unistd.h>

using namespace vitrine;

namespace {

constexpr int rate = 30;
/// Large enough to be read where the picture is shown smaller than it is.
constexpr int square = 8;
/// What is loaded and drawn for the first time is over by then.
constexpr int settled_ms = 3000;

void print(const QJsonObject &object) {
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

QSize size_of(const QString &text) {
    const QStringList sides = text.split(u'x');
    return {sides.value(0).toInt(), sides.value(1).toInt()};
}

double processor_s(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

const LivePictureItem *find_picture(const QQuickItem &from) {
    if (const auto *found = qobject_cast<const LivePictureItem *>(&from))
        return found;
    for (const QQuickItem *child : from.childItems())
        if (const auto *found = find_picture(*child))
            return found;
    return nullptr;
}

/// Counts the processor time that the camera itself takes, which a real one would not.
class TimedSource final : public FrameSource {
  public:
    TimedSource(std::unique_ptr<FrameSource> source, std::atomic<double> &spent_s)
        : source_(std::move(source)), spent_s_(spent_s) {}
    Result<SourceFacts> open() override { return source_->open(); }
    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        const double before = processor_s(CLOCK_THREAD_CPUTIME_ID);
        auto next = source_->next(frame, stop);
        spent_s_ = spent_s_ + processor_s(CLOCK_THREAD_CPUTIME_ID) - before;
        return next;
    }
    void close() noexcept override { source_->close(); }

  private:
    std::unique_ptr<FrameSource> source_;
    std::atomic<double> &spent_s_;
};

/// Where the stamp lies on the screen, once there is a picture. Squares of the usual size have
/// scale 1.
void tell_place(const QQuickWindow &window, const StampPlace &stamp, int frame_width) {
    const LivePictureItem *picture = find_picture(*window.contentItem());
    const QRectF place = picture->mapRectToScene(picture->place());
    const double scale = place.width() / frame_width;
    print({{"x", place.x() + window.x() + scale * stamp.x},
           {"y", place.y() + window.y() + scale * stamp.y},
           {"scale", scale * stamp.square / StampPlace{}.square}});
}

struct Sums {
    FeedCounts counts;
    double processor_s = 0;
    double camera_s = 0;
};

class Measurement {
  public:
    Measurement(WindowStage &stage, const std::atomic<double> &camera_s)
        : page_(*stage.model().camera_page()), clock_(*stage.window()), camera_s_(camera_s) {
        QObject::connect(&page_.feed(), &LiveFeed::read, &page_, [this](const FeedReading &read) {
            if (before_)
                ages_.append(read.age_ms);
        });
    }

    void begin() {
        static_cast<void>(clock_.take());
        before_ = sums();
        time_.start();
    }

    [[nodiscard]] QJsonObject figures() {
        const Sums now = sums();
        const Sums before = before_.value_or(Sums{});
        QJsonArray work;
        for (const FrameClock::Frame &frame : clock_.take())
            work.append(frame.work_ms);
        const auto grown = [](std::uint64_t from, std::uint64_t to) {
            return static_cast<qint64>(to - from);
        };
        return {{"seconds", static_cast<double>(time_.elapsed()) / 1000},
                {"answer_age_ms", ages_},
                {"answers", ages_.size()},
                {"frame_work_ms", work},
                {"captured", grown(before.counts.captured, now.counts.captured)},
                {"missed", grown(before.counts.dropped_before, now.counts.dropped_before)},
                {"not_shown", grown(before.counts.not_shown, now.counts.not_shown)},
                {"not_classified", grown(before.counts.not_classified, now.counts.not_classified)},
                {"processor_s", now.processor_s - before.processor_s},
                {"camera_processor_s", now.camera_s - before.camera_s}};
    }

  private:
    [[nodiscard]] Sums sums() const {
        return {page_.feed().counts(), processor_s(CLOCK_PROCESS_CPUTIME_ID), camera_s_};
    }

    CameraPage &page_;
    FrameClock clock_;
    const std::atomic<double> &camera_s_;
    std::optional<Sums> before_;
    QElapsedTimer time_;
    QJsonArray ages_;
};

} // namespace

int main(int argc, char *argv[]) {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    const QGuiApplication application(argc, argv);
    QCommandLineParser options;
    options.addOptions({{"model-ms", "", "N", "5"},
                        {"model", "", "NAME"},
                        {"no-model", ""},
                        {"frame", "", "SIZE", "1280x720"},
                        {"window", "", "SIZE", "1024x600"},
                        {"seconds", "", "N", "0"}});
    options.process(application);
    const QSize frame = size_of(options.value("frame")), window = size_of(options.value("window"));
    const bool real = options.isSet("model");
    const QTemporaryDir folder;
    if (!real) {
        qputenv("VITRINE_FAKE_SLOW_MS", options.value("model-ms").toUtf8());
        qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
        qputenv("VITRINE_MODELS", folder.path().toUtf8());
        if (!write_model(folder.filePath("colours.safetensors").toStdString(),
                         tiny_model("colours", 0.01)))
            return 1;
    }
    prepare_application();
    pace_frames();
    // Within what the model gets, all of which is seen, and off the line round that.
    const int side = std::min(frame.width(), frame.height());
    FakeCamera::Scene scene;
    scene.width = frame.width();
    scene.height = frame.height();
    scene.frames_per_second = rate;
    scene.stamp = {(frame.width() - side) / 2 + side / 8, (frame.height() - side) / 2 + side / 8,
                   square};
    FakeCamera camera;
    camera.set(scene);
    std::atomic<double> camera_s = 0;
    WindowWishes wishes;
    wishes.language = QStringLiteral("en");
    wishes.model = real                        ? options.value("model")
                   : options.isSet("no-model") ? QStringLiteral("none")
                                               : QStringLiteral("colours");
    wishes.cameras =
        CameraAccess{[](bool) { return std::vector<CameraChoice>{}; },
                     [&](const SourceName &) -> Result<std::unique_ptr<FrameSource>> {
                         auto source = camera.maker()();
                         if (!source)
                             return source;
                         return std::unique_ptr<FrameSource>(
                             std::make_unique<TimedSource>(*std::move(source), camera_s));
                     },
                     real ? CameraAccess::of_machine().faces : FaceFinderMaker{}};
    ComputeOptions compute;
    compute.backend = real ? "auto" : "fake";
    WindowStage stage(library_provider(compute), wishes, folder.filePath("settings.json"));
    stage.window()->setGeometry(0, 0, window.width(), window.height());
    stage.show(false);
    CameraPage &page = *stage.model().camera_page();
    stage.model().showPage(QStringLiteral("camera"));
    page.set_mirrored(false);
    Measurement measurement(stage, camera_s);
    // Before the window goes, and its camera with it.
    const auto end = [&] {
        print(measurement.figures());
        QGuiApplication::exit(0);
    };
    const auto settle = [&] {
        QTimer::singleShot(settled_ms, &page, [&] {
            tell_place(*stage.window(), scene.stamp, frame.width());
            measurement.begin();
            if (const double seconds = options.value("seconds").toDouble(); seconds > 0)
                QTimer::singleShot(static_cast<int>(1000 * seconds), &page, end);
        });
    };
    if (options.isSet("no-model"))
        QObject::connect(&page.feed(), &LiveFeed::framed, &page, settle, Qt::SingleShotConnection);
    else
        QObject::connect(&page.feed(), &LiveFeed::read, &page, settle, Qt::SingleShotConnection);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    input.setEnabled(options.value("seconds").toDouble() <= 0);
    QObject::connect(&input, &QSocketNotifier::activated, &page, end);
    return QGuiApplication::exec();
}
