// What a model's card tells: only what the manifest holds, in words.
#include "app/services/language.hpp"
#include "app/viewmodels/model_card.hpp"

#include <QTest>

using namespace vitrine;

namespace {

Manifest pets() {
    Manifest manifest;
    manifest.labels = {{"cat", "猫"}, {"dog", "狗"}, {"frog", "青蛙"}};
    manifest.provenance.dataset = "/home/anna/pets/";
    return manifest;
}

} // namespace

class ModelCardTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void what_was_counted_is_told();
    void in_chinese_too();
    void chinese_counts_in_myriads_data();
    void chinese_counts_in_myriads();
    void what_was_not_recorded_is_said_so();
    void a_model_that_is_always_right_mixes_up_nothing();
    void only_the_most_frequent_mix_ups_are_told();
    void a_folder_is_named_without_its_path();
};

void ModelCardTest::what_was_counted_is_told() {
    Manifest manifest = pets();
    manifest.provenance.training_pictures = 50'000;
    manifest.provenance.epochs = 8;
    manifest.provenance.test_pictures = 8'000;
    manifest.provenance.accuracy = 0.9034;
    manifest.provenance.mix_ups = {{0, 1, 103}, {1, 0, 85}};
    manifest.calibration.reject_energy = -2;
    QCOMPARE(
        card_of(manifest, Language()),
        QStringList(
            {"It knows only these: cat, dog, frog.",
             "It was shown 50,000 pictures (pets), 8 times over.",
             "Tested on 8,000 pictures it never saw, it got about 90 in 100 right.",
             "Most often mixed up: cat taken for dog (103\u00A0×), dog taken for cat (85\u00A0×).",
             "It never learned anything else; when nothing fits, it usually says so."}));
    manifest.provenance.epochs = 1;
    QCOMPARE(card_of(manifest, Language())[1],
             QStringLiteral("It was shown 50,000 pictures (pets)."));
}

void ModelCardTest::in_chinese_too() {
    Language language;
    language.set_code("zh");
    Manifest manifest = pets();
    manifest.provenance.training_pictures = 1'600;
    manifest.provenance.accuracy = 0.5;
    manifest.provenance.test_pictures = 400;
    manifest.provenance.mix_ups = {{0, 1, 62}};
    const QStringList card = card_of(manifest, language);
    QCOMPARE(card[1], QStringLiteral("给它看过 1600 张图（pets）。"));
    QCOMPARE(card[2], QStringLiteral("拿 400 张没看过的图考它，每 100 张大约答对 50 张。"));
    QCOMPARE(card[3], QStringLiteral("最常弄混：把猫看成狗（62 次）。"));
}

void ModelCardTest::chinese_counts_in_myriads_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("said");
    QTest::newRow("few") << 9'999 << "给它看过 9999 张图（pets）。";
    QTest::newRow("whole") << 50'000 << "给它看过 5 万张图（pets）。";
    QTest::newRow("about") << 1'281'167 << "给它看过约 128 万张图（pets）。";
}

void ModelCardTest::chinese_counts_in_myriads() {
    QFETCH(int, count);
    Language language;
    language.set_code("zh");
    Manifest manifest = pets();
    manifest.provenance.training_pictures = count;
    QTEST(card_of(manifest, language)[1], "said");
}

void ModelCardTest::what_was_not_recorded_is_said_so() {
    Manifest manifest = pets();
    QCOMPARE(card_of(manifest, Language()).mid(1, 2),
             QStringList({"It was shown these pictures: pets.",
                          "How often it is right, and what it mixes up, was not recorded."}));
    manifest.provenance.accuracy = 0.75;
    QCOMPARE(card_of(manifest, Language()).mid(2, 2),
             QStringList({"Of 100 pictures it never saw, it gets about 75 right.",
                          "What it mixes up was not recorded."}));
}

void ModelCardTest::a_model_that_is_always_right_mixes_up_nothing() {
    Manifest manifest = pets();
    manifest.provenance.accuracy = 1;
    const QString card = card_of(manifest, Language()).join(u' ');
    QVERIFY2(!card.contains("mix"), qPrintable(card));
}

void ModelCardTest::only_the_most_frequent_mix_ups_are_told() {
    Manifest manifest = pets();
    manifest.provenance.accuracy = 0.5;
    manifest.provenance.mix_ups = {{0, 1, 9}, {1, 0, 8}, {2, 0, 7}, {0, 2, 6}};
    const QString told = card_of(manifest, Language())[3];
    QCOMPARE(told.count(QStringLiteral("taken for")), 3);
    QVERIFY(!told.contains(QStringLiteral("(6\u00A0×)")));
}

void ModelCardTest::a_folder_is_named_without_its_path() {
    QVERIFY(!card_of(pets(), Language()).join(u' ').contains(u'/'));
}

QTEST_GUILESS_MAIN(ModelCardTest)
#include "model_card_test.moc"
