// The window without a finger or a mouse.
#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <set>

using namespace vitrine;

namespace {

constexpr int more_than_there_are = 120;
constexpr int ring = 6; // px that a sign of focus may stand out

} // namespace

class SceneKeyboardTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void tab_reaches_every_control_in_reading_order_data();
    void tab_reaches_every_control_in_reading_order();
    void what_has_the_focus_is_seen_to_have_it();
    void enter_and_space_press();
    void arrows_move_in_a_grid_and_enter_takes();
    void shortcuts_open_and_escape_closes();
    void full_screen_and_back();
    void a_pasted_list_of_files_is_shown_whole();
    void text_size_and_motion_are_kept();
    void on_a_stand_no_key_does_anything();
    void on_a_stand_text_size_lasts_as_long_as_the_visit();

  private:
    [[nodiscard]] SceneStage &open(bool kiosk, const QString &view);
    void press(int key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QTest::keyClick(&scene_->window(), Qt::Key(key), with);
    }
    [[nodiscard]] QString focused() const {
        const QQuickItem *item = scene_->window().activeFocusItem();
        return item == nullptr ? QString() : item->objectName();
    }
    [[nodiscard]] bool shows(const QString &name) const {
        const QQuickItem *item = scene_->item(name);
        return item != nullptr && item->isVisible();
    }
    bool tab_to(const QString &name);

    SceneStages stages_;
    SceneStage *scene_ = nullptr;
};

void SceneKeyboardTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

SceneStage &SceneKeyboardTest::open(bool kiosk, const QString &view) {
    scene_ = &stages_.get(kiosk);
    if (!scene_->enter(view))
        qWarning("%s does not come about", qPrintable(view));
    scene_->pose({});
    scene_->appear();
    return *scene_;
}

bool SceneKeyboardTest::tab_to(const QString &name) {
    for (int i = 0; i < more_than_there_are && focused() != name; ++i)
        press(Qt::Key_Tab);
    return focused() == name;
}

void SceneKeyboardTest::tab_reaches_every_control_in_reading_order_data() {
    QTest::addColumn<QString>("view");
    QTest::addColumn<QStringList>("order"); // some of them, in this order
    const QStringList rail{"pictureTab",  "cameraTab",  "trainTab",  "languageSwitch",
                           "themeSwitch", "moreButton", "statusPill"};
    QTest::newRow("empty") << "empty"
                           << rail + QStringList{"modelPill", "guessSwitch", "sample:0", "sample:3",
                                                 "mainAction"};
    QTest::newRow("sure") << "sure" << QStringList{"modelPill",  "guessSwitch", "modelViewSwitch",
                                                   "heatSwitch", "sample:0",    "saveButton",
                                                   "mainAction"};
    QTest::newRow("camera") << "camera"
                            << QStringList{"modelPill", "mirrorSwitch", "chooseCamera",
                                           "mainAction"};
    QTest::newRow("guess") << "guess"
                           << QStringList{"guessSwitch", "guess:0", "guess:1", "sample:0"};
    QTest::newRow("more") << "more"
                          << QStringList{"closeSheet", "moreTextScaleMore", "moreReduceMotion:off",
                                         "themeRow",   "statusRow",         "helpRow",
                                         "settingsRow"};
    QTest::newRow("settings") << "settings" << QStringList{"closeSheet",         "languages:zh",
                                                           "language:",          "theme:dark",
                                                           "textScaleMore",      "idleLess",
                                                           "backend:auto",       "threadsMore",
                                                           "pictureFolderChoose"};
    QTest::newRow("grid") << "grid"
                          << QStringList{"gridFilter", "closeGrid", "result:0", "gridAction"};
    QTest::newRow("results") << "train-mix-ups"
                             << QStringList{"earlierRuns",   "presentRun",   "section:mix_ups",
                                            "section:files", "matrixZoomIn", "confusion",
                                            "useModel",      "trainAnother"};
    QTest::newRow("file picker") << "file-picker"
                                 << QStringList{"sortFiles", "closePicker", "place:0", "file:0"};
}

void SceneKeyboardTest::tab_reaches_every_control_in_reading_order() {
    QFETCH(QString, view);
    QFETCH(QStringList, order);
    SceneStage &scene = open(false, view);
    QStringList reached;
    std::set<const QQuickItem *> items;
    for (int i = 0; i < more_than_there_are; ++i) {
        press(Qt::Key_Tab);
        const QQuickItem *item = scene.window().activeFocusItem();
        if (!items.insert(item).second && reached.size() > 1)
            break; // round
        reached.append(item->objectName());
    }
    // From the first of the expected ones on, for Tab goes round.
    const auto first = std::ranges::find(reached, order.constFirst());
    QVERIFY2(first != reached.end(), qPrintable(reached.join(' ')));
    std::rotate(reached.begin(), first, reached.end());
    auto at = reached.cbegin();
    for (const QString &name : order) {
        at = std::find(at, reached.cend(), name);
        QVERIFY2(at != reached.cend(), qPrintable(name + " not in " + reached.join(' ')));
    }
    // Nothing that can be touched is out of reach, but for the tiles that arrows move among.
    const std::vector<SceneItem> walked = walk(scene.window());
    for (std::size_t i = 0; i < walked.size(); ++i) {
        const SceneItem &found = walked[i];
        if (found.inert || found.disabled || !found.item->inherits("QQuickAbstractButton") ||
            is_covered(walked, i) || where(*found.item).contains("Grid"))
            continue;
        QVERIFY2(items.count(found.item) == 1, qPrintable(where(*found.item)));
    }
}

void SceneKeyboardTest::what_has_the_focus_is_seen_to_have_it() {
    SceneStage &scene = open(false, "sure");
    for (const bool dark : {true, false}) {
        scene.stage().model().settings()->set_theme(dark ? "dark" : "light");
        for (const char *name : {"modelPill", "mainAction", "pictureTab", "sample:0"}) {
            QVERIFY2(tab_to(name), name);
            QVERIFY2(scene.item(name)->property("visualFocus").toBool(), name);
            const QImage with = scene.window().grabWindow();
            press(Qt::Key_Tab);
            const QImage without = scene.window().grabWindow();
            const QQuickItem *item = scene.item(name);
            const QRect place = item->mapRectToScene({{}, item->size()})
                                    .toAlignedRect()
                                    .adjusted(-ring, -ring, ring, ring) &
                                with.rect();
            double most = 1; // the ring against what stands there without it
            for (int y = place.top(); y <= place.bottom(); ++y)
                for (int x = place.left(); x <= place.right(); ++x)
                    most =
                        std::max(most, contrast(with.pixelColor(x, y), without.pixelColor(x, y)));
            QVERIFY2(most >= 3, qPrintable(QStringLiteral("%1: %2").arg(name).arg(most)));
        }
    }
    // What is out of sight is brought into it.
    static_cast<void>(open(false, "settings"));
    QVERIFY(tab_to("pictureFolderChoose"));
    const QQuickItem *last = scene.item("pictureFolderChoose");
    const QRectF window({}, QSizeF(scene.window().size()));
    QVERIFY(window.contains(last->mapRectToScene({{}, last->size()})));
}

void SceneKeyboardTest::enter_and_space_press() {
    static_cast<void>(open(false, "sure"));
    for (const int key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
        QVERIFY(tab_to("modelPill"));
        press(key);
        QTRY_VERIFY(shows("closeSheet"));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!shows("closeSheet"));
        QTRY_COMPARE(focused(), QStringLiteral("modelPill")); // back where one was
    }
    QVERIFY(tab_to("heatSwitch"));
    press(Qt::Key_Return);
    QVERIFY(scene_->stage().model().picture_page()->heat_shown());
}

void SceneKeyboardTest::arrows_move_in_a_grid_and_enter_takes() {
    SceneStage &scene = open(false, "grid");
    QVERIFY(tab_to("result:0"));
    press(Qt::Key_Right);
    press(Qt::Key_Return);
    PicturePage &page = *scene.stage().model().picture_page();
    QTRY_COMPARE(page.state(), PicturePage::Answered);
    QCOMPARE(page.picture_name(), QStringLiteral("1.png")); // the second; the first is broken
    QVERIFY(!scene.stage().model().picture_grid()->shown());
}

void SceneKeyboardTest::shortcuts_open_and_escape_closes() {
    SceneStage &scene = open(false, "sure");
    for (const auto &[key, with] :
         {std::pair(Qt::Key_F1, Qt::KeyboardModifiers()),
          std::pair(Qt::Key_Question, Qt::KeyboardModifiers(Qt::ShiftModifier))}) {
        press(key, with);
        QTRY_VERIFY(shows("closeSheet"));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!shows("closeSheet"));
    }
    PicturePage &page = *scene.stage().model().picture_page();
    QTemporaryDir kept;
    page.set_save_folder(kept.path());
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(QDir(kept.path()).entryList({"*.png"}).size(), 1);
    page.set_save_folder({});
    press(Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(shows("fileGrid"));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!shows("fileGrid"));
}

void SceneKeyboardTest::full_screen_and_back() {
    SceneStage &scene = open(false, "empty");
    press(Qt::Key_F11);
    QTRY_COMPARE(scene.window().visibility(), QWindow::FullScreen);
    press(Qt::Key_F11);
    QTRY_COMPARE(scene.window().visibility(), QWindow::Windowed);
    // Not the program of this test.
    QObject::disconnect(&scene.stage().engine(), &QQmlEngine::quit, nullptr, nullptr);
    const QSignalSpy quit(&scene.stage().engine(), &QQmlEngine::quit);
    press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_COMPARE(quit.count(), 1);
}

void SceneKeyboardTest::a_pasted_list_of_files_is_shown_whole() {
    SceneStage &scene = open(false, "empty");
    auto *held = new QMimeData;
    QList<QUrl> urls;
    for (const char *name : {"1.png", "2.png", "3.png"})
        urls.append(QUrl::fromLocalFile(QDir::homePath() + "/Pictures/" + name));
    held->setUrls(urls);
    QGuiApplication::clipboard()->setMimeData(held); // which then owns it
    press(Qt::Key_V, Qt::ControlModifier);
    PictureGrid &grid = *scene.stage().model().picture_grid();
    QTRY_VERIFY(grid.shown() && !grid.running() && grid.progress() >= 1);
    QCOMPARE(grid.rowCount(), 3);
}

void SceneKeyboardTest::text_size_and_motion_are_kept() {
    SceneStage &scene = open(false, "more");
    QVERIFY(tab_to("moreTextScaleMore"));
    press(Qt::Key_Return);
    QCOMPARE(scene.stage().model().text_scale(), 1.25);
    QCOMPARE(scene.stage().model().settings()->text_scale(), 1.25);
    QVERIFY(tab_to("moreReduceMotion:off"));
    press(Qt::Key_Return);
    QVERIFY(!scene.stage().model().reduce_motion());
    QVERIFY(!scene.stage().model().settings()->reduce_motion());
    scene.stage().model().settings()->set_reduce_motion(true);
}

void SceneKeyboardTest::on_a_stand_no_key_does_anything() {
    SceneStage &scene = open(true, "kiosk-sure");
    const QSignalSpy quit(&scene.stage().engine(), &QQmlEngine::quit);
    auto *held = new QMimeData;
    held->setUrls({QUrl::fromLocalFile(QDir::homePath() + "/Pictures/1.png"),
                   QUrl::fromLocalFile(QDir::homePath() + "/Pictures/2.png")});
    QGuiApplication::clipboard()->setMimeData(held);
    const QString name = scene.stage().model().picture_page()->picture_name();
    const auto visibility = scene.window().visibility();
    for (const int key : {Qt::Key_O, Qt::Key_V, Qt::Key_S, Qt::Key_Q})
        press(key, Qt::ControlModifier);
    for (const int key : {Qt::Key_F1, Qt::Key_F11, Qt::Key_Question, Qt::Key_Tab, Qt::Key_Return})
        press(key);
    QCoreApplication::processEvents();
    QCOMPARE(quit.count(), 0);
    QCOMPARE(scene.window().visibility(), visibility);
    QCOMPARE(scene.stage().model().picture_page()->picture_name(), name);
    QVERIFY(!shows("closeSheet") && !shows("fileGrid"));
    QVERIFY(!scene.stage().model().picture_grid()->active());
}

void SceneKeyboardTest::on_a_stand_text_size_lasts_as_long_as_the_visit() {
    SceneStage &scene = open(true, "kiosk-sure");
    WindowModel &window = scene.stage().model();
    window.chooseTextScale(1.75);
    window.chooseReduceMotion(false);
    QCOMPARE(window.text_scale(), 1.75);
    QVERIFY(!window.reduce_motion());
    QCOMPARE(window.settings()->text_scale(), 1.0);
    QVERIFY(scene.enter("attract")); // the visit is over
    QCOMPARE(window.text_scale(), 1.0);
    QVERIFY(window.reduce_motion());
}

QTEST_MAIN(SceneKeyboardTest)
#include "scene_keyboard_test.moc"
