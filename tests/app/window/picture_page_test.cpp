// The Picture page while things overlap. No model is open behind it: the test itself sends what the
// inference thread would, at the moment that matters.
#include "app/services/language.hpp"
#include "app/viewmodels/picture_page.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QDir>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

namespace {

constexpr quint64 more_than_were_asked = 20;

ModelProvider no_provider() {
    return {[] { return std::vector<ModelChoice>{}; },
            [](const QString &) -> Result<OpenSession> {
                return Error{"no_models", {}};
            },
            [](const ModelSession &) { return OpenedModel{}; }};
}

std::shared_ptr<const OpenedModel> model(const std::string &name, const QString &backend = "cpu") {
    OpenedModel opened;
    opened.manifest = tiny_model(name, 1.0).manifest;
    opened.backend = backend;
    return std::make_shared<const OpenedModel>(opened);
}

Answer crimson() {
    Answer answer;
    answer.verdict.confidence = Confidence::sure;
    answer.verdict.headline = {"crimson", "绛红"};
    answer.verdict.candidates = {{{"crimson", "绛红"}, 0.9, -1, 0}};
    return answer;
}

} // namespace

class PicturePageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();

    void an_answer_that_comes_after_its_model_is_gone_is_dropped();
    void a_failure_that_comes_after_its_model_is_gone_is_dropped();
    void giving_up_a_model_takes_its_answer_away();
    void a_model_that_opens_while_a_picture_is_read_waits_for_that_picture();
    void the_newest_of_two_pictures_that_wait_for_the_model_is_asked_about();
    void a_new_list_of_samples_has_none_chosen();
    void a_sample_keeps_its_name_in_both_languages();
    void a_model_that_moved_to_another_device_says_so();
    void a_pasted_picture_is_brought_in_as_a_file_would_be();
    void a_pasted_picture_that_is_too_large_is_a_sentence();
    void a_folder_offers_what_the_file_dialog_does();
    void the_history_keeps_own_pictures_once_and_not_too_many();
    void a_pasted_picture_that_is_opened_again_is_kept_once();
    void another_model_knows_nothing_of_what_was_guessed_and_saved();
    void a_picture_is_told_once();
    void reset_forgets_the_visitor();
    void a_saved_picture_says_where_it_is();
    void pictures_are_kept_in_the_folder_of_pictures();
    void what_cannot_be_saved_says_why();

  private:
    QString picture(const char *name, QColor colour) const;
    void show(const QString &path, QColor colour);
    [[nodiscard]] QColor colour_shown() const; ///< invalid: none
    /// Whatever was asked, it is answered now.
    void answer_all();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Language> language_;
    std::unique_ptr<InferenceThread> inference_;
    std::unique_ptr<PicturePage> page_;
};

void PicturePageTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    language_ = std::make_unique<Language>();
    inference_ = std::make_unique<InferenceThread>(no_provider());
    page_ = std::make_unique<PicturePage>(*language_, *inference_);
}

void PicturePageTest::cleanup() {
    page_.reset();
    inference_.reset();
    language_.reset();
}

QString PicturePageTest::picture(const char *name, QColor colour) const {
    QImage image(32, 24, QImage::Format_RGB32);
    image.fill(colour);
    const QString path = folder_->filePath(name);
    image.save(path);
    return path;
}

void PicturePageTest::show(const QString &path, QColor colour) {
    page_->open_path(path);
    QTRY_COMPARE(colour_shown(), colour);
}

QColor PicturePageTest::colour_shown() const {
    const QImage shown = page_->picture();
    return shown.isNull() ? QColor() : shown.pixelColor(3, 3);
}

void PicturePageTest::answer_all() {
    for (quint64 ticket = 0; ticket < more_than_were_asked; ++ticket)
        Q_EMIT inference_->answered(ticket, crimson());
}

void PicturePageTest::an_answer_that_comes_after_its_model_is_gone_is_dropped() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    page_->set_model(nullptr);
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Working);
    QCOMPARE(page_->timing(), QString());
    page_->set_model(model("second"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
    QVERIFY(page_->timing().endsWith(QStringLiteral("CPU")));
}

void PicturePageTest::a_failure_that_comes_after_its_model_is_gone_is_dropped() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    page_->set_model(nullptr);
    for (quint64 ticket = 0; ticket < more_than_were_asked; ++ticket)
        Q_EMIT inference_->failed(ticket, {"compute_failed", {}});
    QCOMPARE(page_->state(), PicturePage::Working);
    page_->set_model(model("second"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
}

void PicturePageTest::giving_up_a_model_takes_its_answer_away() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
    page_->set_model(nullptr);
    QCOMPARE(page_->state(), PicturePage::Working);
    QCOMPARE(page_->headline(), QString());
    QCOMPARE(page_->candidates()->rowCount(), 0);
}

void PicturePageTest::a_model_that_opens_while_a_picture_is_read_waits_for_that_picture() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    page_->open_path(picture("blue.png", Qt::blue));
    page_->set_model(nullptr);
    page_->set_model(model("second"));
    QTRY_COMPARE(colour_shown(), QColor(Qt::blue));
    QCOMPARE(page_->picture_name(), QStringLiteral("blue.png"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
}

void PicturePageTest::the_newest_of_two_pictures_that_wait_for_the_model_is_asked_about() {
    show(picture("red.png", Qt::red), Qt::red);
    show(picture("blue.png", Qt::blue), Qt::blue);
    QCOMPARE(page_->state(), PicturePage::Working);
    page_->set_model(model("first"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
    QCOMPARE(page_->picture_name(), QStringLiteral("blue.png"));
}

void PicturePageTest::a_new_list_of_samples_has_none_chosen() {
    picture("1-red.png", Qt::red);
    page_->samples()->show_folder(folder_->path());
    QTRY_COMPARE(page_->samples()->rowCount(), 1);
    page_->openSample(0);
    QCOMPARE(page_->sample_shown(), 0);
    page_->samples()->show_folder(folder_->path());
    QCOMPARE(page_->sample_shown(), -1);
    QCOMPARE(page_->picture_name(), QStringLiteral("1-red"));
}

void PicturePageTest::a_sample_keeps_its_name_in_both_languages() {
    page_->samples()->show_built_in(QStringLiteral("photo"));
    if (page_->samples()->rowCount() == 0)
        QSKIP("The built-in pictures are not copied in this build.");
    page_->openSample(0);
    language_->set_code("zh");
    const QString chinese = page_->picture_name();
    page_->samples()->show_folder(folder_->path());
    language_->set_code("en");
    QVERIFY(!chinese.isEmpty());
    QVERIFY(!page_->picture_name().isEmpty());
    QVERIFY(page_->picture_name() != chinese);
}

void PicturePageTest::a_model_that_moved_to_another_device_says_so() {
    page_->set_model(model("first", "cuda"));
    show(picture("red.png", Qt::red), Qt::red);
    page_->set_facts(model("first", "cpu"));
    answer_all();
    QVERIFY2(page_->timing().endsWith(QStringLiteral("CPU")), qPrintable(page_->timing()));
}

void PicturePageTest::a_pasted_picture_is_brought_in_as_a_file_would_be() {
    QImage clear(2 * PictureReader::preview_side, 40, QImage::Format_ARGB32);
    clear.fill(Qt::transparent);
    page_->open_image(clear, "picture.pasted");
    QCOMPARE(page_->state(), PicturePage::Working);
    QVERIFY(page_->picture().isNull()); // not on this thread
    QTRY_COMPARE(colour_shown(), QColor(Qt::white));
    QCOMPARE(page_->picture().size(), QSize(PictureReader::preview_side, 20));
}

void PicturePageTest::a_pasted_picture_that_is_too_large_is_a_sentence() {
    page_->open_image(QImage(20'000, 5'001, QImage::Format_Mono), "picture.pasted");
    QTRY_COMPARE(page_->state(), PicturePage::Problem);
    QVERIFY2(page_->problem().contains("20000 × 5001"), qPrintable(page_->problem()));
}

void PicturePageTest::a_folder_offers_what_the_file_dialog_does() {
    const QStringList patterns = PicturePage::file_patterns().split(u' ');
    for (const char *pattern : {"*.jpg", "*.JPG", "*.jfif", "*.JFIF", "*.gif", "*.GIF"})
        QVERIFY2(patterns.contains(QLatin1String(pattern)), pattern);
    for (const char *name : {"1.jfif", "2.JPE", "3.Png", "4.txt"}) {
        QFile file(folder_->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    page_->samples()->show_folder(folder_->path());
    QTRY_COMPARE(page_->samples()->rowCount(), 3);
}

void PicturePageTest::the_history_keeps_own_pictures_once_and_not_too_many() {
    const QString red = picture("red.png", Qt::red);
    show(red, Qt::red);
    show(picture("blue.png", Qt::blue), Qt::blue);
    page_->openHistory(1);
    QTRY_COMPARE(colour_shown(), QColor(Qt::red));
    HistoryModel *history = page_->history();
    QCOMPARE(history->rowCount(), 2);
    QCOMPARE(history->data(history->index(0), HistoryModel::TitleRole).toString(),
             QStringLiteral("red.png"));
    QImage pasted(PictureReader::preview_side, PictureReader::preview_side, QImage::Format_RGB32);
    for (int i = 0; i < 5; ++i) {
        pasted.fill(QColor(i + 1, 200, 0));
        page_->open_image(pasted, "picture.pasted");
        QTRY_COMPARE(colour_shown(), QColor(i + 1, 200, 0));
    }
    qsizetype bytes = 0;
    for (int row = 0; row < history->rowCount(); ++row)
        bytes += history->entry(row)->image.sizeInBytes();
    QVERIFY(bytes <= HistoryModel::most_bytes);
    for (std::size_t i = 0; i < 2 * HistoryModel::most_entries; ++i)
        history->add({QString::number(i), {}, {}, {}, nullptr});
    QCOMPARE(history->rowCount(), int(HistoryModel::most_entries));
}

void PicturePageTest::a_pasted_picture_that_is_opened_again_is_kept_once() {
    QImage pasted(32, 24, QImage::Format_RGB32);
    pasted.fill(Qt::red);
    page_->open_image(pasted, "picture.pasted");
    QTRY_COMPARE(colour_shown(), QColor(Qt::red));
    const HistoryModel *history = page_->history();
    show(picture("blue.png", Qt::blue), Qt::blue);
    for (int times = 0; times < 2; ++times) {
        page_->openHistory(1);
        QTRY_COMPARE(colour_shown(), QColor(Qt::red));
        QCOMPARE(history->rowCount(), 2);
        QVERIFY(history->entry(0)->path.isEmpty());
        show(folder_->filePath("blue.png"), Qt::blue);
    }
    pasted.fill(Qt::green); // another one
    page_->open_image(pasted, "picture.pasted");
    QTRY_COMPARE(colour_shown(), QColor(Qt::green));
    QCOMPARE(history->rowCount(), 3);
}

void PicturePageTest::another_model_knows_nothing_of_what_was_guessed_and_saved() {
    page_->set_save_folder(folder_->filePath("kept"));
    page_->set_model(model("first"));
    page_->game()->set_on(true);
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    page_->game()->choose(0);
    page_->game()->run();
    page_->save();
    QTRY_VERIFY(!page_->saved().isEmpty());
    QVERIFY(!page_->game()->outcome().isEmpty());
    page_->set_model(nullptr);
    page_->set_model(model("second"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
    QVERIFY(page_->saved().isEmpty());
    QVERIFY(page_->game()->hiding() && page_->game()->chosen() < 0);
}

void PicturePageTest::a_picture_is_told_once() {
    const QSignalSpy answered(page_.get(), &PicturePage::answered);
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    QCOMPARE(answered.count(), 1);
    page_->game()->set_on(true);
    page_->game()->set_on(false);
    language_->set_code("zh");
    page_->retranslate();
    page_->set_model(nullptr);
    page_->set_model(model("second"));
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Answered);
    QCOMPARE(answered.count(), 1);
    show(picture("blue.png", Qt::blue), Qt::blue);
    answer_all();
    QCOMPARE(answered.count(), 2);
}

void PicturePageTest::reset_forgets_the_visitor() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    page_->set_heat_shown(true);
    page_->game()->set_on(true);
    page_->open_path(picture("blue.png", Qt::blue)); // still being read
    page_->reset();
    answer_all();
    QCOMPARE(page_->state(), PicturePage::Empty);
    QVERIFY(page_->picture().isNull() && page_->headline().isEmpty());
    QVERIFY(page_->picture_name().isEmpty());
    QCOMPARE(page_->history()->rowCount(), 0);
    QVERIFY(!page_->game()->on() && !page_->heat_shown() && page_->saved().isEmpty());
    show(picture("red.png", Qt::red), Qt::red); // what was being read is behind us now
    QCOMPARE(page_->history()->rowCount(), 1);
}

void PicturePageTest::a_saved_picture_says_where_it_is() {
    page_->set_save_folder(folder_->filePath("kept"));
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    page_->save();
    QTRY_VERIFY(!page_->saved().isEmpty());
    const QStringList files = QDir(folder_->filePath("kept")).entryList({"*.png"});
    QCOMPARE(files.size(), 1);
    QVERIFY2(files.first().startsWith("vitrine-crimson-2"), qPrintable(files.first()));
    QCOMPARE(page_->saved(),
             QStringLiteral("Saved in %1: %2").arg(folder_->filePath("kept"), files.first()));
}

void PicturePageTest::pictures_are_kept_in_the_folder_of_pictures() {
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    qputenv("HOME", folder_->path().toUtf8());
    page_->save();
    QTRY_VERIFY(!page_->saved().isEmpty());
    const QStringList files = QDir(folder_->filePath("Pictures")).entryList({"*.png"});
    QCOMPARE(files.size(), 1);
    QCOMPARE(page_->saved(), "Saved in Pictures: " + files.first());
}

void PicturePageTest::what_cannot_be_saved_says_why() {
    page_->set_save_folder(QStringLiteral("/proc/nowhere"));
    page_->set_model(model("first"));
    show(picture("red.png", Qt::red), Qt::red);
    answer_all();
    page_->save();
    QTRY_VERIFY(!page_->saved().isEmpty());
    QVERIFY2(page_->saved().contains("Please"), qPrintable(page_->saved()));
}

QTEST_MAIN(PicturePageTest)
#include "picture_page_test.moc"
