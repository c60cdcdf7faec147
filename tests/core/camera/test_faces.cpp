// Noticing that somebody looks into the camera: with OpenCV's detector, and over time.
#include "core/camera/answer/face_watch.hpp"
#include "core/camera/faces/face_finder.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/images/decode_image.hpp"
#include "tests/fakes/drawn_face.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <random>

using namespace vitrine;

namespace {

Frame plain(int width, int height, std::uint8_t shade = 90) {
    Frame frame;
    frame.set_size(width, height);
    std::ranges::fill(frame.pixels, shade);
    return frame;
}

Frame photo(const char *name) {
    Frame frame;
    if (const auto image = read_image(std::string(VITRINE_FIXTURES "/") + name); image)
        fill_frame(frame, *image);
    return frame;
}

Rect middle_of(const Frame &frame) {
    const int side = std::min(frame.width, frame.height);
    return {(frame.width - side) / 2, (frame.height - side) / 2, side, side};
}

} // namespace

class TestFaces : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        auto made = make_face_finder();
        if (!made)
            QSKIP(english_message(made.error()).c_str());
        finder_ = *std::move(made);
    }

    void a_face_that_fills_the_square_is_seen_data() {
        QTest::addColumn<QSize>("frame");
        QTest::addColumn<double>("share"); // of the square that hair and face take
        for (const QSize size : {QSize(640, 480), QSize(1280, 720), QSize(480, 640)})
            for (const double share : {1.0, 0.8})
                QTest::addRow("%d×%d, %g", size.width(), size.height(), share) << size << share;
    }
    void a_face_that_fills_the_square_is_seen() {
        QFETCH(QSize, frame);
        QFETCH(double, share);
        Frame scene = plain(frame.width(), frame.height());
        const Rect square = middle_of(scene);
        QVERIFY(!finder_->sees_face(scene, square));
        const int side = static_cast<int>(share * square.width);
        draw_face(scene, {square.x + (square.width - side) / 2,
                          square.y + (square.height - side) / 2, side, side});
        QVERIFY(finder_->sees_face(scene, square));
    }

    void a_face_in_the_background_is_not_meant() {
        Frame scene = plain(640, 480);
        draw_face(scene, {260, 100, 150, 150}); // 84 pixels wide, of 480
        QVERIFY(!finder_->sees_face(scene, middle_of(scene)));
    }

    void a_face_beside_the_square_is_not_meant() {
        Frame scene = plain(1280, 480);
        draw_face(scene, {0, 0, 380, 380});
        QVERIFY(finder_->sees_face(scene, {0, 0, 480, 480}));
        QVERIFY(!finder_->sees_face(scene, middle_of(scene)));
    }

    void things_and_animals_are_no_faces_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"chelsea.png", "coffee.png", "cifar_cat.png", "cifar_truck.png",
                                 "cifar_frog.png", "cifar_airplane.png"})
            QTest::newRow(name) << name;
    }
    void things_and_animals_are_no_faces() {
        QFETCH(QString, name);
        const Frame scene = photo(qPrintable(name));
        QVERIFY(scene.width > 0);
        QVERIFY(!finder_->sees_face(scene, middle_of(scene)));
    }

    void noise_and_the_smallest_frame_are_no_faces() {
        Frame noise = plain(640, 480);
        std::mt19937 random(1);
        std::ranges::generate(noise.pixels, [&] { return static_cast<std::uint8_t>(random()); });
        QVERIFY(!finder_->sees_face(noise, middle_of(noise)));
        const Frame dot = plain(1, 1);
        QVERIFY(!finder_->sees_face(dot, middle_of(dot)));
        QVERIFY(!finder_->sees_face(dot, {}));
    }

    void without_a_cascade_there_is_a_reason() {
        const QTemporaryDir folder;
        const auto absent = folder.filePath("absent.xml").toStdString();
        const auto none = make_face_finder(absent.c_str());
        QVERIFY(!none);
        QCOMPARE(none.error().code, std::string("no_face_finder"));
        const auto broken = folder.filePath("broken.xml").toStdString();
        QFile file(QString::fromStdString(broken));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("<?xml version=\"1.0\"?><a") > 0);
        file.close();
        const auto refused = make_face_finder(broken.c_str());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("no_face_finder"));
    }

    void one_look_is_no_face_yet() {
        FaceWatch watch;
        QVERIFY(!watch.add(true, 0));
        QVERIFY(!watch.add(false, 0.2));
        QVERIFY(!watch.add(true, 0.4));
        QVERIFY(watch.add(true, 0.6));
    }

    void a_missed_look_is_not_the_end() {
        FaceWatch watch;
        static_cast<void>(watch.add(true, 0));
        QVERIFY(watch.add(true, 0.2));
        QVERIFY(watch.add(false, 0.4));
        QVERIFY(watch.add(true, 0.6));
        QVERIFY(watch.add(false, 0.6 + FaceWatch::gone_s - 0.1));
        QVERIFY(!watch.add(false, 0.6 + FaceWatch::gone_s + 0.01));
        QVERIFY(!watch.add(true, 2));
    }

  private:
    std::unique_ptr<FaceFinder> finder_;
};

QTEST_GUILESS_MAIN(TestFaces)
#include "test_faces.moc"
