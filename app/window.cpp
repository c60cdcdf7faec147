#include "app/window.hpp"

#include "app/commands/exit_status.hpp"
#include "app/display.hpp"
#include "app/frame_pacing.hpp"
#include "app/kiosk/set_staff_code.hpp"
#include "app/settings/places.hpp"
#include "app/supervision/instance_lock.hpp"
#include "app/supervision/service_notifier.hpp"
#include "app/supervision/termination.hpp"
#include "app/supervision/watched_application.hpp"
#include "app/views/screenshots.hpp"
#include "app/window_arguments.hpp"
#include "app/window_stage.hpp"
#include "core/support/log.hpp"

#include <QDir>
#include <QGuiApplication>
#include <QScreen>
#include <QTemporaryDir>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

namespace vitrine {
namespace {

const char screenshots_code[] = "0000"; // of a stand that exists for as long as it is drawn

void say_no_display(const char *why) {
    std::fprintf(stderr,
                 "There is no display here (%s), so there can be no window.\n"
                 "Use \"vitrine classify PICTURE...\", or \"vitrine --help\" for more.\n",
                 why);
}

/// Where a display answers and then turns Qt away (no permission, no plugin for it), Qt means to
/// abort the program.
void end_without_display(QtMsgType type, const QMessageLogContext &, const QString &text) {
    if (type == QtFatalMsg) {
        say_no_display("the one that is named cannot be used");
        std::_Exit(static_cast<int>(ExitStatus::wrong_input));
    }
    log::info("window", "{}", text.toStdString());
}

void draw_without_display() {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

/// Says in the log when the first frame and the first answer are on the screen; bench/startup.py
/// reads these lines.
void log_milestones(WindowStage &stage) {
    QQuickWindow *window = stage.window();
    const auto shown = [window](const char *what) {
        QObject::connect(
            window, &QQuickWindow::frameSwapped, window,
            [what] { log::info("window", "{} shown", what); }, Qt::SingleShotConnection);
    };
    shown("first frame");
    const PicturePage *page = stage.model().picture_page();
    auto *once = new QObject(window);
    QObject::connect(page, &PicturePage::state_changed, once, [page, shown, once] {
        if (page->state() == PicturePage::Answered) {
            shown("first answer");
            once->deleteLater();
        }
    });
}

/// The settings' choices, where the command line makes none.
ProviderMaker provider_maker(const ComputeOptions &asked) {
    return [asked](const Settings &settings) {
        ComputeOptions options = asked;
        if (options.backend == ComputeOptions{}.backend)
            options.backend = settings.backend;
        if (options.threads == 0)
            options.threads = settings.threads;
        return library_provider(options, settings.model_folder);
    };
}

QStringList to_list(const std::vector<std::string> &texts) {
    QStringList list;
    for (const std::string &text : texts)
        list.append(QString::fromStdString(text));
    return list;
}

int show_window(QGuiApplication &application, const WindowArguments &arguments) {
    const WindowFonts fonts = prepare_application();
    const bool screenshots = !arguments.screenshots.empty();
    QTemporaryDir nowhere; // screenshots neither know nor change what a person has chosen
    WindowWishes wishes{QString::fromStdString(arguments.language),
                        QString::fromStdString(arguments.model),
                        QString::fromStdString(arguments.picture_folder)};
    if (!fonts.chinese && arguments.language.empty())
        wishes.language = QStringLiteral("en"); // what the settings say could not be read
    wishes.kiosk.active = arguments.kiosk;
    wishes.page = QString::fromStdString(arguments.page);
    wishes.source = arguments.source;
    wishes.compute = arguments.compute;
    const auto kiosk_time = std::make_shared<std::chrono::milliseconds>(0);
    if (screenshots) {
        wishes.kiosk.clock = [kiosk_time] { return *kiosk_time; };
        // What was trained here before is nobody else's business.
        TrainingPlace place = TrainingPlace::of_user();
        const std::filesystem::path scratch = nowhere.path().toStdString();
        place.runs = place.visits = scratch / "runs";
        place.models = scratch / "models";
        place.times = scratch / "times.json";
        wishes.training = place;
        wishes.kiosk.config = wishes.kiosk.state = nowhere.path().toStdString();
        (void)StaffCode::set(staff_code_files(wishes.kiosk.config, wishes.kiosk.state),
                             screenshots_code);
    }
    WindowStage stage(provider_maker(arguments.compute), wishes,
                      screenshots ? nowhere.filePath("settings.json") : QString());
    if (stage.window() == nullptr) {
        std::fputs("The window's pages could not be loaded; please build the program again.\n",
                   stderr);
        return static_cast<int>(ExitStatus::computing_failed);
    }
    log::info("window", "begins in \"{}\"", stage.model().language().toStdString());
    std::optional<Screenshots> photographer;
    if (screenshots)
        photographer.emplace(stage, QString::fromStdString(arguments.screenshots),
                             to_list(arguments.screenshot_views), nowhere.path(), kiosk_time,
                             screenshots_code,
                             TrainScenery(share_folder() / "recorded-runs", wishes.training->runs));
    ServiceNotifier service;
    QObject::connect(stage.window(), &QQuickWindow::frameSwapped, &service, &ServiceNotifier::ready,
                     Qt::SingleShotConnection);
    log_milestones(stage);
    // Where nothing is seen, the screen's size is made up.
    if (!screenshots && QGuiApplication::platformName() != QLatin1String("offscreen"))
        stage.fit_into(stage.window()->screen()->availableGeometry());
    stage.show(arguments.kiosk && !screenshots);
    if (wishes.kiosk.active && !stage.model().kiosk()->code_set())
        std::fputs("No staff code is set, so nobody can leave kiosk mode at the window. Set one "
                   "with \"vitrine --set-staff-code\".\n",
                   stderr);
    if (!arguments.pictures.empty()) {
        QStringList paths;
        for (const std::string &picture : arguments.pictures)
            paths.append(QDir::current().absoluteFilePath(QString::fromStdString(picture)));
        stage.model().open_paths(paths);
    }
    std::optional<Termination> termination;
    if (arguments.kiosk) // which keeps counts until a visit has ended
        termination.emplace();
    return application.exec();
}

/// One window a user. Where the lock cannot be made at all, a window is better than none.
ExitStatus take_window_lock(std::optional<InstanceLock> &lock) {
    auto taken = InstanceLock::take(runtime_folder() / "vitrine-window.lock");
    if (taken) {
        lock.emplace(std::move(*taken));
    } else if (taken.error().code == "already_running") {
        return fail(taken.error());
    } else {
        log::warning("supervision", "{}", english_message(taken.error()));
    }
    return ExitStatus::done;
}

} // namespace

int run_window(int argc, char **argv) {
    const auto parsed = parse_window_arguments(argc, argv);
    if (const int *status = std::get_if<int>(&parsed))
        return *status;
    const auto &arguments = std::get<WindowArguments>(parsed);
    if (arguments.set_staff_code)
        return static_cast<int>(set_staff_code(staff_code_files(config_folder(), state_folder()))
                                    ? ExitStatus::done
                                    : ExitStatus::wrong_input);
    if (!arguments.screenshots.empty())
        draw_without_display();
    if (!has_display()) {
        say_no_display("neither DISPLAY nor WAYLAND_DISPLAY names one that answers");
        return static_cast<int>(ExitStatus::wrong_input);
    }
    std::optional<InstanceLock> lock;
    if (arguments.screenshots.empty())
        if (const auto taken = take_window_lock(lock); taken != ExitStatus::done)
            return static_cast<int>(taken);
    // OpenGL without a graphics processor paints the whole window for every frame; Qt's own painter
    // only what has changed.
    if (!has_graphics_processor() && qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND"))
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    pace_frames();
    const QtMessageHandler before = qInstallMessageHandler(end_without_display);
    std::unique_ptr<QGuiApplication> application;
    if (arguments.screenshots.empty())
        application = std::make_unique<WatchedApplication>(argc, argv);
    else // nobody waits while a picture of the window is drawn and written
        application = std::make_unique<QGuiApplication>(argc, argv);
    qInstallMessageHandler(before);
    std::setlocale(LC_NUMERIC, "C"); // Qt has set the country's: 0,5 for 0.5
    return show_window(*application, arguments);
}

} // namespace vitrine
