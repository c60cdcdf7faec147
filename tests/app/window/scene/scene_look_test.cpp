// Every state of the window in both themes and languages: colours that can be told apart, and names
// for those who cannot see. Neither depends on the size of the window: one stands for all.
#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/findings.hpp"
#include "tests/app/window/scene/scene_rules.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QFont>
#include <QImage>
#include <QQuickItem>
#include <QTest>

#include <map>

using namespace vitrine;

class SceneLookTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init() { SceneStage::fail_on_qml_warnings(); }
    void colours_and_names_are_right_data() { each_view(); }
    void colours_and_names_are_right();
    void headings_of_the_settings_stand_out();
    void what_is_drawn_is_what_was_computed_data();
    void what_is_drawn_is_what_was_computed();

  private:
    void each_view();

    SceneStages stages_;
};

void SceneLookTest::initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }

void SceneLookTest::each_view() {
    QTest::addColumn<bool>("kiosk");
    QTest::addColumn<QString>("view");
    for (const bool kiosk : {false, true})
        for (const QString &view : stages_.get(kiosk).views().names())
            QTest::newRow(qPrintable(view)) << kiosk << view;
}

void SceneLookTest::colours_and_names_are_right() {
    QFETCH(bool, kiosk);
    QFETCH(QString, view);
    SceneStage &scene = stages_.get(kiosk);
    QVERIFY(scene.enter(view));
    Findings findings;
    for (const bool dark : {true, false})
        for (const char *language : {"zh", "en"}) {
            const Pose pose{language, dark, 1, {1280, 800}};
            scene.pose(pose);
            findings.add(pose, colour_findings(scene.window()));
            findings.add(pose, name_findings(scene.window(), pose.language));
        }
    // What has no room for words is named all the same.
    for (const QSize size : {QSize(1024, 600), QSize(1080, 1920)}) {
        const Pose pose{"zh", true, 2, size};
        scene.pose(pose);
        findings.add(pose, name_findings(scene.window(), pose.language));
    }
    findings.print();
    QVERIFY(findings.none());
}

void SceneLookTest::headings_of_the_settings_stand_out() {
    SceneStage &scene = stages_.get(false);
    QVERIFY(scene.enter("settings"));
    scene.pose({});
    const auto place_of = [&scene](const char *name) {
        const QQuickItem *item = scene.item(name);
        return item->mapRectToScene({0, 0, item->width(), item->height()});
    };
    for (const char *name : {"visitorsHeadingWords", "standHeadingWords", "computingHeadingWords"})
        QVERIFY2(scene.item(name)->property("font").value<QFont>().bold(), name);
    const QRectF heading = place_of("standHeadingWords");
    const double above = heading.top() - place_of("reduceMotion").bottom();
    QVERIFY(above >= 2 * (place_of("idle").top() - heading.bottom()));
}

void SceneLookTest::what_is_drawn_is_what_was_computed_data() {
    QTest::addColumn<bool>("kiosk");
    QTest::addColumn<QString>("view");
    QTest::addColumn<bool>("dark");
    for (const bool dark : {true, false})
        for (const auto &[kiosk, view] : {std::pair(false, "sure"), std::pair(false, "settings"),
                                          std::pair(false, "grid"), std::pair(true, "countdown")})
            QTest::addRow("%s %s", view, dark ? "dark" : "light") << kiosk << QString(view) << dark;
}

/// Looks at the pixels: the commonest colour where a text stands is one of those computed to be
/// behind it, and the one that differs most from that is as far from it as the text's colour.
void SceneLookTest::what_is_drawn_is_what_was_computed() {
    QFETCH(bool, kiosk);
    QFETCH(QString, view);
    QFETCH(bool, dark);
    SceneStage &scene = stages_.get(kiosk);
    QVERIFY(scene.enter(view));
    scene.pose({"en", dark, 1, {1280, 800}});
    const QImage seen = scene.photograph();
    const std::vector<SceneItem> items = walk(scene.window());
    int looked_at = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const SceneItem &at = items[i];
        if (!is_text(*at.item) || at.inert || at.disabled || is_covered(items, i) ||
            !at.clip.contains(at.place))
            continue;
        const auto behind = colours_behind(items, i, at.seen(), scene.window().color());
        std::map<QRgb, int> counted;
        const QRect place = at.seen().toAlignedRect() & seen.rect();
        for (int y = place.top(); y <= place.bottom(); ++y)
            for (int x = place.left(); x <= place.right(); ++x)
                ++counted[seen.pixel(x, y)];
        const QColor common(std::ranges::max_element(counted, {}, [](const auto &entry) {
                                return entry.second;
                            })->first);
        double furthest = 1;
        for (const auto &[colour, times] : counted)
            furthest = std::max(furthest, contrast(QColor(colour), common));
        const auto ink = at.item->property("color").value<QColor>();
        const double computed = least_contrast(ink, at.opacity, behind);
        const bool known = std::ranges::any_of(
            behind, [&](const QColor &colour) { return contrast(colour, common) < 1.25; });
        QVERIFY2(known, qPrintable(where(*at.item) + ": " + common.name() + " is behind it"));
        // Thin strokes never reach their full colour.
        QVERIFY2(furthest > 0.6 * computed && furthest < 1.5 * computed,
                 qPrintable(QStringLiteral("%1: %2 drawn, %3 computed")
                                .arg(where(*at.item))
                                .arg(furthest)
                                .arg(computed)));
        ++looked_at;
    }
    QVERIFY(looked_at >= 3);
}

QTEST_MAIN(SceneLookTest)
#include "scene_look_test.moc"
