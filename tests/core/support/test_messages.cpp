#include "core/support/result.hpp"

#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <filesystem>
#include <fstream>

using namespace vitrine;

class TestMessages : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void says_it_in_words_data();
    void says_it_in_words();
    void knows_every_code_that_the_program_makes();
    void has_one_sentence_a_code();
};

void TestMessages::says_it_in_words_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("arguments") << "too_large" << QStringList{"300", "200", "100"}
                               << "The picture is too large: 300 × 200 pixels, and at most 100 are "
                                  "allowed.";
    QTest::newRow("optional part") << "unsupported" << QStringList{"tiff", "32 bits"}
                                   << "Pictures of this kind are not supported (tiff: 32 bits).";
    QTest::newRow("optional part missing") << "unsupported" << QStringList{"HEIC"}
                                           << "Pictures of this kind are not supported (HEIC).";
    QTest::newRow("more than the sentence needs")
        << "empty_file" << QStringList{"a", "b"} << "The file is empty. (a, b)";
    QTest::newRow("fewer than the sentence needs")
        << "too_large" << QStringList{"300"} << "too_large: 300";
    QTest::newRow("braces in an argument")
        << "damaged" << QStringList{"a {0} [b]"} << "The picture is damaged: a {0} [b].";
    QTest::newRow("nothing where something belongs")
        << "vanished" << QStringList{""} << "“” does not exist (any more).";
    QTest::newRow("a sentence in the sentence")
        << "no_backend" << QStringList{"It is away."} << "No backend can be used: It is away.";
    QTest::newRow("longer than anybody reads")
        << "missing_tensor" << QStringList{QString(2000, u'\u00e9')}
        << "The model lacks the tensor " + QString(200, u'\u00e9') + u'\u2026' + ".";
    QTest::newRow("unknown") << "no_such_code" << QStringList{"x", "y"} << "no_such_code: x, y";
    QTest::newRow("unknown, bare") << "no_such_code" << QStringList{} << "no_such_code";
}

void TestMessages::says_it_in_words() {
    QFETCH(QString, code);
    QFETCH(QStringList, arguments);
    Error error{code.toStdString(), {}};
    for (const QString &argument : arguments)
        error.arguments.push_back(argument.toStdString());
    QTEST(QString::fromStdString(english_message(error)), "expected");
}

/// Reads the sources: every Error{"code", …} must have a sentence.
void TestMessages::knows_every_code_that_the_program_makes() {
    // After a bare return only names with an underscore, since other things are returned so too.
    const QRegularExpression made(
        R"re((?:Error\s*\(?\{\s*"([a-z0-9_]+)"|return\s*\{\s*"([a-z0-9]+_[a-z0-9_]+)")\s*,\s*\{)re");
    QSet<QString> codes;
    for (const char *room : {"core", "backends", "app"})
        for (const auto &entry : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path(VITRINE_SOURCES) / room)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp")
                continue;
            std::ifstream file(entry.path());
            const std::string text(std::istreambuf_iterator<char>(file), {});
            auto found = made.globalMatch(QString::fromStdString(text));
            while (found.hasNext()) {
                const auto match = found.next();
                codes.insert(match.captured(1) + match.captured(2));
            }
        }
    QVERIFY(codes.size() > 20);
    QStringList missing;
    const std::vector<std::string> many(9, "argument");
    for (const QString &code : codes)
        if (english_message({code.toStdString(), many}).starts_with(code.toStdString() + ":"))
            missing << code;
    missing.sort();
    QVERIFY2(missing.isEmpty(), qPrintable("without a sentence: " + missing.join(", ")));
}

void TestMessages::has_one_sentence_a_code() {
    std::ifstream file(std::filesystem::path(VITRINE_SOURCES) / "core/support/messages.cpp");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    QSet<QString> codes;
    QStringList twice;
    static const QRegularExpression entry(R"re(Message\{\s*"([a-z0-9_]+)")re");
    auto found = entry.globalMatch(QString::fromStdString(text));
    while (found.hasNext()) {
        const QString code = found.next().captured(1);
        if (codes.contains(code))
            twice << code;
        codes.insert(code);
    }
    QVERIFY(codes.size() > 40);
    QVERIFY2(twice.isEmpty(), qPrintable("twice: " + twice.join(", ")));
}

QTEST_GUILESS_MAIN(TestMessages)
#include "test_messages.moc"
