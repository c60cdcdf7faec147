// Where there is little room: what must be seen at once, and what must not be covered.
#include "tests/app/window/scene/scene_stage.hpp"

#include <QQuickItem>
#include <QTest>

using namespace vitrine;

class SceneRoomTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init() { SceneStage::fail_on_qml_warnings(); }
    void the_keypad_needs_no_scrolling();
    void a_hint_leaves_the_cameras_picture_free();
    void a_saved_picture_leaves_the_headline_whole();
    void a_switch_without_words_keeps_its_drawing();
    void files_have_names_at_a_desk_alone();
    void the_pickers_title_is_in_the_windows_language();

  private:
    template <typename Check> void in_each_pose(SceneStage &scene, Check check);
    SceneStages stages_;
};

void SceneRoomTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

template <typename Check> void SceneRoomTest::in_each_pose(SceneStage &scene, Check check) {
    for (const QSize &size : sizes_to_look_at())
        for (const double text_scale : {1.0, 2.0})
            for (const char *language : {"zh", "en"}) {
                const Pose pose{language, true, text_scale, size};
                scene.pose(pose);
                QVERIFY2(check(), qPrintable(pose.says()));
            }
}

void SceneRoomTest::the_keypad_needs_no_scrolling() {
    SceneStage &scene = stages_.get(true);
    for (const char *view : {"staff-code", "staff-wrong"}) {
        QVERIFY(scene.enter(view));
        in_each_pose(scene, [&scene] {
            const QQuickItem *around = scene.item("codeEnter");
            while (around != nullptr && !around->inherits("QQuickFlickable"))
                around = around->parentItem();
            return around != nullptr &&
                   around->property("contentHeight").toDouble() <= around->height();
        });
    }
}

void SceneRoomTest::a_hint_leaves_the_cameras_picture_free() {
    SceneStage &scene = stages_.get(false);
    for (const char *view : {"camera", "camera-dark"}) {
        QVERIFY(scene.enter(view));
        in_each_pose(scene, [&scene] {
            const QQuickItem *picture = scene.item("livePicture");
            const QQuickItem *hint = scene.item("cameraHint");
            const QQuickItem *beside = scene.item("cameraHintBeside");
            const bool warned = scene.stage().model().camera_page()->warned();
            return hint->isVisible() ? hint->height() < picture->height() / 4
                                     : beside->isVisible() || !warned;
        });
    }
}

void SceneRoomTest::a_saved_picture_leaves_the_headline_whole() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("saved"));
    in_each_pose(scene, [&scene] {
        const QQuickItem *panel = scene.item("resultPanel");
        const QQuickItem *saved = scene.item("saved");
        const double headline = scene.item("headline")->mapToItem(panel, {0, 0}).y();
        return saved->mapToItem(panel, {0, 0}).y() == 0 && headline >= saved->height() &&
               saved->height() <= panel->height();
    });
}

void SceneRoomTest::a_switch_without_words_keeps_its_drawing() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("model-view-and-heat-map"));
    in_each_pose(scene, [&scene] {
        const auto shows = [&scene](const char *name, const char *drawing) {
            const QQuickItem *pill = scene.item(name);
            const bool worded = !pill->property("text").toString().isEmpty();
            return pill->property("iconName").toString() ==
                   QLatin1String(worded ? "check" : drawing);
        };
        return shows("modelViewSwitch", "pixels") && shows("heatSwitch", "eye");
    });
}

void SceneRoomTest::files_have_names_at_a_desk_alone() {
    for (const bool stand : {false, true}) {
        SceneStage &scene = stages_.get(stand);
        QVERIFY(scene.enter(stand ? "kiosk-pictures" : "file-picker"));
        const QQuickItem *caption = scene.item("tileCaption");
        QCOMPARE(caption != nullptr && caption->isVisible(), !stand);
    }
}

void SceneRoomTest::the_pickers_title_is_in_the_windows_language() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("file-picker"));
    for (const char *language : {"zh", "en"}) {
        scene.pose({language, true, 1.0, {1280, 800}});
        QCOMPARE(scene.item("folderName")->property("text").toString(),
                 QLatin1String(language) == QLatin1String("zh") ? QStringLiteral("图片")
                                                                : QStringLiteral("Pictures"));
    }
}

QTEST_MAIN(SceneRoomTest)
#include "scene_room_test.moc"
