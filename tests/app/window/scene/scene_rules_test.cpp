// The rules themselves: whatever is spoilt in the real scene is reported, and nothing else is.
#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/scene_rules.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QQmlProperty>
#include <QTest>

#include <algorithm>

using namespace vitrine;

namespace {

QStringList all_findings(SceneStage &scene, const Pose &pose) {
    return colour_findings(scene.window()) + layout_findings(scene.window(), pose.text_scale) +
           name_findings(scene.window(), pose.language);
}

} // namespace

class SceneRulesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void contrast_is_that_of_the_standard();
    void a_translucent_colour_is_judged_by_what_it_covers();
    void what_is_spoilt_is_reported_data();
    void what_is_spoilt_is_reported();
    void what_lies_under_a_sheet_is_nobodys_business();

  private:
    SceneStages stages_;
};

void SceneRulesTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

void SceneRulesTest::contrast_is_that_of_the_standard() {
    QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    // Published pairs: #767676 is the lightest grey that passes on white, #777777 does not.
    QVERIFY(contrast(QColor("#767676"), Qt::white) >= 4.5);
    QVERIFY(contrast(QColor("#777777"), Qt::white) < 4.5);
}

void SceneRulesTest::a_translucent_colour_is_judged_by_what_it_covers() {
    QCOMPARE(laid_over(QColor(0, 0, 0, 255), 0.5, Qt::white).name(), QStringLiteral("#808080"));
    const std::vector<QColor> either{Qt::black, Qt::white};
    QCOMPARE(least_contrast(Qt::white, 1, either), 1.0);
}

void SceneRulesTest::what_is_spoilt_is_reported_data() {
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("item");
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("reported");
    const auto row = [](const char *name, const char *view, const char *item,
                        const QByteArray &property, const QVariant &value, const char *reported) {
        QTest::newRow(name) << view << item << property << value << reported;
    };
    row("a pale headline", "sure", "headline", "color", QColor("#30363c"),
        "headline in resultPanel: text contrast");
    row("a result that is merely readable", "sure", "confidence", "color", QColor("#7c8790"),
        "confidence in verdictLine: text contrast");
    row("a faded text", "sure", "timing", "opacity", 0.3, "timing in resultPanel: text contrast");
    row("a small target", "empty", "modelPill", "height", 40, "modelPill: target of");
    row("a small main target", "empty", "mainAction", "height", 60, "mainAction: target of");
    row("controls too near", "empty", "guessSwitch", "x", 200, "modelPill and guessSwitch");
    row("a control half outside", "empty", "modelPill", "y", -20,
        "modelPill: control reaches out of");
    row("words that are elided", "empty", "modelPill", "width", 90, "in modelPill: text is elided");
    row("words that are cut off", "problem", "problem", "y", -2000, "problem: text is cut off");
    row("words over words", "sure", "timing", "y", 60, "lies over");
    row("small words", "sure", "difference", "font.pixelSize", 15,
        "difference in resultPanel: text of 15 px");
    row("a nameless control", "empty", "pictureTab", "text", QString(),
        "pictureTab: no accessible name");
    row("the wrong language", "sure", "headline", "text", QStringLiteral("这是飞机"),
        "\"这是飞机\" is not in en");
}

void SceneRulesTest::what_is_spoilt_is_reported() {
    QFETCH(QString, view);
    QFETCH(QString, item);
    QFETCH(QByteArray, property);
    QFETCH(QVariant, value);
    QFETCH(QString, reported);
    SceneStage scene(false); // it does not mend by itself
    const Pose pose;
    QVERIFY(scene.enter(view));
    scene.pose(pose);
    const QStringList before = all_findings(scene, pose);
    QVERIFY2(before.isEmpty(), qPrintable(before.join(u'\n')));
    QQuickItem *spoilt = scene.item(item);
    QVERIFY(spoilt != nullptr);
    QQmlProperty written(spoilt, property, &scene.stage().engine());
    QVERIFY(written.write(value));
    const QStringList found = all_findings(scene, pose);
    const bool told = std::ranges::any_of(
        found, [&](const QString &finding) { return finding.contains(reported); });
    QVERIFY2(told, qPrintable(found.join(u'\n')));
}

void SceneRulesTest::what_lies_under_a_sheet_is_nobodys_business() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("settings"));
    scene.pose({});
    QVERIFY(scene.item("modelPill")->setProperty("height", 10));
    QCOMPARE(layout_findings(scene.window(), 1), QStringList());
}

QTEST_MAIN(SceneRulesTest)
#include "scene_rules_test.moc"
