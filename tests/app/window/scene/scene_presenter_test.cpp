// The Train page for a room: it sees more than a desk does, and every word whole.
#include "tests/app/window/scene/train_scenes.hpp"

#include <vector>

using namespace vitrine;

namespace {

constexpr int probes = 12;

/// The charts of the page, visible ones, by their cards' names.
QSizeF curves(SceneStage &scene, const QString &card) {
    const QQuickItem *found = scene.item(card);
    for (std::vector<const QQuickItem *> left{found}; !left.empty();) {
        const QQuickItem *next = left.back();
        left.pop_back();
        if (next != nullptr && next->objectName() == QLatin1String("chart"))
            return next->size();
        if (next != nullptr)
            for (const QQuickItem *child : next->childItems())
                left.push_back(child);
    }
    return {};
}

/// The opacity in which it is drawn.
qreal strength_of(const QQuickItem *item) {
    qreal strength = 1;
    for (; item != nullptr; item = item->parentItem())
        strength *= item->opacity();
    return strength;
}

bool over_the_curves(SceneStage &scene, const QQuickItem *item) {
    return place_of(scene.item("lossCard")).intersects(place_of(item)) ||
           place_of(scene.item("accuracyCard")).intersects(place_of(item));
}

/// Upright, both are as wide as the window.
bool larger(const QSizeF &one, const QSizeF &other) {
    return one.width() >= other.width() && one.height() > other.height();
}
} // namespace

class ScenePresenterTest : public TrainScenes {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }
    void init() { SceneStage::fail_on_qml_warnings(); }
    void a_room_sees_more_than_a_desk_data() { each_pose(); }
    void a_room_sees_more_than_a_desk();
    void a_room_sees_what_came_of_it_data() { each_pose(); }
    void a_room_sees_what_came_of_it();
    void a_guess_is_a_whole_word_data() { each_pose(); }
    void a_guess_is_a_whole_word();
};

void ScenePresenterTest::a_room_sees_more_than_a_desk() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-running"));
    stand(scene, pose);
    QCOMPARE(scene.window().contentItem()->size().toSize(), size);
    const QSizeF loss = curves(scene, "lossCard");
    const QSizeF accuracy = curves(scene, "accuracyCard");
    QVERIFY(!loss.isEmpty() && !accuracy.isEmpty());
    QVERIFY(scene.enter("train-presenter"));
    stand(scene, pose);
    QCOMPARE(scene.window().contentItem()->size().toSize(), size);
    QVERIFY(larger(curves(scene, "lossCard"), loss));
    QVERIFY(larger(curves(scene, "accuracyCard"), accuracy));
    const QRectF seen({}, size);
    for (int i = 0; i < probes; ++i) {
        const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
        QVERIFY2(tile != nullptr && tile->isVisible() && seen.contains(place_of(tile)),
                 qPrintable(QString::number(i)));
        QVERIFY2(strength_of(tile) == 1 && !over_the_curves(scene, tile),
                 qPrintable(QString::number(i)));
    }
    for (const char *card : {"lossCard", "accuracyCard"})
        QVERIFY(seen.contains(place_of(scene.item(card))));
    keep("presenter", pose);
    stand(scene, {language, true, 2, size}); // where there may be no room for guesses
    for (int i = 0; i < probes; ++i) {
        const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
        QVERIFY2(strength_of(tile) == 0 || !over_the_curves(scene, tile),
                 qPrintable(QString::number(i)));
    }
}

void ScenePresenterTest::a_room_sees_what_came_of_it() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    QVERIFY(scene.enter("train-curves"));
    stand(scene, pose);
    const QSizeF loss = curves(scene, "lossCard");
    QVERIFY(!loss.isEmpty());
    QVERIFY(scene.enter("train-presenter-finished"));
    stand(scene, pose);
    QVERIFY(larger(curves(scene, "lossCard"), loss));
    for (const char *name : {"lossCard", "accuracyCard", "presentedBest", "presentedResult"}) {
        const QQuickItem *item = scene.item(name);
        QVERIFY2(item != nullptr && item->isVisible(), name);
        QVERIFY2(QRectF({}, size).contains(place_of(item)), name);
    }
    keep("presenter-finished", pose);
}

void ScenePresenterTest::a_guess_is_a_whole_word() {
    QFETCH(QSize, size);
    QFETCH(QString, language);
    SceneStage &scene = stages_.get(false);
    const Pose pose{language, true, 1, size};
    const QString longest =
        language == u"en" ? QStringLiteral("automobile") : QStringLiteral("小汽车");
    for (const char *view : {"train-running", "train-presenter"}) {
        QVERIFY(scene.enter(view));
        stand(scene, pose);
        for (int i = 0; i < probes; ++i) {
            QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
            QVERIFY(tile != nullptr);
            tile->setProperty("guess", longest);
            tile->setProperty("correct", true); // bold
        }
        scene.pose(pose);
        for (int i = 0; i < probes; ++i) {
            const QQuickItem *tile = scene.item(QStringLiteral("probe:%1").arg(i));
            const auto *words = tile->findChild<QQuickItem *>("probeGuess");
            QVERIFY2(words != nullptr && !words->property("truncated").toBool(), view);
        }
    }
    QVERIFY(scene.enter("train-running"));
    keep("running", pose);
}

QTEST_MAIN(ScenePresenterTest)
#include "scene_presenter_test.moc"
