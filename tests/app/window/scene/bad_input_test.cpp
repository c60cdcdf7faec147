// What people paste and drop that is no picture, or far too many.
#include "tests/app/window/scene/scene_stage.hpp"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QTest>

using namespace vitrine;

class BadInputTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { SceneStage::prepare(VITRINE_FAKE_PLUGIN); }
    void init();
    void what_is_no_picture_is_a_sentence_data();
    void what_is_no_picture_is_a_sentence();
    void a_picture_is_pasted_from_another_program();
    void what_is_pasted_over_many_pictures_is_seen();
    void an_address_pasted_over_many_pictures_is_a_sentence();
    void a_dropped_folder_and_a_file_are_shown_together();
    void a_thousand_dropped_files_can_be_stopped();

  private:
    [[nodiscard]] WindowModel &window() { return stages_.get(false).stage().model(); }
    [[nodiscard]] QString file(const QString &name) const {
        return QDir::homePath() + QStringLiteral("/Pictures/") + name;
    }

    SceneStages stages_;
};

void BadInputTest::init() {
    SceneStage::fail_on_qml_warnings();
    QVERIFY(stages_.get(false).enter("empty"));
}

void BadInputTest::what_is_no_picture_is_a_sentence_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("pasted text") << "text"
                                 << "no picture to paste";
    QTest::newRow("an empty clipboard") << "nothing"
                                        << "no picture to paste";
    // As another program puts them there: the bytes of a file.
    QTest::newRow("a picture of 30000 × 30000") << "claims_30000.png"
                                                << "too large (30000 × 30000)";
    QTest::newRow("a picture that is cut off") << "cut.jpg"
                                               << "damaged";
    QTest::newRow("a picture that Qt cannot open") << "null"
                                                   << "cannot open this kind";
    QTest::newRow("a dangling link") << "link"
                                     << "no longer there";
    QTest::newRow("an address in the web") << "web"
                                           << "cannot be read";
    QTest::newRow("a file of text") << "note"
                                    << "not a picture";
}

void BadInputTest::what_is_no_picture_is_a_sentence() {
    QFETCH(QString, kind);
    QFETCH(QString, says);
    if (kind == "text") {
        QGuiApplication::clipboard()->setText("a cat");
        window().paste();
    } else if (kind == "nothing") {
        QGuiApplication::clipboard()->clear();
        window().paste();
    } else if (kind == "null") {
        auto *held = new QMimeData; // the clipboard's then
        held->setImageData(QImage());
        QGuiApplication::clipboard()->setMimeData(held);
        window().paste();
    } else if (kind.contains(u'.')) {
        QFile picture(QStringLiteral(VITRINE_FIXTURES "/images/") + kind);
        QVERIFY(picture.open(QIODevice::ReadOnly));
        auto *held = new QMimeData;
        held->setData(kind.endsWith("png") ? "image/png" : "image/jpeg", picture.readAll());
        QGuiApplication::clipboard()->setMimeData(held);
        window().paste();
    } else if (kind == "link") {
        QFile::link(file("gone.png"), file("link.png"));
        window().openUrls({QUrl::fromLocalFile(file("link.png"))});
    } else if (kind == "web") {
        window().openUrls({QUrl("https://example.org/cat.png")});
    } else {
        QFile note(file("note.png"));
        QVERIFY(note.open(QIODevice::WriteOnly));
        note.write("Not every file with this name is a picture.");
        note.close();
        window().openUrls({QUrl::fromLocalFile(note.fileName())});
    }
    const PicturePage &page = *window().picture_page();
    QTRY_COMPARE(page.state(), PicturePage::Problem);
    QVERIFY2(page.problem().contains(says), qPrintable(page.problem()));
    QVERIFY(page.problem().contains(QStringLiteral("Please"))); // and what to do about it
    QVERIFY(!window().picture_grid()->active());
    QFile::remove(file("link.png"));
    QFile::remove(file("note.png"));
}

void BadInputTest::a_picture_is_pasted_from_another_program() {
    QFile picture(QStringLiteral(VITRINE_FIXTURES "/coffee.png"));
    QVERIFY(picture.open(QIODevice::ReadOnly));
    auto *held = new QMimeData;
    held->setData("image/png", picture.readAll());
    QGuiApplication::clipboard()->setMimeData(held);
    window().paste();
    const PicturePage &page = *window().picture_page();
    QTRY_COMPARE(page.state(), PicturePage::Answered);
    QCOMPARE(page.picture().size(), QImage(picture.fileName()).size());
    QCOMPARE(page.picture_name(), QStringLiteral("Pasted picture"));
}

void BadInputTest::what_is_pasted_over_many_pictures_is_seen() {
    window().openUrls({QUrl::fromLocalFile(file("1.png")), QUrl::fromLocalFile(file("2.png"))});
    PictureGrid &grid = *window().picture_grid();
    QTRY_VERIFY(grid.active() && grid.shown());
    QImage image(20, 10, QImage::Format_RGB32);
    image.fill(Qt::blue);
    QGuiApplication::clipboard()->setImage(image);
    window().paste();
    QVERIFY(!grid.shown());
    QVERIFY(grid.active()); // and there is a way back to it
    grid.close();
}

void BadInputTest::an_address_pasted_over_many_pictures_is_a_sentence() {
    window().openUrls({QUrl::fromLocalFile(file("1.png")), QUrl::fromLocalFile(file("2.png"))});
    PictureGrid &grid = *window().picture_grid();
    QTRY_VERIFY(grid.active() && grid.shown());
    auto *held = new QMimeData;
    held->setUrls({QUrl("sftp://example.org/cat.png")});
    QGuiApplication::clipboard()->setMimeData(held);
    window().paste();
    QVERIFY(!grid.shown());
    QVERIFY(grid.active()); // and there is a way back to it
    QCOMPARE(window().picture_page()->state(), PicturePage::Problem);
    grid.close();
}

void BadInputTest::a_dropped_folder_and_a_file_are_shown_together() {
    const QString folder = QDir::homePath() + QStringLiteral("/dropped");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::copy(file("1.png"), folder + QStringLiteral("/in-it.png")));
    window().openUrls({QUrl::fromLocalFile(folder), QUrl::fromLocalFile(file("2.png"))});
    PictureGrid &grid = *window().picture_grid();
    QTRY_VERIFY(!grid.running() && grid.progress() >= 1);
    QCOMPARE(grid.rowCount(), 2);
}

void BadInputTest::a_thousand_dropped_files_can_be_stopped() {
    QList<QUrl> urls;
    for (int i = 0; i < 1000; ++i)
        urls.append(QUrl::fromLocalFile(file(QString("%1.png").arg(1 + i % 12))));
    window().openUrls(urls);
    PictureGrid &grid = *window().picture_grid();
    QTRY_VERIFY(grid.rowCount() > 0);
    grid.cancel();
    QVERIFY(!grid.running());
    grid.close();
    QVERIFY(!grid.active());
}

QTEST_MAIN(BadInputTest)
#include "bad_input_test.moc"
