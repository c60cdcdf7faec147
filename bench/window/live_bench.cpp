// A camera whose frames say when they were made, on the real Camera page, for bench/live_screen.py,
// which reads them back from the screen.
//
//   xvfb-run -a build/release/bin/live_bench MODEL_MS
//
// The fake backend of the tests takes MODEL_MS for each frame. Prints where the frame's corner lies
// on the screen and how much larger it is there, as JSON, and after that nothing: once its standard
// input ends, the age of the answers in milliseconds, and it ends.
#include "app/items/live/live_picture_item.hpp"
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/tiny_model.hpp"
#include "tests/fakes/fake_camera.hpp"

#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTemporaryDir>

#include <cstdio>
#include <unistd.h>

using namespace vitrine;

namespace {

// All of it is what the model gets, so that the line round that covers none of the stamp.
constexpr int frame_width = 480, frame_height = 480;
constexpr int window_width = 1280, window_height = 800;

void print(const QJsonObject &object) {
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

const LivePictureItem *find_picture(const QQuickItem &from) {
    if (const auto *found = qobject_cast<const LivePictureItem *>(&from))
        return found;
    for (const QQuickItem *child : from.childItems())
        if (const auto *found = find_picture(*child))
            return found;
    return nullptr;
}

/// Where the frame lies in the window, once it does.
void tell_place(const QQuickWindow &window) {
    const LivePictureItem *picture = find_picture(*window.contentItem());
    const QRectF place = picture->mapRectToScene(picture->place());
    print({{"x", place.x() + window.x()},
           {"y", place.y() + window.y()},
           {"scale", place.width() / frame_width}});
}

} // namespace

int main(int argc, char *argv[]) {
    if (argc != 2) {
        std::fputs("live_bench MODEL_MS\n", stderr);
        return 2;
    }
    qputenv("VITRINE_FAKE_SLOW_MS", argv[1]);
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    const QGuiApplication application(argc, argv);
    prepare_application();
    const QTemporaryDir folder;
    qputenv("VITRINE_MODELS", folder.path().toUtf8());
    if (!write_model(folder.filePath("colours.safetensors").toStdString(),
                     tiny_model("colours", 0.01)))
        return 1;
    FakeCamera camera;
    camera.set_size(frame_width, frame_height);
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{QStringLiteral("en"), QStringLiteral("colours"), {}, {}};
    wishes.cameras = CameraAccess{[] { return std::vector<CameraChoice>{}; },
                                  [&camera](const SourceName &) { return camera.maker()(); }};
    WindowStage stage(library_provider(options), wishes, folder.filePath("settings.json"));
    stage.window()->setGeometry(0, 0, window_width, window_height);
    stage.show(false);
    CameraPage &page = *stage.model().camera_page();
    stage.model().showPage(QStringLiteral("camera"));
    page.set_mirrored(false);
    QJsonArray ages;
    QObject::connect(&page.feed(), &LiveFeed::read, &page, [&](const FeedReading &read) {
        if (ages.isEmpty())
            tell_place(*stage.window());
        ages.append(read.age_ms);
    });
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, &QGuiApplication::quit);
    const int status = QGuiApplication::exec();
    print({{"answer_age_ms", ages}});
    return status;
}
