// Pictures that are kept.
#include "app/services/picture_card.hpp"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace vitrine;

namespace {

PictureCard red_card() {
    PictureCard card;
    card.picture = QImage(64, 48, QImage::Format_RGB32);
    card.picture.fill(Qt::red);
    card.headline = QStringLiteral("Red");
    card.bars = {{QStringLiteral("red"), QStringLiteral("90.0%"), 0.9}};
    return card;
}

const QDateTime now(QDate(2031, 4, 5), QTime(6, 7, 8));

} // namespace

class PictureCardTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void it_holds_photo_words_and_bars();
    void what_is_not_sure_is_not_green();
    void names_are_made_and_never_taken_twice();
    void a_name_tells_what_was_seen_and_fits_every_disk();
    void a_folder_that_cannot_be_made_is_an_error();
    void a_disk_that_takes_no_more_leaves_nothing_behind();
};

void PictureCardTest::it_holds_photo_words_and_bars() {
    const QTemporaryDir folder;
    const auto path = save_picture_card(red_card(), folder.path(), now);
    QVERIFY(path.ok());
    const QImage read(*path);
    QCOMPARE(read.width(), 1080);
    QCOMPARE(read.pixelColor(540, 400), QColor(Qt::red));
    // The bar is filled to nine tenths: seen near the lower edge.
    const auto filled = [&](int x) {
        for (int y = 780; y < read.height(); ++y)
            if (read.pixelColor(x, y) == QColor(0x0F, 0x5F, 0x3A))
                return true;
        return false;
    };
    QVERIFY(filled(48 + 984 * 85 / 100));
    QVERIFY(!filled(48 + 984 * 95 / 100));
    QVERIFY(draw_picture_card(PictureCard{red_card().picture, {}, {}, {}, {}, {}}).height() <
            read.height());
}

void PictureCardTest::what_is_not_sure_is_not_green() {
    PictureCard card = red_card();
    card.verdict = Confidence::not_sure;
    const QImage drawn = draw_picture_card(card);
    const auto holds = [&drawn](const QColor &colour) {
        for (int y = 780; y < drawn.height(); ++y)
            if (drawn.pixelColor(500, y) == colour)
                return true;
        return false;
    };
    QVERIFY(holds(QColor(0x4A, 0x54, 0x5E)));
    QVERIFY(!holds(QColor(0x0F, 0x5F, 0x3A)));
}

void PictureCardTest::names_are_made_and_never_taken_twice() {
    const QTemporaryDir folder;
    const QString inside = folder.filePath("made/for it");
    const auto first = save_picture_card(red_card(), inside, now);
    const auto second = save_picture_card(red_card(), inside, now);
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(QDir(inside).entryList(QDir::Files, QDir::Name),
             QStringList({"vitrine-2031-04-05-060708-2.png", "vitrine-2031-04-05-060708.png"}));
}

void PictureCardTest::a_name_tells_what_was_seen_and_fits_every_disk() {
    const QTemporaryDir folder;
    PictureCard card = red_card();
    for (const char *subject : {"猫", "ship or boat", "potter's wheel/disc"}) {
        card.subject = QString::fromUtf8(subject);
        QVERIFY(save_picture_card(card, folder.path(), now).ok());
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name),
             QStringList({"vitrine-potter-s-wheel-disc-2031-04-05-060708.png",
                          "vitrine-ship-or-boat-2031-04-05-060708.png",
                          QString::fromUtf8("vitrine-猫-2031-04-05-060708.png")}));
}

void PictureCardTest::a_folder_that_cannot_be_made_is_an_error() {
    const auto path = save_picture_card(red_card(), QStringLiteral("/proc/no/folder"), now);
    QVERIFY(!path.ok());
    QCOMPARE(path.error().code, std::string("no_permission"));
}

void PictureCardTest::a_disk_that_takes_no_more_leaves_nothing_behind() {
    const QTemporaryDir folder;
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit little{100, before.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
    const auto path = save_picture_card(red_card(), folder.path(), now);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!path.ok());
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_MAIN(PictureCardTest)
#include "picture_card_test.moc"
