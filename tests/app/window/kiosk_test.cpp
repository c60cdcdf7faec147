// Kiosk mode as visitors and staff use it: the real pages, touched, with a clock that the test
// turns.
#include "app/supervision/watched_application.hpp"
#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/app/window/find_item.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QClipboard>
#include <QDir>
#include <QDirIterator>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

constexpr int patience_ms = 20'000;
constexpr StaffCode::Cost quick{1, 8192};
std::vector<Stall> stalls;

QString text_of(const QQuickItem *item) { return item->property("text").toString(); }

/// Everything that a page's view model shows, by name.
QVariantMap shown_by(const QObject &model) {
    QVariantMap values;
    for (int index = 0; index < model.metaObject()->propertyCount(); ++index) {
        const QMetaProperty property = model.metaObject()->property(index);
        const QVariant value = property.read(&model);
        values[property.name()] = value.metaType() == QMetaType::fromType<QImage>()
                                      ? QVariant(value.value<QImage>().isNull())
                                      : value;
    }
    return values;
}

int count_in(const char *folder) {
    return static_cast<int>(QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size());
}

/// A line of /proc/self/status, in KiB.
int resident_kib() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').constFirst().toInt();
    return 0;
}

} // namespace

class KioskTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void it_begins_with_pictures_and_their_answers();
    void a_tap_begins_and_touches_nothing_else();
    void idle_asks_and_then_forgets();
    void a_touch_in_the_countdown_goes_on();
    void after_a_visit_nothing_of_it_is_left();
    void keys_drops_menus_and_closing_do_nothing();
    void a_finger_in_the_corner_and_the_code_let_staff_out();
    void a_finger_that_leaves_the_corner_does_not();
    void a_wrong_code_locks_also_after_a_restart();
    void staff_who_walk_away_are_locked_out();
    void ten_fingers_at_once_do_no_harm();
    void random_input_never_leaves_the_window();
    void many_visits_leave_no_trace_in_the_process();

  private:
    void open();
    [[nodiscard]] QQuickItem *item(const QString &name) const;
    [[nodiscard]] QPoint middle_of(const QString &name);
    void touch(const QString &name) { tap(middle_of(name)); }
    void tap(QPoint at);
    void begin();
    void wait_out(std::chrono::milliseconds time);
    void enter(const QString &code);
    void hold_corner();
    [[nodiscard]] KioskModel &kiosk() { return *stage_->model().kiosk(); }
    [[nodiscard]] PicturePage &page() { return *stage_->model().picture_page(); }
    [[nodiscard]] QByteArray files() const;

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<WindowStage> stage_;
    std::chrono::milliseconds now_{1'000'000};
    QPointingDevice *finger_ = nullptr;
};

void KioskTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    finger_ = QTest::createTouchDevice();
    qputenv("VITRINE_BACKENDS", QFileInfo(VITRINE_FAKE_PLUGIN).absolutePath().toUtf8());
}

void KioskTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    qputenv("VITRINE_MODELS", folder_->path().toUtf8());
    for (const char *name : {"photo", "other"})
        QVERIFY(write_model(folder_->filePath(QString(name) + ".safetensors").toStdString(),
                            tiny_model(name, 0.01))
                    .ok());
    QVERIFY(QDir(folder_->path()).mkdir("pictures"));
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(folder_->filePath("pictures/1-red.png")));
    image.fill(Qt::blue);
    QVERIFY(image.save(folder_->filePath("pictures/2-blue.png")));
    const auto config = folder_->filePath("config").toStdString();
    const auto state = folder_->filePath("state").toStdString();
    QVERIFY(StaffCode::set(staff_code_files(config, state), "4711", quick).ok());
    open();
}

void KioskTest::cleanup() {
    stage_.reset();
    // Our own processor time, so that a machine that is busy with others fails nothing.
    for (const Stall &stall : stalls)
        QVERIFY2(stall.computed < StallWatch::budget, stall.what.c_str());
}

void KioskTest::open() {
    stage_.reset();
    ComputeOptions options;
    options.backend = "fake";
    WindowWishes wishes{"en", {}, folder_->filePath("pictures"), {}};
    wishes.kiosk.active = true;
    wishes.kiosk.clock = [this] { return now_; };
    wishes.kiosk.hold = 50ms;
    wishes.kiosk.config = folder_->filePath("config").toStdString();
    wishes.kiosk.state = folder_->filePath("state").toStdString();
    stage_ = std::make_unique<WindowStage>(library_provider(options), wishes,
                                           folder_->filePath("config/settings.json"));
    QVERIFY(stage_->window() != nullptr);
    stage_->model().set_reduce_motion(true);
    stage_->window()->resize(1280, 800);
    stage_->show(false); // offscreen's screen is small; showFullScreen() is tested by itself
    QVERIFY(QTest::qWaitForWindowExposed(stage_->window()));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    stalls.clear(); // from now on somebody may touch it
}

QQuickItem *KioskTest::item(const QString &name) const {
    return find_item(*stage_->window(), name);
}

QPoint KioskTest::middle_of(const QString &name) {
    if (!QTest::qWaitFor([&] { return item(name) != nullptr && item(name)->isVisible(); },
                         patience_ms))
        qWarning("%s is not there", qPrintable(name));
    (void)stage_->window()->grabWindow(); // draws, so that everything is in its place
    QQuickItem *target = item(name);
    return target == nullptr
               ? QPoint()
               : target->mapToScene({target->width() / 2, target->height() / 2}).toPoint();
}

void KioskTest::tap(QPoint at) {
    QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
    QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
}

void KioskTest::begin() {
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    tap({400, 300});
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QTRY_VERIFY(!item("attractInvitation") || !item("attractInvitation")->isVisible());
}

void KioskTest::wait_out(std::chrono::milliseconds time) {
    now_ += time;
    kiosk().tick();
}

void KioskTest::hold_corner() {
    const QSignalSpy asked(&kiosk(), &KioskModel::code_asked);
    const QPoint corner(stage_->window()->width() - 20, 20);
    QTest::touchEvent(stage_->window(), finger_).press(0, corner, stage_->window());
    QTRY_COMPARE(asked.count(), 1);
    QTest::touchEvent(stage_->window(), finger_).release(0, corner, stage_->window());
}

void KioskTest::enter(const QString &code) {
    for (const QChar digit : code)
        touch(QStringLiteral("code:") + digit);
    touch("codeEnter");
    QTRY_VERIFY_WITH_TIMEOUT(!kiosk().checking(), patience_ms);
}

/// Every file's name and content, but the counts and what was there from the start.
QByteArray KioskTest::files() const {
    QStringList paths;
    QDirIterator all(folder_->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext())
        paths.append(all.next());
    paths.sort();
    QByteArray content;
    for (const QString &path : paths) {
        QFile file(path);
        if (path.endsWith("counts.json") || !file.open(QIODevice::ReadOnly))
            continue;
        content += path.toUtf8() + '\n' + file.readAll();
    }
    return content;
}

void KioskTest::it_begins_with_pictures_and_their_answers() {
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("attractHeadline")), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("attractInvitation")->isVisible());
    QCOMPARE(text_of(item("attractInvitation")), QStringLiteral("Tap to try"));
    QCOMPARE(page().state(), PicturePage::Empty); // the show is nobody's visit
}

void KioskTest::a_tap_begins_and_touches_nothing_else() {
    // Where the main action will be.
    const QQuickItem *action = item("mainAction");
    const QPoint at = action->mapToScene({action->width() / 2, action->height() / 2}).toPoint();
    tap(at);
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QVERIFY(!stage_->model().attract_show()->picture().value<QImage>().width());
    QCOMPARE(page().state(), PicturePage::Empty);
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void KioskTest::idle_asks_and_then_forgets() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(59'999ms);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1ms);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 10 s"));
    wait_out(3s);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 7 s"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(7s);
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QCOMPARE(page().state(), PicturePage::Empty);
}

void KioskTest::a_touch_in_the_countdown_goes_on() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(65s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    tap(middle_of("languageSwitch")); // what lies under the question is not touched
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(59s);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
}

void KioskTest::after_a_visit_nothing_of_it_is_left() {
    const QVariantMap before = shown_by(page());
    const QByteArray files_before = files();
    begin();
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    touch("languageSwitch");
    touch("themeSwitch");
    stage_->model().openModel("other");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    touch("modelPill");
    QTRY_VERIFY(item("model:other") != nullptr);
    QVERIFY(shown_by(page()) != before);
    wait_out(60s);
    wait_out(10s);
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QVERIFY(stage_->model().dark_theme());
    QCOMPARE(stage_->model().models()->current(), QStringLiteral("photo"));
    const QVariantMap after = shown_by(page());
    for (auto value = before.begin(); value != before.end(); ++value)
        QVERIFY2(after[value.key()] == value.value(), qPrintable(value.key()));
    QVERIFY(item("headline") == nullptr || !item("headline")->isVisible());
    QTRY_VERIFY(item("model:other") == nullptr || !item("model:other")->isVisible());
    QCOMPARE(files(), files_before);
}

void KioskTest::keys_drops_menus_and_closing_do_nothing() {
    begin();
    QImage image(20, 10, QImage::Format_ARGB32);
    image.fill(Qt::blue);
    QGuiApplication::clipboard()->setImage(image);
    for (const auto &[key, modifiers] :
         std::vector<std::pair<Qt::Key, Qt::KeyboardModifiers>>{{Qt::Key_Escape, Qt::NoModifier},
                                                                {Qt::Key_F4, Qt::AltModifier},
                                                                {Qt::Key_V, Qt::ControlModifier},
                                                                {Qt::Key_O, Qt::ControlModifier},
                                                                {Qt::Key_Q, Qt::ControlModifier},
                                                                {Qt::Key_F11, Qt::NoModifier},
                                                                {Qt::Key_Tab, Qt::NoModifier},
                                                                {Qt::Key_Return, Qt::NoModifier}})
        QTest::keyClick(stage_->window(), key, modifiers);
    QTest::mouseClick(stage_->window(), Qt::RightButton, {}, middle_of("sample:0"));
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(folder_->filePath("pictures/1-red.png"))});
    QDragEnterEvent enter({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &enter);
    QVERIFY(!enter.isAccepted());
    QDropEvent drop({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &drop);
    stage_->window()->close();
    QCoreApplication::processEvents();
    QVERIFY(stage_->window()->isVisible());
    QCOMPARE(page().state(), PicturePage::Empty);
    QCOMPARE(QGuiApplication::overrideCursor()->shape(), Qt::BlankCursor);
    stage_->window()->showNormal();
    stage_->show(true);
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
    stage_->window()->showMinimized(); // whatever took the full screen away
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
}

void KioskTest::a_finger_in_the_corner_and_the_code_let_staff_out() {
    begin();
    QSignalSpy quit(QCoreApplication::instance(), &QCoreApplication::aboutToQuit);
    kiosk().leave();
    hold_corner();
    touch("code:1");
    QTRY_COMPARE(text_of(item("codeDots")), QStringLiteral("●"));
    touch("codeDelete");
    enter("4711");
    QTRY_VERIFY(kiosk().unlocked());
    QTRY_VERIFY(item("staffLeave") != nullptr && item("staffLeave")->isVisible());
    QVERIFY(text_of(item("counts")).startsWith(QStringLiteral("Today: 1 visits")));
    touch("staffSettings");
    QTRY_VERIFY(item("textScaleMore") != nullptr && item("textScaleMore")->isVisible());
    touch("textScaleMore");
    QTRY_COMPARE(stage_->model().text_scale(), 1.25);
}

void KioskTest::a_finger_that_leaves_the_corner_does_not() {
    begin();
    const QSignalSpy asked(&kiosk(), &KioskModel::code_asked);
    const QPoint corner(stage_->window()->width() - 20, 20);
    QTest::touchEvent(stage_->window(), finger_).press(0, corner, stage_->window());
    QVERIFY(kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .move(0, corner + QPoint(-300, 100), stage_->window());
    QVERIFY(!kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, corner + QPoint(-300, 100), stage_->window());
    // A second finger is no staff's: they know that it takes one.
    QTest::touchEvent(stage_->window(), finger_)
        .press(0, corner, stage_->window())
        .press(1, {300, 300}, stage_->window());
    QVERIFY(!kiosk().corner_held());
    QTest::touchEvent(stage_->window(), finger_)
        .release(0, corner, stage_->window())
        .release(1, {300, 300}, stage_->window());
    QCOMPARE(asked.count(), 0);
}

void KioskTest::a_wrong_code_locks_also_after_a_restart() {
    begin();
    hold_corner();
    for (int count = 0; count < 3; ++count)
        enter("0000");
    QVERIFY(kiosk().locked());
    QTRY_VERIFY(text_of(item("codeMessage")).contains(QStringLiteral("Please wait 30 s")));
    open();
    begin();
    hold_corner();
    QVERIFY(kiosk().locked());
    QVERIFY(text_of(item("codeMessage")).startsWith(QStringLiteral("Too many wrong codes")));
    QTRY_VERIFY(item("code:4") != nullptr && !item("code:4")->isEnabled());
    kiosk().enterCode("4711");
    QTRY_VERIFY_WITH_TIMEOUT(!kiosk().checking(), patience_ms);
    QVERIFY(!kiosk().unlocked());
}

void KioskTest::staff_who_walk_away_are_locked_out() {
    begin();
    hold_corner();
    enter("4711");
    QTRY_VERIFY(kiosk().unlocked());
    wait_out(60s);
    wait_out(10s);
    QVERIFY(!kiosk().unlocked());
    QTRY_VERIFY(!item("staffLeave") || !item("staffLeave")->isVisible());
}

void KioskTest::ten_fingers_at_once_do_no_harm() {
    begin();
    QTest::QTouchEventSequence down = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        down.press(id, {100 + 110 * id, 150 + 50 * (id % 5)}, stage_->window());
    down.commit();
    for (int step = 0; step < 10; ++step) {
        QTest::QTouchEventSequence moved = QTest::touchEvent(stage_->window(), finger_, false);
        for (int id = 0; id < 10; ++id)
            moved.move(id, {100 + 110 * id + 5 * step, 150 + 50 * (id % 5) + 20 * step},
                       stage_->window());
        moved.commit();
    }
    QTest::QTouchEventSequence up = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        up.release(id, {145 + 110 * id, 330 + 50 * (id % 5)}, stage_->window());
    up.commit();
    QVERIFY(stage_->window()->isVisible());
    wait_out(60s);
    wait_out(10s);
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Red"), patience_ms);
}

void KioskTest::random_input_never_leaves_the_window() {
    // 150 ms apart, so 2,000 are five minutes at a stand; VITRINE_MONKEY_EVENTS sets another
    // number.
    const int events = qEnvironmentVariableIntValue("VITRINE_MONKEY_EVENTS") > 0
                           ? qEnvironmentVariableIntValue("VITRINE_MONKEY_EVENTS")
                           : 200;
    const Qt::Key keys[] = {
        Qt::Key_A,    Qt::Key_O,     Qt::Key_P,     Qt::Key_Q,      Qt::Key_V,     Qt::Key_W,
        Qt::Key_Tab,  Qt::Key_Space, Qt::Key_F1,    Qt::Key_F4,     Qt::Key_F11,   Qt::Key_Return,
        Qt::Key_Menu, Qt::Key_Up,    Qt::Key_Right, Qt::Key_Escape, Qt::Key_Print, Qt::Key_Back};
    QRandomGenerator random(20260504);
    const auto somewhere = [&] {
        return QPoint(random.bounded(stage_->window()->width()),
                      random.bounded(stage_->window()->height()));
    };
    for (int event = 0; event < events; ++event) {
        const int kind = random.bounded(10);
        if (kind < 5) {
            tap(somewhere());
        } else if (kind < 7) {
            QPoint at = somewhere();
            QTest::touchEvent(stage_->window(), finger_).press(0, at, stage_->window());
            for (int step = 0; step < 5; ++step) {
                at += QPoint(random.bounded(121) - 60, random.bounded(121) - 60);
                QTest::touchEvent(stage_->window(), finger_).move(0, at, stage_->window());
            }
            QTest::touchEvent(stage_->window(), finger_).release(0, at, stage_->window());
        } else if (kind < 9) {
            QTest::keyClick(stage_->window(),
                            keys[random.bounded(static_cast<int>(std::size(keys)))],
                            Qt::KeyboardModifiers(random.bounded(16) << 25));
        } else {
            now_ += std::chrono::seconds(random.bounded(70));
        }
        now_ += 150ms;
        kiosk().tick();
        QCoreApplication::processEvents();
        QVERIFY(stage_->window()->isVisible());
        for (const QWindow *window : QGuiApplication::topLevelWindows())
            QVERIFY(window == stage_->window() || !window->isVisible());
        for (const QObject *object : stage_->window()->findChildren<QObject *>())
            QVERIFY(!object->inherits("QQuickFileDialog"));
        QVERIFY(!kiosk().unlocked());
    }
    wait_out(60s);
    wait_out(10s);
    begin();
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void KioskTest::many_visits_leave_no_trace_in_the_process() {
    // VITRINE_VISITS sets another number: 3,000 are a day and night of visitors.
    const int visits = qEnvironmentVariableIntValue("VITRINE_VISITS") > 0
                           ? qEnvironmentVariableIntValue("VITRINE_VISITS")
                           : 30;
    const auto visit = [this](int number) {
        tap({400, 300});
        QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
        page().openSample(number % 2);
        QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
        stage_->model().switchLanguage();
        stage_->model().switchTheme();
        wait_out(60s);
        wait_out(10s);
        QCOMPARE(kiosk().phase(), KioskModel::Attract);
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    const int warm_up = std::min(visits / 3, 300); // caches fill
    for (int number = 0; number < warm_up; ++number)
        visit(number);
    const int descriptors = count_in("/proc/self/fd");
    const int threads = count_in("/proc/self/task");
    const int memory = resident_kib();
    for (int number = warm_up; number < visits; ++number)
        visit(number);
    qInfo("%d visits: descriptors %d -> %d, threads %d -> %d, resident %d -> %d KiB", visits,
          descriptors, count_in("/proc/self/fd"), threads, count_in("/proc/self/task"), memory,
          resident_kib());
    QVERIFY(count_in("/proc/self/fd") <= descriptors + 1); // the counts may be being written
    QVERIFY(count_in("/proc/self/task") <= threads + 1);
    QVERIFY(resident_kib() < memory + 16 * 1024);
}

int main(int argc, char **argv) {
    const WatchedApplication application(argc, argv,
                                         [](const Stall &stall) { stalls.push_back(stall); });
    KioskTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "kiosk_test.moc"
