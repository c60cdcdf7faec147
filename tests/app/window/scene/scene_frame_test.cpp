// What stands round the pages: the rail, and what is made for a page before it is wanted.
#include "tests/app/window/scene/scene_stage.hpp"

#include <QAccessible>
#include <QQuickItem>
#include <QTest>

using namespace vitrine;

class SceneFrameTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init() { SceneStage::fail_on_qml_warnings(); }
    void the_train_page_is_made_ahead();
    void a_training_is_marked_on_the_rail();

  private:
    SceneStages stages_;
};

void SceneFrameTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

void SceneFrameTest::the_train_page_is_made_ahead() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("empty")); // the first: nobody has been there
    QVERIFY(!scene.stage().model().train_page()->visited());
    QTRY_VERIFY_WITH_TIMEOUT(scene.item("chooseView") != nullptr, SceneStage::patience_ms);
    QVERIFY(!scene.item("chooseView")->isVisible());
    QVERIFY(!scene.stage().model().train_page()->visited()); // nothing is measured for nobody
    scene.stage().model().showPage("train");
    QVERIFY(scene.item("chooseView")->isVisible());
}

void SceneFrameTest::a_training_is_marked_on_the_rail() {
    SceneStage &scene = stages_.get(false);
    const auto name = [&scene] {
        return QAccessible::queryAccessibleInterface(scene.item("trainTab"))
            ->text(QAccessible::Name);
    };
    QVERIFY(scene.enter("sure"));
    QVERIFY(!scene.item("trainTabRing")->isVisible());
    QCOMPARE(name(), QStringLiteral("Train"));
    QVERIFY(scene.enter("train-elsewhere"));
    const QQuickItem *ring = scene.item("trainTabRing");
    QVERIFY(ring->isVisible());
    const double done = scene.stage().model().train_page()->run()->progress();
    QVERIFY(done > 0 && done < 1);
    QCOMPARE(ring->property("share").toDouble(), done);
    QCOMPARE(name(), QStringLiteral("Train, training in progress"));
    for (const QSize &size : sizes_to_look_at()) {
        scene.pose({"en", true, 1, size});
        const QQuickItem *tab = scene.item("trainTab");
        QVERIFY(tab->boundingRect().contains(ring->mapRectToItem(tab, ring->boundingRect())));
    }
}

QTEST_MAIN(SceneFrameTest)
#include "scene_frame_test.moc"
