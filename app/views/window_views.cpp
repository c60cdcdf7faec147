#include "app/views/window_views.hpp"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QQuickItem>

#include <algorithm>
#include <utility>

namespace vitrine {
namespace {

constexpr int few = 12;    ///< pictures of a grid that is done
constexpr int many = 1500; ///< of one that runs for as long as one looks

} // namespace

QQuickItem *find_item(const WindowStage &stage, const QString &name) {
    QQuickItem *found = nullptr;
    std::vector<QQuickItem *> left{stage.window()->contentItem()};
    while (!left.empty()) {
        QQuickItem *next = left.back();
        left.pop_back();
        if (next->objectName() == name) {
            found = next;
            if (next->isVisible())
                return next;
        }
        for (QQuickItem *child : next->childItems())
            left.push_back(child);
    }
    return found;
}

WindowViews::WindowViews(WindowStage &stage, const QString &scratch,
                         std::shared_ptr<std::chrono::milliseconds> time, const QString &staff_code,
                         TrainScenery scenery)
    : stage_(stage), time_(std::move(time)), staff_code_(staff_code), scenery_(std::move(scenery)) {
    write_pictures(scratch);
    if (stage_.model().kiosk()->active()) {
        add_kiosk();
        add_kiosk_training();
    } else {
        add_answers();
        add_looks();
        add_files();
        add_camera();
        add_sheets();
        add_training();
    }
}

/// A home with pictures: plain colours that no model is asked to understand, and a broken one.
void WindowViews::write_pictures(const QString &scratch) {
    qputenv("HOME", QFile::encodeName(scratch));
    qunsetenv("XDG_CONFIG_HOME");
    folder_ = scratch + QStringLiteral("/Pictures");
    QDir().mkpath(folder_ + QStringLiteral("/2024"));
    QDir().mkpath(scratch + QStringLiteral("/Downloads"));
    for (int i = 0; i < few; ++i) {
        QImage image(320, 240, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(i * 360 / few, 160 + i * 8, 250 - i * 20));
        image.save(QStringLiteral("%1/%2.png").arg(folder_).arg(i + 1));
    }
    night_ = scratch + QStringLiteral("/night.png");
    QImage night(640, 480, QImage::Format_RGB32);
    night.fill(QColor(24, 24, 28));
    night.save(night_);
    broken_ = folder_ + QStringLiteral("/0.png");
    QFile broken(broken_);
    if (broken.open(QIODevice::WriteOnly))
        broken.write("\x89PNG\r\n\x1a\n");
}

QString WindowViews::write_many() const {
    const QString folder = QDir::cleanPath(folder_ + QStringLiteral("/../2023"));
    if (!QDir().mkdir(folder))
        return folder; // they were written before
    for (int i = 0; i < many; ++i)
        QFile::link(QStringLiteral("%1/%2.png").arg(folder_).arg(1 + i % few),
                    QStringLiteral("%1/%2.png").arg(folder).arg(i));
    return folder;
}

QStringList WindowViews::names() const {
    QStringList names;
    for (const View &view : views_)
        names.append(view.name);
    return names;
}

void WindowViews::enter(const QString &name) {
    forget();
    absent_ = false;
    next_ = 0;
    current_ = nullptr;
    for (const View &view : views_)
        if (view.name == name)
            current_ = &view;
}

bool WindowViews::advance() {
    if (current_ == nullptr)
        return false;
    while (!absent_ && next_ < current_->steps.size()) {
        const Step &step = current_->steps[next_];
        if (!step.when())
            return false;
        ++next_;
        if (step.act)
            step.act();
    }
    return true;
}

void WindowViews::forget() {
    KioskModel &kiosk = *stage_.model().kiosk();
    if (!kiosk.active()) {
        stage_.model().forget_visitor();
        return;
    }
    const Settings lengths;
    for (const int seconds : {lengths.idle_s, lengths.countdown_s}) {
        *time_ += std::chrono::seconds(seconds);
        kiosk.tick();
    }
}

bool WindowViews::shows(const QString &name) const {
    const QQuickItem *item = find_item(stage_, name);
    return item != nullptr && item->isVisible() && item->isEnabled();
}

/// The model is there, and the built-in pictures are drawn.
bool WindowViews::settled() const {
    if (stage_.model().readiness() != WindowModel::Ready)
        return false;
    const SampleModel &samples = *page().samples();
    if (samples.loading())
        return false;
    for (int row = 0; row < samples.rowCount(); ++row)
        if (samples.data(samples.index(row), SampleModel::ThumbnailRole).value<QImage>().isNull())
            return false;
    return true;
}

void WindowViews::add(const QString &name, std::initializer_list<Steps> parts) {
    View view{name, wait([this] { return settled(); })};
    for (const Steps &part : parts)
        view.steps.insert(view.steps.end(), part.begin(), part.end());
    views_.push_back(std::move(view));
}

WindowViews::Steps WindowViews::wait(std::function<bool()> when) { return {{std::move(when), {}}}; }

WindowViews::Steps WindowViews::act(std::function<void()> what) {
    return {{[] { return true; }, std::move(what)}};
}

WindowViews::Steps WindowViews::press(const QString &name) {
    return {{[this, name] { return shows(name); },
             [this, name] { QMetaObject::invokeMethod(find_item(stage_, name), "clicked"); }}};
}

/// A function of Main.qml that opens something.
WindowViews::Steps WindowViews::call(const char *function, const QString &then_visible) {
    return {{[] { return true; },
             [this, function] { QMetaObject::invokeMethod(stage_.window(), function); }},
            {[this, then_visible] { return shows(then_visible); }, {}}};
}

void WindowViews::try_next_sample() {
    ++surveyed_;
    if (surveyed_ < page().samples()->rowCount())
        page().openSample(surveyed_);
}

/// Asks once about each built-in picture, to know which has which verdict.
WindowViews::Steps WindowViews::survey() {
    return {{[this] {
                 if (surveyed_ < 0)
                     try_next_sample();
                 while (surveyed_ < page().samples()->rowCount()) {
                     if (page().state() == PicturePage::Working)
                         return false;
                     if (page().state() == PicturePage::Answered)
                         with_verdict_[static_cast<std::size_t>(page().certainty())] = surveyed_;
                     try_next_sample();
                 }
                 return true;
             },
             {}}};
}

void WindowViews::show_verdict(int certainty) {
    const int row = with_verdict_[static_cast<std::size_t>(certainty)];
    absent_ = row < 0;
    if (!absent_)
        page().openSample(row);
}

WindowViews::Steps WindowViews::answer(int certainty) {
    Steps steps = survey();
    steps.push_back({[] { return true; }, [this, certainty] { show_verdict(certainty); }});
    steps.push_back({[this] { return page().state() == PicturePage::Answered; }, {}});
    return steps;
}

void WindowViews::add_answers() {
    add("empty", {});
    add("sure", {answer(PicturePage::Sure)});
    add("probably", {answer(PicturePage::Probably)});
    add("not-sure", {answer(PicturePage::NotSure)});
    add("unknown", {answer(PicturePage::Unknown)});
    add("problem", {act([this] { stage_.model().open_paths({broken_}); }),
                    wait([this] { return page().state() == PicturePage::Problem; })});
    add("nothing-to-paste", {act([this] { page().paste(); }),
                             wait([this] { return page().state() == PicturePage::Problem; })});
    const Steps ask = act([this] { page().game()->set_on(true); });
    add("guess", {ask, answer(PicturePage::Sure), wait([this] { return shows("guess:0"); })});
    add("guess-answered", {ask, answer(PicturePage::Sure), press("guess:1"), press("mainAction"),
                           wait([this] { return shows("guessedRight") || shows("guessScore"); })});
}

void WindowViews::add_looks() {
    const auto look = [this](bool seen, bool heat) {
        return act([this, seen, heat] {
            page().set_seen_shown(seen);
            page().set_heat_shown(heat);
        });
    };
    add("model-view", {answer(PicturePage::Sure), look(true, false)});
    add("heat-map", {answer(PicturePage::Sure), look(false, true)});
    add("model-view-and-heat-map", {answer(PicturePage::NotSure), look(true, true)});
    Steps own;
    for (int i = 2; i <= 5; ++i) {
        const QString path = QStringLiteral("%1/%2.png").arg(folder_).arg(i);
        own.push_back({[] { return true; }, [this, path] { page().open_path(path); }});
        own.push_back({[this] { return page().state() == PicturePage::Answered; }, {}});
    }
    add("history", {own});
    add("saved", {answer(PicturePage::Sure), act([this] { page().set_save_folder(folder_); }),
                  press("saveButton"), wait([this] { return !page().saved().isEmpty(); }),
                  act([this] { page().set_save_folder({}); })});
}

void WindowViews::add_files() {
    PictureGrid &grid = *stage_.model().picture_grid();
    const Steps picker{
        {[] { return true; },
         [this] { QMetaObject::invokeMethod(find_item(stage_, "pictureChooser"), "open"); }},
        {[this] { return shows("file:1"); }, {}}};
    add("file-picker", {picker});
    add("file-picker-empty",
        {act([this] {
             stage_.model().file_picker()->set_last_folder(folder_ + QStringLiteral("/2024"));
             QMetaObject::invokeMethod(find_item(stage_, "pictureChooser"), "open");
         }),
         wait([this] { return shows("folderProblem"); })});
    add("file-picker-several", {picker, press("several"), press("file:1"), press("file:3")});
    add("grid-running", {act([this] { stage_.model().open_paths({write_many()}); }),
                         wait([&grid] { return grid.running() && grid.progress() > 0; })});
    const Steps done{{[] { return true; }, [this] { stage_.model().open_paths({folder_}); }},
                     {[&grid] { return !grid.running() && grid.progress() >= 1; }, {}},
                     {[this] { return shows("result:1"); }, {}}};
    add("grid", {done});
    add("grid-exported",
        {done, act([this, &grid] { grid.write_csv(folder_ + QStringLiteral("/../table.csv")); }),
         wait([&grid] { return !grid.export_text().isEmpty(); })});
    add("grid-filter", {done, press("gridFilter"), wait([this] { return shows("order:1"); })});
    add("grid-filtered", {done, act([&grid] { grid.set_certainty_filter(PictureGrid::Failed); }),
                          wait([this] { return shows("result:0"); })});
    add("picture-of-grid", {done, press("result:1"),
                            wait([this] { return page().state() == PicturePage::Answered; })});
}

WindowViews::Steps WindowViews::look_through(std::function<SourceName()> source) {
    return act([this, source = std::move(source)] {
        stage_.model().camera_page()->set_source(source());
        stage_.model().showPage(QStringLiteral("camera"));
    });
}

void WindowViews::add_camera() {
    CameraPage &camera = *stage_.model().camera_page();
    const Steps answered = wait([&camera] { return camera.answered(); });
    const auto with_verdict = [this](int certainty) {
        return look_through([this, certainty] {
            const int row = with_verdict_[static_cast<std::size_t>(certainty)];
            absent_ = row < 0;
            return SourceName{SourceName::Kind::pictures,
                              page().samples()->path(std::max(row, 0)).toStdString()};
        });
    };
    const Steps sample = with_verdict(PicturePage::Sure);
    add("camera", {survey(), sample, answered});
    add("camera-unsure", {survey(), with_verdict(PicturePage::NotSure), answered,
                          wait([this] { return shows("thingsToTry"); })});
    // As the lookout tells of it; no picture of a person comes with the program.
    add("camera-face",
        {survey(), sample, answered, act([&camera] { Q_EMIT camera.feed().face_changed(true); }),
         wait([this] { return shows("cameraNotice"); })});
    add("camera-saved",
        {survey(), sample, answered, act([this, &camera] { camera.set_save_folder(folder_); }),
         press("cameraSave"), wait([&camera] { return !camera.saved().isEmpty(); }),
         act([&camera] { camera.set_save_folder({}); })});
    const Steps rivals{
        {[] { return true; }, [this, &camera] { absent_ = !camera.race()->possible(); }},
        {[this] { return shows("raceButton"); }, {}}};
    add("camera-rivals", {survey(), sample, answered, rivals, press("raceButton"),
                          wait([this] { return shows("rival:0"); })});
    add("camera-race",
        {survey(), sample, answered, rivals, act([&camera] { camera.race()->start(0); }),
         wait([&camera] { return !camera.race()->summary().isEmpty(); })});
    add("camera-choose", {survey(), sample, answered, press("chooseCamera"),
                          wait([this] { return shows("closeSheet"); })});
    const auto plug_in = [&camera, count = 0]() mutable { // another one each time it is drawn
        Q_EMIT camera.feed().listed({});
        const std::string name = std::to_string(++count);
        Q_EMIT camera.feed().listed({{name, "C920", "/dev/video" + name}});
    };
    add("camera-offer",
        {survey(), sample, answered, act(plug_in), wait([this] { return shows("takeOffer"); })});
    add("camera-dark", {look_through([this] {
                            return SourceName{SourceName::Kind::pictures, night_.toStdString()};
                        }),
                        wait([&camera] { return camera.warned(); })});
    add("camera-lost", {look_through([] {
                            return SourceName{SourceName::Kind::camera, "/dev/no-camera"};
                        }),
                        wait([&camera] { return camera.state() == CameraPage::Lost; })});
}

void WindowViews::add_sheets() {
    add("models", {press("modelPill"), wait([this] { return shows("closeSheet"); })});
    add("no-model", {act([this] { stage_.model().openModel(QStringLiteral("m7")); }),
                     wait([this] { return stage_.model().readiness() == WindowModel::Stopped; })});
    add("status", {call("openStatus", "closeSheet")});
    add("more", {call("openMore", "closeSheet")});
    add("help", {call("openHelp", "closeSheet")});
    add("settings", {call("openSettings", "closeSheet")});
    add("settings-folder", {call("openSettings", "closeSheet"), press("pictureFolderChoose"),
                            wait([this] { return shows("useFolder"); })});
}

WindowViews::Steps WindowViews::visit() {
    return act([this] { stage_.model().kiosk()->begin(); });
}

void WindowViews::add_kiosk() {
    KioskModel &kiosk = *stage_.model().kiosk();
    add("attract", {wait([this] { return !stage_.model().attract_show()->headline().isEmpty(); })});
    add("kiosk-empty", {visit(), wait([this] { return shows("mainAction"); })});
    add("kiosk-sure", {visit(), answer(PicturePage::Sure)});
    add("kiosk-pictures", {visit(), press("mainAction"), wait([this] { return shows("file:0"); })});
    add("kiosk-more", {visit(), call("openMore", "closeSheet")});
    add("countdown", {visit(), act([this, &kiosk] {
                          *time_ += std::chrono::seconds(Settings{}.idle_s);
                          kiosk.tick();
                      }),
                      wait([this] { return shows("countdown"); })});
    const Steps pad{{[] { return true; }, [&kiosk] { Q_EMIT kiosk.code_asked(); }},
                    {[this] { return shows("code:1"); }, {}}};
    add("staff-code", {visit(), pad});
    add("staff-wrong", {visit(), pad, act([&kiosk] { kiosk.enterCode("1"); }),
                        wait([&kiosk] { return !kiosk.checking(); })});
    add("staff", {visit(), pad, act([this, &kiosk] { kiosk.enterCode(staff_code_); }),
                  wait([this] { return shows("staffLeave"); })});
    add("staff-locked", {visit(), pad, wait([&kiosk] { // the last: it is kept
                             if (!kiosk.checking() && !kiosk.locked())
                                 kiosk.enterCode("1");
                             return kiosk.locked();
                         })});
}

} // namespace vitrine
