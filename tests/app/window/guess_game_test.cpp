// Rounds and score of "you guess first".
#include "app/services/kindred_words.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/guess_game.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QTest>

using namespace vitrine;

namespace {

Verdict red(Confidence confidence) {
    Verdict verdict;
    verdict.confidence = confidence;
    verdict.headline = {"red", "红色"};
    verdict.candidates = {{verdict.headline, 0.9, 0, 0}, {{"soot", "煤烟"}, 0.1, -1, 1}};
    return verdict;
}

} // namespace

class GuessGameTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void choices_are_words_told_apart_in_the_alphabets_order();
    void choices_exclude_each_other_data();
    void choices_exclude_each_other();
    void the_models_answer_is_always_among_them();
    void something_else_is_never_what_the_model_says();
    void the_score_ends_with_the_game_and_with_the_model();
    void nothing_is_hidden_while_it_is_off();
    void run_waits_for_a_guess();
    void who_agrees_shares_the_point();
    void who_differs_is_asked_who_was_right();
    void an_unsure_model_gets_no_point();
    void a_picture_that_was_told_is_not_hidden_again();
    void switching_off_shows_what_is_hidden();
    void reset_forgets_everything();

  private:
    void play(GuessGame &game, Confidence confidence, const QString &guess);
    Language language_;
    Manifest manifest_ = tiny_model("colours", 1.0).manifest;
};

void GuessGameTest::play(GuessGame &game, Confidence confidence, const QString &guess) {
    game.set_on(true);
    game.begin_picture();
    game.offer(red(confidence), manifest_);
    QVERIFY(game.hiding());
    game.choose(static_cast<int>(game.choices().indexOf(guess)));
    game.run();
    QVERIFY(!game.hiding());
}

void GuessGameTest::choices_are_words_told_apart_in_the_alphabets_order() {
    GuessGame game(language_);
    game.set_on(true);
    game.begin_picture();
    game.offer(red(Confidence::sure), manifest_);
    // "crimson" is held together by "red", and would be right as well.
    QCOMPARE(game.choices(), QStringList({"ocean", "red", "soot", "something else"}));
}

void GuessGameTest::choices_exclude_each_other_data() {
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("kindred");
    QTest::newRow("says more") << "goldfish 金鱼"
                               << "fish 鱼" << true;
    QTest::newRow("says more in Chinese alone") << "coyote 郊狼"
                                                << "wolf 狼" << true;
    QTest::newRow("one of two words") << "teapot 茶壶"
                                      << "pot or pan 锅" << true;
    QTest::newRow("a kind") << "bird 鸟"
                            << "owl 猫头鹰" << true;
    QTest::newRow("the same") << "cat 猫"
                              << "cat 猫" << true;
    QTest::newRow("without Chinese") << "cat "
                                     << "dog " << false;
    QTest::newRow("apart") << "cat 猫"
                           << "dog 狗" << false;
    QTest::newRow("two kinds") << "owl 猫头鹰"
                               << "duck 鸭子" << false;
}

void GuessGameTest::choices_exclude_each_other() {
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, kindred);
    const auto phrase = [](const QString &text) {
        const qsizetype space = text.lastIndexOf(u' ');
        return Phrase{text.left(space).toStdString(), text.mid(space + 1).toStdString()};
    };
    QCOMPARE(are_kindred(phrase(one), phrase(other)), kindred);
    QCOMPARE(are_kindred(phrase(other), phrase(one)), kindred);
}

void GuessGameTest::the_models_answer_is_always_among_them() {
    Manifest manifest;
    manifest.name = "animals";
    manifest.labels = {{"goldfish", "金鱼"}, {"tench", "丁鱥"}, {"tabby", "虎斑猫"}, {"car", "车"}};
    manifest.parents = {{"fish", {"fish", "鱼"}, {1}}, {"cat", {"cat", "猫"}, {2}}};
    Verdict verdict;
    verdict.confidence = Confidence::sure;
    verdict.headline = {"goldfish", "金鱼"};
    verdict.candidates = {{{"fish", "鱼"}, 0.4, 0, 1}, {verdict.headline, 0.6, -1, 0}};
    GuessGame game(language_);
    game.set_on(true);
    game.begin_picture();
    game.offer(verdict, manifest);
    QCOMPARE(game.choices(), QStringList({"car", "cat", "goldfish", "something else"}));
}

void GuessGameTest::something_else_is_never_what_the_model_says() {
    GuessGame game(language_);
    play(game, Confidence::sure, "something else");
    QVERIFY(game.asking());
    QCOMPARE(game.outcome(),
             QStringLiteral("You said something else, the model said red. Who was right?"));
}

void GuessGameTest::the_score_ends_with_the_game_and_with_the_model() {
    GuessGame game(language_);
    play(game, Confidence::sure, "red");
    QVERIFY(!game.score().isEmpty());
    game.set_on(false);
    QCOMPARE(game.score(), QString());
    game.set_on(true);
    QCOMPARE(game.score(), QString());
    play(game, Confidence::sure, "red");
    Manifest other = manifest_;
    other.name = "other";
    game.begin_picture();
    game.offer(red(Confidence::sure), other);
    QCOMPARE(game.score(), QString());
}

void GuessGameTest::nothing_is_hidden_while_it_is_off() {
    GuessGame game(language_);
    game.begin_picture();
    game.offer(red(Confidence::sure), manifest_);
    QVERIFY(!game.hiding());
}

void GuessGameTest::run_waits_for_a_guess() {
    GuessGame game(language_);
    game.set_on(true);
    game.begin_picture();
    game.offer(red(Confidence::sure), manifest_);
    game.run();
    QVERIFY(game.hiding());
    game.choose(7);
    game.run();
    QVERIFY(game.hiding());
}

void GuessGameTest::who_agrees_shares_the_point() {
    GuessGame game(language_);
    play(game, Confidence::sure, "red");
    QVERIFY(!game.asking());
    QCOMPARE(game.score(), QStringLiteral("You 1 : model 1"));
}

void GuessGameTest::who_differs_is_asked_who_was_right() {
    GuessGame game(language_);
    play(game, Confidence::probably, "soot");
    QVERIFY(game.asking());
    QCOMPARE(game.outcome(), QStringLiteral("You said soot, the model said red. Who was right?"));
    QCOMPARE(game.score(), QString());
    game.settle(GuessGame::Model);
    QCOMPARE(game.score(), QStringLiteral("You 0 : model 1"));
    game.settle(GuessGame::Model); // a second tap counts nothing
    QCOMPARE(game.model_points(), 1);
}

void GuessGameTest::an_unsure_model_gets_no_point() {
    GuessGame game(language_);
    play(game, Confidence::not_sure, "red"); // though it is what the model put first
    QVERIFY(game.asking() && !game.model_committed());
    game.settle(GuessGame::Model);
    QCOMPARE(game.score(), QStringLiteral("You 0 : model 0"));
    play(game, Confidence::unknown, "soot");
    game.settle(GuessGame::Visitor);
    QCOMPARE(game.score(), QStringLiteral("You 1 : model 0"));
}

void GuessGameTest::a_picture_that_was_told_is_not_hidden_again() {
    GuessGame game(language_);
    play(game, Confidence::sure, "red");
    game.withdraw(); // another model is asked about the same picture
    game.offer(red(Confidence::sure), manifest_);
    QVERIFY(!game.hiding());
}

void GuessGameTest::switching_off_shows_what_is_hidden() {
    GuessGame game(language_);
    game.set_on(true);
    game.begin_picture();
    game.offer(red(Confidence::sure), manifest_);
    game.set_on(false);
    QVERIFY(!game.hiding());
    QCOMPARE(game.score(), QString());
}

void GuessGameTest::reset_forgets_everything() {
    GuessGame game(language_);
    play(game, Confidence::sure, "red");
    game.reset();
    QVERIFY(!game.on() && game.choices().isEmpty() && game.score().isEmpty());
}

QTEST_GUILESS_MAIN(GuessGameTest)
#include "guess_game_test.moc"
