// Every state of the window, in both languages, at text scale 1 and 2, in the four sizes.
#include "tests/app/window/scene/findings.hpp"
#include "tests/app/window/scene/scene_rules.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QTest>

using namespace vitrine;

class SceneLayoutTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init() { SceneStage::fail_on_qml_warnings(); }
    void everything_is_whole_and_can_be_touched_data();
    void everything_is_whole_and_can_be_touched();

  private:
    SceneStages stages_;
};

void SceneLayoutTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

void SceneLayoutTest::everything_is_whole_and_can_be_touched_data() {
    QTest::addColumn<bool>("kiosk");
    QTest::addColumn<QString>("view");
    for (const bool kiosk : {false, true})
        for (const QString &view : stages_.get(kiosk).views().names())
            QTest::newRow(qPrintable(view)) << kiosk << view;
}

void SceneLayoutTest::everything_is_whole_and_can_be_touched() {
    QFETCH(bool, kiosk);
    QFETCH(QString, view);
    SceneStage &scene = stages_.get(kiosk);
    QVERIFY(scene.enter(view));
    QVERIFY2(!scene.views().absent(), "no built-in picture shows this");
    Findings findings;
    for (const double text_scale : {1.0, 2.0})
        for (const QSize &size : sizes_to_look_at())
            for (const char *language : {"zh", "en"}) {
                const Pose pose{language, true, text_scale, size};
                scene.pose(pose);
                findings.add(pose, layout_findings(scene.window(), text_scale));
                if (!findings.none())
                    scene.keep(view + u'-' + pose.says().replace(u' ', u'-'));
            }
    findings.print();
    QVERIFY(findings.none());
}

QTEST_MAIN(SceneLayoutTest)
#include "scene_layout_test.moc"
