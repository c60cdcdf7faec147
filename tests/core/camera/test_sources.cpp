// Sources as people name them, and those that are recorded.
#include "core/camera/files/folder_source.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/camera/source_name.hpp"
#include "core/images/decode_image.hpp"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <future>
#include <memory>
#include <thread>

using namespace vitrine;
using Kind = SourceName::Kind;

namespace {

const std::filesystem::path fixtures(VITRINE_FIXTURES);

void write(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

/// A film without compression, each frame plain: YUV4MPEG2, which FFmpeg reads.
QByteArray film(int width, int height, const std::vector<int> &lumas, int rate = 50) {
    QByteArray bytes = QStringLiteral("YUV4MPEG2 W%1 H%2 F%3:1 Ip A1:1 C420jpeg\n")
                           .arg(width)
                           .arg(height)
                           .arg(rate)
                           .toLatin1();
    for (const int luma : lumas) {
        bytes += "FRAME\n";
        bytes += QByteArray(width * height, static_cast<char>(luma));
        bytes += QByteArray(2 * ((width + 1) / 2) * ((height + 1) / 2), '\x80');
    }
    return bytes;
}

struct Seen {
    std::vector<Frame> frames;
    Result<Next> last = Next::nothing;
};

/// Reads until the source ends, fails, or has given so many frames.
Seen read_all(FrameSource &source, std::size_t most = 1000) {
    Seen seen;
    for (int tries = 0; tries < 10000 && seen.frames.size() < most; ++tries) {
        Frame frame;
        seen.last = source.next(frame, {});
        if (!seen.last || *seen.last == Next::ended)
            return seen;
        if (*seen.last == Next::frame)
            seen.frames.push_back(std::move(frame));
    }
    return seen;
}

} // namespace

class TestSources : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void names_are_understood() {
        QTemporaryDir folder;
        const std::string film_path = folder.filePath("a.y4m").toStdString();
        write(QString::fromStdString(film_path), film(16, 16, {0}));
        const auto means = [](const std::string &text, Kind kind, const std::string &place) {
            const auto name = parse_source_name(text);
            return name.ok() && *name == SourceName{kind, place};
        };
        QVERIFY(means("camera", Kind::camera, ""));
        QVERIFY(means("camera:2", Kind::camera, "2"));
        QVERIFY(means("camera:HD Webcam", Kind::camera, "HD Webcam"));
        QVERIFY(means("/dev/null", Kind::camera, "/dev/null"));
        QVERIFY(means("HD Webcam", Kind::camera, "HD Webcam"));
        QVERIFY(means("rtsp://host/a", Kind::stream, "rtsp://host/a"));
        QVERIFY(means("HTTP://host/a", Kind::stream, "HTTP://host/a"));
        QVERIFY(means(folder.path().toStdString(), Kind::pictures, folder.path().toStdString()));
        QVERIFY(means(film_path, Kind::video, film_path));
        const std::string picture = (fixtures / "coffee.png").string();
        QVERIFY(means(picture, Kind::pictures, picture));
    }

    void names_that_mean_nothing_are_refused() {
        const auto code = [](const char *text) { return parse_source_name(text).error().code; };
        QCOMPARE(code(""), std::string("bad_source"));
        QCOMPARE(code("ftp://host/a"), std::string("bad_source"));
        QCOMPARE(code("concat:a|b.mp4"), std::string("vanished"));
        QCOMPARE(code("./nowhere"), std::string("vanished"));
        QCOMPARE(code("nowhere.mp4"), std::string("vanished"));
        QCOMPARE(code("/dev/video99"), std::string("vanished"));
    }

    void passwords_are_not_shown() {
        QCOMPARE(shown_address("rtsp://me:secret@host:5/a?b=@c"),
                 std::string("rtsp://host:5/a?b=@c"));
        QCOMPARE(shown_address("http://me:p@ss@host"), std::string("http://host"));
        QCOMPARE(shown_address("http://host/a@b"), std::string("http://host/a@b"));
        QCOMPARE(parse_source_name("ftp://me:secret@host/").error().arguments[0],
                 std::string("ftp://host/"));
    }

    void a_device_that_is_no_camera_is_told() {
        const auto source = make_source({Kind::camera, "/dev/null"}, false);
        QVERIFY(source.ok());
        QCOMPARE((*source)->open().error().code, std::string("not_a_camera"));
    }

    void a_folder_is_shown_picture_by_picture() {
        QTemporaryDir folder;
        QFile::copy(VITRINE_FIXTURES "/cifar_cat.png", folder.filePath("a.png"));
        write(folder.filePath("b.png"), "no picture");
        QFile::copy(VITRINE_FIXTURES "/chelsea.png", folder.filePath("c.png"));
        const auto source = make_folder_source(folder.path().toStdString(), false);
        QVERIFY(source->open().ok());
        const auto start = Frame::Clock::now();
        const Seen seen = read_all(*source);
        QVERIFY(*seen.last == Next::ended);
        QCOMPARE(seen.frames.size(), std::size_t{40});
        QCOMPARE(source->losses().damaged, std::uint64_t{1});
        // Ten a second, whatever decoding costs.
        QVERIFY(Frame::Clock::now() - start >= std::chrono::milliseconds(3900));
        QCOMPARE(seen.frames[39].media_time.count(), 3.9);
        QVERIFY(to_image(seen.frames[19]) == *read_image(fixtures / "cifar_cat.png"));
        QVERIFY(to_image(seen.frames[20]) == *read_image(fixtures / "chelsea.png"));
    }

    void a_folder_without_pictures_says_so() {
        QTemporaryDir folder;
        QCOMPARE(make_folder_source(folder.path().toStdString(), true)->open().error().code,
                 std::string("no_pictures"));
        write(folder.filePath("a.png"), "no picture");
        const auto source = make_folder_source(folder.path().toStdString(), true);
        QVERIFY(source->open().ok());
        QCOMPARE(read_all(*source).last.error().code, std::string("not_an_image"));
    }

#ifdef VITRINE_HAS_VIDEO
    void a_film_is_shown_in_real_time_with_its_pixels() {
        QTemporaryDir folder;
        std::vector<int> lumas;
        for (int i = 0; i < 25; ++i)
            lumas.push_back(10 * i);
        write(folder.filePath("a.y4m"), film(64, 48, lumas));
        const auto source =
            make_source({Kind::video, folder.filePath("a.y4m").toStdString()}, false);
        QVERIFY(source.ok());
        const auto facts = (*source)->open();
        QVERIFY(facts && facts->width == 64 && facts->height == 48 && !facts->live);
        QCOMPARE(facts->frames_per_second, 50.0);
        const auto start = Frame::Clock::now();
        const Seen seen = read_all(**source);
        QVERIFY(*seen.last == Next::ended);
        QVERIFY(Frame::Clock::now() - start >= std::chrono::milliseconds(470));
        // On a busy machine some may be left out, and then they are counted.
        QCOMPARE(seen.frames.size() + (*source)->losses().missed, std::size_t{25});
        for (const Frame &frame : seen.frames) {
            QCOMPARE(frame.media_time.count(), static_cast<double>(frame.number) / 50);
            const std::uint8_t *centre = frame.row(24) + 4 * 32;
            for (int k = 0; k < 3; ++k) // full range: what the film's header says
                QVERIFY(std::abs(centre[k] - lumas[frame.number]) <= 12 + lumas[frame.number] / 5);
            QCOMPARE(int{centre[3]}, 255);
        }
    }

    void a_film_begins_anew() {
        QTemporaryDir folder;
        write(folder.filePath("a.y4m"), film(16, 16, {0, 100, 200}, 100));
        const auto source =
            make_source({Kind::video, folder.filePath("a.y4m").toStdString()}, true);
        QVERIFY((*source)->open().ok());
        const Seen seen = read_all(**source, 8);
        QCOMPARE(seen.frames.size(), std::size_t{8});
        for (std::size_t i = 1; i < 8; ++i) {
            QVERIFY(seen.frames[i].number > seen.frames[i - 1].number);
            QVERIFY(seen.frames[i].media_time > seen.frames[i - 1].media_time);
        }
    }

    void a_film_of_one_pixel_and_a_large_one_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("a pixel") << 1 << 1;
        QTest::newRow("4K") << 3840 << 2160;
    }
    void a_film_of_one_pixel_and_a_large_one() {
        QFETCH(int, width);
        QFETCH(int, height);
        QTemporaryDir folder;
        write(folder.filePath("a.y4m"), film(width, height, {100, 100}, 10));
        const auto source =
            make_source({Kind::video, folder.filePath("a.y4m").toStdString()}, false);
        const auto facts = (*source)->open();
        QVERIFY2(facts.ok(), facts.ok() ? "" : english_message(facts.error()).c_str());
        const Seen seen = read_all(**source);
        QVERIFY(seen.last.ok() && *seen.last == Next::ended);
        // On a busy machine one may be left out, and then it is counted.
        QCOMPARE(seen.frames.size() + (*source)->losses().missed, std::size_t{2});
        QVERIFY(!seen.frames.empty());
        for (const Frame &frame : seen.frames) {
            QCOMPARE(frame.width, width);
            QCOMPARE(frame.height, height);
            QVERIFY(std::abs(frame.row(height / 2)[4 * (width / 2)] - 100) <= 12);
        }
    }

    void a_film_over_the_network_keeps_its_pace() {
        const QByteArray bytes = film(64, 48, std::vector<int>(25, 100));
        std::promise<quint16> listens;
        auto port = listens.get_future();
        const std::jthread sender([&](const std::stop_token &stop) {
            QTcpServer server;
            listens.set_value(server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0);
            while (!stop.stop_requested()) {
                if (!server.waitForNewConnection(50))
                    continue;
                const std::unique_ptr<QTcpSocket> asker(server.nextPendingConnection());
                asker->waitForReadyRead(5000);
                asker->write("HTTP/1.0 200 OK\r\nContent-Length: " +
                             QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
                while (asker->bytesToWrite() > 0 && asker->waitForBytesWritten(5000)) {
                }
                asker->disconnectFromHost();
            }
        });
        const std::string address = "http://127.0.0.1:" + std::to_string(port.get()) + "/a.y4m";
        const auto source = make_source({Kind::stream, address}, false);
        const auto facts = (*source)->open();
        QVERIFY2(facts.ok(), facts.ok() ? "" : english_message(facts.error()).c_str());
        QVERIFY(!facts->live);
        const auto start = Frame::Clock::now();
        const Seen seen = read_all(**source);
        QVERIFY(seen.last.ok() && *seen.last == Next::ended);
        QVERIFY(Frame::Clock::now() - start >= std::chrono::milliseconds(470));
        QCOMPARE(seen.frames.size() + (*source)->losses().missed, std::size_t{25});
    }

    void what_is_no_film_is_told() {
        QTemporaryDir folder;
        write(folder.filePath("a.mp4"), "this is text");
        write(folder.filePath("empty.mp4"), "");
        for (const char *name : {"a.mp4", "empty.mp4"}) {
            const auto source =
                make_source({Kind::video, folder.filePath(name).toStdString()}, false);
            QCOMPARE((*source)->open().error().code, std::string("not_a_video"));
        }
    }

    void a_stream_that_nobody_sends_is_told() {
        QTcpServer nobody;
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        const quint16 port = nobody.serverPort();
        nobody.close();
        const std::string address = "http://me:secret@127.0.0.1:" + std::to_string(port) + "/a";
        const auto source = make_source({Kind::stream, address}, false);
        const auto opened = (*source)->open();
        QCOMPARE(opened.error().code, std::string("stream_failed"));
        QVERIFY(opened.error().arguments[0].find("secret") == std::string::npos);
    }
#endif
};

QTEST_GUILESS_MAIN(TestSources)
#include "test_sources.moc"
