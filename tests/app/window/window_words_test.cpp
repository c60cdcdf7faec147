// What visitors read: the table of texts, and verdicts put in words.
#include "app/services/language.hpp"
#include "app/services/language_table.hpp"
#include "app/services/verdict_words.hpp"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace vitrine;

namespace {

QSet<QString> places(const char *text) {
    QSet<QString> found;
    QRegularExpression place("%\\d");
    auto matches = place.globalMatch(QString::fromUtf8(text));
    while (matches.hasNext())
        found.insert(matches.next().captured());
    return found;
}

Manifest animals() {
    Manifest manifest;
    manifest.labels = {
        {"tiger cat", "虎斑猫"}, {"Egyptian cat", "埃及猫"}, {"dog", "狗"}, {"deer", "鹿"}};
    manifest.parents = {{"cat", {"cat", "猫"}, {0, 1}}};
    return manifest;
}

Verdict verdict(Confidence confidence, double tiger, double egyptian) {
    const Candidate cat{{"cat", "猫"}, tiger + egyptian, 0, tiger >= egyptian ? 0 : 1};
    Verdict made;
    made.confidence = confidence;
    if (confidence != Confidence::unknown)
        made.headline = cat.word;
    made.candidates = {cat, {{"dog", "狗"}, 0.02, -1, 2}, {{"deer", "鹿"}, 0.01, -1, 3}};
    made.predictions = {{0, tiger}, {1, egyptian}, {2, 0.02}, {3, 0.01}};
    return made;
}

} // namespace

class WindowWordsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void every_id_occurs_once_and_has_the_same_places_in_both_languages();
    void every_text_of_the_pages_is_in_the_table();
    void every_problem_has_a_next_step();
    void every_error_that_can_reach_the_window_has_a_sentence();
    void a_value_that_looks_like_a_place_is_not_filled_again();
    void an_unknown_problem_never_shows_its_code();
    void headlines_data();
    void headlines();
    void beside_a_mark_a_headline_is_short();
    void a_leading_kind_is_named_alone();
    void close_kinds_are_both_named();
    void a_picture_like_none_tells_what_is_known();
    void percentages_data();
    void percentages();
};

void WindowWordsTest::every_id_occurs_once_and_has_the_same_places_in_both_languages() {
    QSet<QString> seen;
    for (const LanguageEntry &entry : language_table()) {
        const QString id = QString::fromLatin1(entry.id.data(), qsizetype(entry.id.size()));
        QVERIFY2(!seen.contains(id), qPrintable(id));
        seen.insert(id);
        QVERIFY2(*entry.zh != '\0' && *entry.en != '\0', qPrintable(id));
        // "Very sure": Chinese says "this is …" where English names the thing alone.
        QVERIFY2(places(entry.zh) == places(entry.en), qPrintable(id));
    }
}

void WindowWordsTest::every_text_of_the_pages_is_in_the_table() {
    const Language language;
    const QRegularExpression use("qsTrId\\(\"([^\"]+)\"\\)");
    int uses = 0;
    QDirIterator files(QStringLiteral(":/qt/qml/Vitrine"), {"*.qml"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = use.globalMatch(QString::fromUtf8(file.readAll()));
        for (; matches.hasNext(); ++uses) {
            const QString id = matches.next().captured(1);
            QVERIFY2(language.text(id.toLatin1().constData()) != id, qPrintable(id));
        }
    }
    QVERIFY(uses > 20);
}

void WindowWordsTest::every_problem_has_a_next_step() {
    // What went wrong, and then what to do about it, or what the program does. %2 of a missing
    // library is the catalog's: "Install …".
    const QRegularExpression zh_step("[。，；].*((请|会改用|会自动|可以删掉|详情见日志|装好以后).*。|插上就会自动开始)$");
    const QRegularExpression en_step(
        "[.;,] .*([Pp]lease|instead|it starts|it goes on|may be removed|[Ss]ee the log|%2).*$");
    for (const LanguageEntry &entry : error_table()) {
        QVERIFY2(QString::fromUtf8(entry.zh).contains(zh_step), entry.zh);
        QVERIFY2(QString::fromUtf8(entry.en).contains(en_step), entry.en);
    }
}

void WindowWordsTest::every_error_that_can_reach_the_window_has_a_sentence() {
    // What only the commands do: writing, importing.
    const QSet<QString> commands_only{"already_running",  "bad_staff_code", "bad_architecture",
                                      "pth_holds_code",   "bad_pth",        "bad_labels",
                                      "bad_card",         "not_recognised", "no_such_names",
                                      "bad_names",        "unknown_class",  "ambiguous_class",
                                      "bad_precision",    "output_failed",  "bad_golden_picture",
                                      "overwrites_input", "model_hidden",   "wrong_usage"};
    // The English sentences of the command line are for every code that the program knows.
    QFile known(QStringLiteral(VITRINE_FIXTURES "/../../core/support/messages.cpp"));
    QVERIFY(known.open(QIODevice::ReadOnly));
    const QRegularExpression code("Message\\{\"([a-z_]+)\"");
    auto matches = code.globalMatch(QString::fromUtf8(known.readAll()));
    int found = 0;
    for (; matches.hasNext(); ++found) {
        const QString id = matches.next().captured(1);
        const bool has_sentence = std::ranges::any_of(
            error_table(), [&](const LanguageEntry &entry) { return id == entry.id.data(); });
        QVERIFY2(has_sentence != commands_only.contains(id), qPrintable(id));
    }
    QVERIFY(found > 40);
}

void WindowWordsTest::a_value_that_looks_like_a_place_is_not_filled_again() {
    const Language language;
    QCOMPARE(language.text("model.pill", {"100%2 wool", "7"}),
             QStringLiteral("100%2 wool · 7 kinds"));
}

void WindowWordsTest::an_unknown_problem_never_shows_its_code() {
    const Language language;
    const QString said = language.sentence({"flux_capacitor", {"1.21"}});
    QVERIFY(!said.contains("flux"));
    QVERIFY(said.contains("try again"));
}

void WindowWordsTest::headlines_data() {
    QTest::addColumn<int>("confidence");
    QTest::addColumn<QString>("zh");
    QTest::addColumn<QString>("en");
    QTest::addRow("sure") << int(Confidence::sure) << "这是猫"
                          << "Cat";
    QTest::addRow("probably") << int(Confidence::probably) << "可能是猫"
                              << "Probably cat";
    QTest::addRow("not sure") << int(Confidence::not_sure) << "说不准：猫、狗或鹿"
                              << "Cat, dog or deer?";
    QTest::addRow("unknown") << int(Confidence::unknown) << "不像我认识的这 4 种"
                             << "Not like any of the 4 things I know";
}

void WindowWordsTest::headlines() {
    QFETCH(int, confidence);
    QFETCH(QString, zh);
    QFETCH(QString, en);
    Language language;
    const Verdict said = verdict(static_cast<Confidence>(confidence), 0.5, 0.4);
    language.set_code("zh");
    QCOMPARE(headline_of(said, animals(), language), zh);
    language.set_code("en");
    QCOMPARE(headline_of(said, animals(), language), en);
}

void WindowWordsTest::beside_a_mark_a_headline_is_short() {
    Language language;
    language.set_code("zh");
    QCOMPARE(short_headline_of(verdict(Confidence::not_sure, 0.5, 0.4), animals(), language),
             QStringLiteral("猫、狗或鹿？"));
    QCOMPARE(short_headline_of(verdict(Confidence::sure, 0.8, 0.1), animals(), language),
             QStringLiteral("这是猫"));
}

void WindowWordsTest::a_leading_kind_is_named_alone() {
    const Language language;
    QCOMPARE(kinds_of(verdict(Confidence::sure, 0.8, 0.1), animals(), language),
             QStringLiteral("Most likely tiger cat"));
}

void WindowWordsTest::close_kinds_are_both_named() {
    const Language language;
    const Verdict close = verdict(Confidence::sure, 0.5, 0.4);
    QCOMPARE(kinds_of(close, animals(), language),
             QStringLiteral("Perhaps tiger cat or Egyptian cat"));
    QCOMPARE(shares_of(close, animals(), language),
             QStringLiteral("tiger cat 50.0 · Egyptian cat 40.0"));
}

void WindowWordsTest::a_picture_like_none_tells_what_is_known() {
    Language language;
    language.set_code("zh");
    const Verdict none = verdict(Confidence::unknown, 0.3, 0.2);
    QCOMPARE(kinds_of(none, animals(), language),
             QStringLiteral("我认识的是：虎斑猫、埃及猫、狗、鹿"));
    QCOMPARE(confidence_of(none, language), QString());
}

void WindowWordsTest::percentages_data() {
    QTest::addColumn<double>("probability");
    QTest::addColumn<QString>("text");
    QTest::addRow("plain") << 0.9123 << "91.2%";
    QTest::addRow("whole") << 0.5 << "50.0%";
    QTest::addRow("never certain") << 0.99996 << ">99.9%";
    QTest::addRow("never impossible") << 0.00001 << "<0.1%";
}

void WindowWordsTest::percentages() {
    QFETCH(double, probability);
    QFETCH(QString, text);
    QCOMPARE(Language().percentage(probability), text);
}

QTEST_MAIN(WindowWordsTest)
#include "window_words_test.moc"
