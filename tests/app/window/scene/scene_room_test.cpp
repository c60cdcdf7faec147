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

QTEST_MAIN(SceneRoomTest)
#include "scene_room_test.moc"
