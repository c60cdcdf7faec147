// Thumbnails: what is made, in which order, and what is kept.
#include "app/services/files/thumbnail_loader.hpp"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

namespace {

constexpr int side = 32;
constexpr int patience_ms = 20'000;

} // namespace

class ThumbnailLoaderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void it_is_the_middle_of_the_picture();
    void what_is_no_picture_gives_nothing_data();
    void what_is_no_picture_gives_nothing();
    void the_newest_is_served_first();
    void a_cancelled_request_is_not_served();
    void a_file_written_anew_is_read_anew();
    void memory_is_bounded();
    void nothing_stays_after_forget();
    void too_many_requests_give_up_the_oldest();
    void a_disk_that_does_not_answer_holds_nothing_up_data();
    void a_disk_that_does_not_answer_holds_nothing_up();

  private:
    QString picture(const QString &name, QColor colour) const {
        QImage image(90, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        for (int y = 0; y < 60; ++y)
            for (int x = 15; x < 75; ++x)
                image.setPixelColor(x, y, colour);
        const QString path = folder_->filePath(name);
        image.save(path);
        return path;
    }
    static QImage load(ThumbnailLoader &loader, const QString &path) {
        QSemaphore done;
        QImage made;
        loader.request(path, side, [&](const QImage &image) {
            made = image;
            done.release();
        });
        return done.tryAcquire(1, patience_ms) ? made : QImage();
    }
    /// Keeps the loader's only thread busy until it is let go.
    class Gate {
      public:
        Gate(ThumbnailLoader &loader, const QString &path) {
            loader.request(path, side, [this](const QImage &) {
                entered_.release();
                opened_.acquire();
            });
            entered_.acquire();
        }
        void open() { opened_.release(); }

      private:
        QSemaphore entered_;
        QSemaphore opened_;
    };
    std::unique_ptr<QTemporaryDir> folder_;
};

void ThumbnailLoaderTest::it_is_the_middle_of_the_picture() {
    ThumbnailLoader loader;
    const QImage made = load(loader, picture("a.png", Qt::red));
    QCOMPARE(made.size(), QSize(side, side));
    QCOMPARE(made.pixelColor(2, 2), QColor(Qt::red)); // the white sides are cut off
    QCOMPARE(made.pixelColor(side - 3, side - 3), QColor(Qt::red));
}

void ThumbnailLoaderTest::what_is_no_picture_gives_nothing_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addRow("empty") << QByteArray();
    QTest::addRow("words") << QByteArray("not a picture");
    QTest::addRow("cut off") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
}

void ThumbnailLoaderTest::what_is_no_picture_gives_nothing() {
    QFETCH(QByteArray, bytes);
    QFile file(folder_->filePath("bad.png"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    ThumbnailLoader loader;
    QVERIFY(load(loader, file.fileName()).isNull());
    QVERIFY(load(loader, folder_->filePath("missing.png")).isNull());
    QVERIFY(load(loader, folder_->path()).isNull());
    QCOMPARE(loader.cached_bytes(), 0);
}

void ThumbnailLoaderTest::the_newest_is_served_first() {
    const QString path = picture("a.png", Qt::red);
    QStringList order;
    QSemaphore done;
    ThumbnailLoader loader(1);
    Gate gate(loader, path);
    for (const QString name : {"first", "second", "third"})
        loader.request(path, side, [&, name](const QImage &) {
            order.append(name);
            done.release();
        });
    gate.open();
    QVERIFY(done.tryAcquire(3, patience_ms));
    QCOMPARE(order, QStringList({"third", "second", "first"}));
}

void ThumbnailLoaderTest::a_cancelled_request_is_not_served() {
    const QString path = picture("a.png", Qt::red);
    bool served = false;
    ThumbnailLoader loader(1);
    Gate gate(loader, path);
    const auto ticket = loader.request(path, side, [&](const QImage &) { served = true; });
    loader.cancel(ticket);
    gate.open();
    QVERIFY(!load(loader, path).isNull());
    QVERIFY(!served);
}

void ThumbnailLoaderTest::a_file_written_anew_is_read_anew() {
    ThumbnailLoader loader;
    QCOMPARE(load(loader, picture("a.png", Qt::red)).pixelColor(9, 9), QColor(Qt::red));
    const QString path = picture("a.png", Qt::blue);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.setFileTime(QDateTime::currentDateTime().addSecs(5), QFileDevice::FileModificationTime);
    file.close();
    QCOMPARE(load(loader, path).pixelColor(9, 9), QColor(Qt::blue));
}

void ThumbnailLoaderTest::memory_is_bounded() {
    constexpr std::int64_t three = 3 * side * side * 4;
    ThumbnailLoader loader(1, three);
    for (int i = 0; i < 8; ++i)
        QVERIFY(!load(loader, picture(QString::number(i) + ".png", Qt::green)).isNull());
    QCOMPARE(loader.cached_bytes(), three);
}

void ThumbnailLoaderTest::nothing_stays_after_forget() {
    ThumbnailLoader loader;
    QVERIFY(!load(loader, picture("a.png", Qt::green)).isNull());
    QVERIFY(loader.cached_bytes() > 0);
    loader.forget();
    QCOMPARE(loader.cached_bytes(), 0);
}

void ThumbnailLoaderTest::too_many_requests_give_up_the_oldest() {
    const QString path = picture("a.png", Qt::red);
    QSemaphore done;
    bool oldest_given_up = false;
    ThumbnailLoader loader(1);
    Gate gate(loader, path);
    loader.request(path, side, [&](const QImage &image) { oldest_given_up = image.isNull(); });
    for (std::size_t i = 0; i < ThumbnailLoader::most_waiting; ++i)
        loader.request(path, side, [&](const QImage &) { done.release(); });
    QVERIFY(oldest_given_up);
    gate.open();
    QVERIFY(done.tryAcquire(int(ThumbnailLoader::most_waiting), patience_ms));
}

void ThumbnailLoaderTest::a_disk_that_does_not_answer_holds_nothing_up_data() {
    QTest::addColumn<int>("patience");
    QTest::addColumn<int>("silent");
    QTest::newRow("without patience") << 0 << 1;
    QTest::newRow("nobody asks again") << 300 << 1;
    QTest::newRow("as many as may be left") << 100 << ThumbnailLoader::most_left_behind;
}

void ThumbnailLoaderTest::a_disk_that_does_not_answer_holds_nothing_up() {
    QFETCH(int, patience);
    QFETCH(int, silent);
    struct Disk {
        QSemaphore asked;
        QSemaphore answers;
    };
    const auto disk = std::make_shared<Disk>();
    const ReadImage read = [disk](const std::filesystem::path &path, const DecodeLimits &limits) {
        if (path.filename() == "silent.png") {
            disk->asked.release();
            disk->answers.acquire();
        }
        return read_whole_image(path, limits);
    };
    {
        ThumbnailLoader loader(1, ThumbnailLoader::default_cache_bytes, read,
                               std::chrono::milliseconds(patience));
        for (int i = 0; i < silent; ++i)
            loader.request(picture("silent.png", Qt::red), side, [](const QImage &) {});
        QVERIFY(disk->asked.tryAcquire(silent, patience_ms));
        QCOMPARE(load(loader, picture("a.png", Qt::blue)).pixelColor(9, 9), QColor(Qt::blue));
    } // and it ends
    disk->answers.release(silent);
}

QTEST_GUILESS_MAIN(ThumbnailLoaderTest)
#include "thumbnail_loader_test.moc"
