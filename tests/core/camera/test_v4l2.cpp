// Cameras through V4L2, with a driver that is not there.
#include "core/camera/v4l2/camera_source.hpp"
#include "core/camera/v4l2/convert.hpp"
#include "core/camera/v4l2/list_cameras.hpp"
#include "tests/fakes/fake_video_device.hpp"

#include <QFile>
#include <QtTest>

#include <cerrno>
#include <cmath>

#include <cstdio>
#include <jpeglib.h>
#include <linux/videodev2.h>

using namespace vitrine;
using namespace vitrine::v4l2;

namespace {

constexpr OfferedFormat small_yuyv{V4L2_PIX_FMT_YUYV, 64, 48, 30};

std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               Frame::Clock::now().time_since_epoch())
        .count();
}

/// One colour, as YUYV.
std::vector<std::uint8_t> yuyv(int width, int height, std::array<std::uint8_t, 3> y_u_v) {
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < width * height / 2; ++i)
        bytes.insert(bytes.end(), {y_u_v[0], y_u_v[1], y_u_v[0], y_u_v[2]});
    return bytes;
}

/// One colour as JPEG; webcams leave the Huffman tables out.
std::vector<std::uint8_t> jpeg(int width, int height, std::array<std::uint8_t, 3> colour,
                               bool huffman_tables) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char *memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &memory, &size);
    info.image_width = static_cast<unsigned>(width);
    info.image_height = static_cast<unsigned>(height);
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_start_compress(&info, TRUE);
    std::vector<std::uint8_t> row;
    for (int x = 0; x < width; ++x)
        row.insert(row.end(), colour.begin(), colour.end());
    for (int y = 0; y < height; ++y) {
        JSAMPROW rows[] = {row.data()};
        jpeg_write_scanlines(&info, rows, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::vector<std::uint8_t> bytes(memory, memory + size);
    std::free(memory);
    if (huffman_tables)
        return bytes;
    std::vector<std::uint8_t> stripped(bytes.begin(), bytes.begin() + 2);
    std::size_t at = 2;
    while (bytes[at + 1] != 0xDA) { // segments up to the scan
        const std::size_t length = 2U + bytes[at + 2] * 256U + bytes[at + 3];
        if (bytes[at + 1] != 0xC4)
            stripped.insert(stripped.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at + length));
        at += length;
    }
    stripped.insert(stripped.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
    return stripped;
}

bool is_near(const std::uint8_t *pixel, std::array<int, 3> colour, int tolerance) {
    for (std::size_t k = 0; k < 3; ++k)
        if (std::abs(pixel[k] - colour[k]) > tolerance)
            return false;
    return pixel[3] == 255;
}

} // namespace

class TestV4l2 : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_format_that_fits_is_chosen_data() {
        QTest::addColumn<std::vector<OfferedFormat>>("offered");
        QTest::addColumn<int>("index"); // −1: none
        constexpr auto mjpeg = V4L2_PIX_FMT_MJPEG;
        constexpr auto raw = V4L2_PIX_FMT_YUYV;
        using List = std::vector<OfferedFormat>;
        QTest::newRow("a webcam: large pictures uncompressed are slow")
            << List{{raw, 640, 480, 30},
                    {raw, 1280, 720, 10},
                    {mjpeg, 640, 480, 30},
                    {mjpeg, 1280, 720, 30},
                    {mjpeg, 1920, 1080, 30}}
            << 3;
        QTest::newRow("uncompressed where it is as good")
            << List{{mjpeg, 1280, 720, 30}, {raw, 1280, 720, 30}} << 1;
        QTest::newRow("4K only") << List{{mjpeg, 3840, 2160, 30}} << 0;
        QTest::newRow("4K or small") << List{{mjpeg, 3840, 2160, 30}, {raw, 640, 480, 30}} << 1;
        QTest::newRow("H.264 alone") << List{{V4L2_PIX_FMT_H264, 1280, 720, 30}} << -1;
        QTest::newRow("H.264 beside a small one")
            << List{{V4L2_PIX_FMT_H264, 1280, 720, 30}, {raw, 320, 240, 15}} << 1;
        QTest::newRow("none says how fast") << List{{raw, 320, 240, 0}, {raw, 640, 480, 0}} << 1;
        QTest::newRow("nothing") << List{} << -1;
    }
    void the_format_that_fits_is_chosen() {
        QFETCH(std::vector<OfferedFormat>, offered);
        QFETCH(int, index);
        const auto chosen = choose_format(offered);
        QCOMPARE(chosen.has_value(), index >= 0);
        if (chosen)
            QVERIFY(*chosen == offered[static_cast<std::size_t>(index)]);
    }

    void cameras_are_listed_with_their_formats() {
        FakeVideoDevice device;
        device.formats = {small_yuyv, {V4L2_PIX_FMT_MJPEG, 1280, 720, 25}};
        const auto cameras = list_cameras(device);
        QCOMPARE(cameras.size(), std::size_t{1});
        QCOMPARE(cameras[0].device, std::string("/dev/video0"));
        QCOMPARE(cameras[0].name, std::string("Fake Webcam"));
        QVERIFY(cameras[0].formats == device.formats);
        QCOMPARE(device.open_descriptors(), 0);
    }

    void a_device_without_pictures_is_no_camera() {
        FakeVideoDevice device;
        device.capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
        QVERIFY(list_cameras(device).empty());
        QCOMPARE(make_camera_source("/dev/video0", {}, device)->open().error().code,
                 std::string("not_a_camera"));
        QCOMPARE(device.open_descriptors(), 0);
    }

    void what_keeps_a_camera_from_opening_is_told_apart_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("code");
        QTest::newRow("EBUSY") << EBUSY << "camera_busy";
        QTest::newRow("EACCES") << EACCES << "camera_denied";
        QTest::newRow("EPERM") << EPERM << "camera_denied";
        QTest::newRow("ENODEV") << ENODEV << "camera_gone";
        QTest::newRow("ENOENT") << ENOENT << "camera_gone";
        QTest::newRow("EIO") << EIO << "camera_failed";
    }
    void what_keeps_a_camera_from_opening_is_told_apart() {
        QFETCH(int, number);
        QFETCH(QString, code);
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        device.open_error = number;
        QCOMPARE(make_camera_source("/dev/video0", {}, device)->open().error().code,
                 code.toStdString());
        // Cameras open for many; who streams is asked by S_FMT, REQBUFS or STREAMON.
        for (const unsigned long request : {VIDIOC_S_FMT, VIDIOC_REQBUFS, VIDIOC_STREAMON}) {
            FakeVideoDevice later;
            later.formats = {small_yuyv};
            later.errors[request] = number;
            const auto source = make_camera_source("/dev/video0", {}, later);
            QCOMPARE(source->open().error().code, code.toStdString());
            QCOMPARE(later.open_descriptors(), 0);
            QCOMPARE(later.mapped(), 0);
        }
    }

    void another_kind_of_device_is_no_camera() {
        FakeVideoDevice device;
        device.errors[VIDIOC_QUERYCAP] = ENOTTY; // as /dev/null says
        QCOMPARE(make_camera_source("/dev/video0", {}, device)->open().error().code,
                 std::string("not_a_camera"));
    }

    void a_busy_camera_is_listed_with_its_problem() {
        FakeVideoDevice device;
        device.open_error = EBUSY;
        const auto cameras = list_cameras(device);
        QCOMPARE(cameras.size(), std::size_t{1});
        QCOMPARE(cameras[0].problem.code, std::string("camera_busy"));
    }

    void any_camera_is_the_first_that_works_data() {
        QTest::addColumn<int>("fault"); // of the first
        QTest::addColumn<QString>("code");
        QTest::newRow("its pictures are not understood") << 0 << "no_camera_format";
        QTest::newRow("busy when it is opened") << 1 << "camera_busy";
        QTest::newRow("busy when it is to stream") << 2 << "camera_busy";
        QTest::newRow("denied") << 3 << "camera_denied";
    }
    void any_camera_is_the_first_that_works() {
        QFETCH(int, fault);
        QFETCH(QString, code);
        FakeVideoDevice bad, good;
        bad.formats = {fault == 0 ? OfferedFormat{V4L2_PIX_FMT_H264, 640, 480, 30} : small_yuyv};
        if (fault == 1)
            bad.open_error = EBUSY;
        if (fault == 2)
            bad.errors[VIDIOC_S_FMT] = EBUSY;
        if (fault == 3)
            bad.open_error = EACCES;
        good.path = "/dev/video2";
        good.card = "Good Webcam";
        good.formats = {small_yuyv};
        {
            const FakeVideoDevices both({&bad, &good});
            const auto source = make_any_camera_source({}, both);
            const auto facts = source->open();
            QVERIFY2(facts.ok(), facts.ok() ? "" : english_message(facts.error()).c_str());
            QCOMPARE(facts->name, std::string("Good Webcam"));
            QCOMPARE(facts->device, std::string("/dev/video2"));
        }
        QCOMPARE(bad.open_descriptors() + good.open_descriptors(), 0);
        const FakeVideoDevices alone({&bad}), none({});
        QCOMPARE(make_any_camera_source({}, alone)->open().error().code, code.toStdString());
        QCOMPARE(make_any_camera_source({}, none)->open().error().code, std::string("no_camera"));
    }

    void no_known_format_is_said() {
        FakeVideoDevice device;
        device.formats = {{V4L2_PIX_FMT_H264, 640, 480, 30}};
        const auto opened = make_camera_source("/dev/video0", {}, device)->open();
        QVERIFY(opened.error() == (Error{"no_camera_format", {"/dev/video0", "H264"}}));
    }

    void as_few_buffers_as_the_driver_bears_data() {
        QTest::addColumn<unsigned>("given");
        QTest::addColumn<unsigned>("to_stream");
        QTest::addColumn<unsigned>("expected");
        QTest::newRow("two") << 0U << 0U << 2U;
        QTest::newRow("the driver raises") << 4U << 0U << 4U;
        QTest::newRow("streaming needs more") << 0U << 3U << 3U;
    }
    void as_few_buffers_as_the_driver_bears() {
        QFETCH(unsigned, given);
        QFETCH(unsigned, to_stream);
        QFETCH(unsigned, expected);
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        device.fewest_buffers_given = given;
        device.fewest_buffers_to_stream = to_stream;
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        QCOMPARE(device.buffers(), expected);
        QCOMPARE(device.mapped(), static_cast<int>(expected));
        source->close();
        QCOMPARE(device.buffers(), 0U);
        QCOMPARE(device.mapped(), 0);
        QCOMPARE(device.open_descriptors(), 0);
        QVERIFY(!device.streaming());
    }

    void a_frame_carries_the_drivers_time() {
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        const auto source = make_camera_source("/dev/video0", {}, device);
        const auto facts = source->open();
        QVERIFY(facts && facts->live && facts->format == "YUYV" && facts->width == 64);
        Frame frame;
        QVERIFY(*source->next(frame, {}) == Next::nothing);
        const std::int64_t time = now_us() - 30'000;
        device.deliver(yuyv(64, 48, {128, 128, 128}), 4, time);
        QVERIFY(*source->next(frame, {}) == Next::frame);
        QCOMPARE(frame.captured.time_since_epoch(), std::chrono::microseconds(time));
        QCOMPARE(frame.number, std::uint64_t{0});
        QCOMPARE(frame.width, 64);
        // (128 − 16) · 1.164
        QVERIFY(is_near(frame.row(47) + 4 * 63, {130, 130, 130}, 1));
    }

    void a_time_that_cannot_be_is_replaced_data() {
        QTest::addColumn<bool>("monotonic");
        QTest::addColumn<qint64>("offset_us");
        QTest::newRow("another clock") << false << qint64{-1000};
        QTest::newRow("the future") << true << qint64{5'000'000};
        QTest::newRow("long ago") << true << qint64{-60'000'000};
    }
    void a_time_that_cannot_be_is_replaced() {
        QFETCH(bool, monotonic);
        QFETCH(qint64, offset_us);
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        device.monotonic = monotonic;
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        const std::int64_t before = now_us();
        device.deliver(yuyv(64, 48, {128, 128, 128}), 0, before + offset_us);
        Frame frame;
        QVERIFY(*source->next(frame, {}) == Next::frame);
        const auto captured = frame.captured.time_since_epoch();
        QVERIFY(captured >= std::chrono::microseconds(before));
        QVERIFY(captured <= std::chrono::microseconds(now_us() + 1));
    }

    void the_newest_is_taken_and_the_others_count_as_missed() {
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        device.fewest_buffers_given = 4;
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        Frame frame;
        device.deliver(yuyv(64, 48, {50, 128, 128}), 10, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        for (std::uint8_t i = 1; i <= 3; ++i)
            device.deliver(yuyv(64, 48, {static_cast<std::uint8_t>(50 + 50 * i), 128, 128}),
                           10U + i, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        QCOMPARE(frame.number, std::uint64_t{3});
        QVERIFY(is_near(frame.row(0), {214, 214, 214}, 1)); // (200 − 16) · 1.164
        QCOMPARE(source->losses().missed, std::uint64_t{2});
        // A gap in the driver's own numbers: 14 to 16 never came.
        device.deliver(yuyv(64, 48, {128, 128, 128}), 17, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        QCOMPARE(source->losses().missed, std::uint64_t{5});
        // All buffers went back.
        for (std::uint32_t i = 0; i < 4; ++i)
            device.deliver(yuyv(64, 48, {128, 128, 128}), 18 + i, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        QCOMPARE(frame.number, std::uint64_t{11});
        // The driver begins to count anew.
        device.deliver(yuyv(64, 48, {128, 128, 128}), 0, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        QCOMPARE(frame.number, std::uint64_t{12});
        QCOMPARE(source->losses().missed, std::uint64_t{8});
    }

    void damaged_frames_are_counted_and_too_many_are_a_failure() {
        FakeVideoDevice device;
        device.formats = {{V4L2_PIX_FMT_MJPEG, 64, 48, 30}};
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        Frame frame;
        auto cut = jpeg(64, 48, {200, 30, 60}, true);
        cut.resize(cut.size() / 2);
        device.deliver(cut, 0, now_us());
        QVERIFY(*source->next(frame, {}) == Next::nothing);
        device.deliver(jpeg(64, 48, {200, 30, 60}, true), 1, now_us(), true); // the driver says so
        QVERIFY(*source->next(frame, {}) == Next::nothing);
        QCOMPARE(source->losses().damaged, std::uint64_t{2});
        device.deliver(jpeg(64, 48, {200, 30, 60}, true), 2, now_us());
        QVERIFY(*source->next(frame, {}) == Next::frame);
        Result<Next> last = Next::nothing;
        for (std::uint32_t i = 0; i < 100 && last.ok(); ++i) {
            device.deliver({1, 2, 3}, 3 + i, now_us());
            last = source->next(frame, {});
        }
        QCOMPARE(last.error().code, std::string("camera_failed"));
    }

    void pulling_the_plug_is_noticed() {
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        device.errors[VIDIOC_DQBUF] = ENODEV;
        Frame frame;
        QCOMPARE(source->next(frame, {}).error().code, std::string("camera_gone"));
    }

    void a_frame_shorter_than_its_format_is_damaged() {
        FakeVideoDevice device;
        device.formats = {small_yuyv};
        const auto source = make_camera_source("/dev/video0", {}, device);
        QVERIFY(source->open().ok());
        auto bytes = yuyv(64, 48, {128, 128, 128});
        bytes.pop_back();
        device.deliver(bytes, 0, now_us());
        Frame frame;
        QVERIFY(*source->next(frame, {}) == Next::nothing);
        QCOMPARE(source->losses().damaged, std::uint64_t{1});
    }

    void webcam_jpegs_decode_with_and_without_tables() {
        for (const bool tables : {true, false}) {
            Frame frame;
            QVERIFY(convert_jpeg(jpeg(50, 40, {200, 30, 60}, tables), frame).ok());
            QCOMPARE(frame.width, 50);
            QCOMPARE(frame.height, 40);
            QVERIFY(is_near(frame.row(39) + 4 * 49, {200, 30, 60}, 3));
        }
    }

    void yuv_comes_out_as_bt601_says_data() {
        QTest::addColumn<unsigned>("format");
        QTest::newRow("YUYV") << unsigned{V4L2_PIX_FMT_YUYV};
        QTest::newRow("NV12") << unsigned{V4L2_PIX_FMT_NV12};
        QTest::newRow("YUV420") << unsigned{V4L2_PIX_FMT_YUV420};
    }
    void yuv_comes_out_as_bt601_says() {
        QFETCH(unsigned, format);
        for (const auto &[y, u, v] : std::vector<std::array<std::uint8_t, 3>>{
                 {16, 128, 128}, {235, 128, 128}, {81, 90, 240}, {145, 54, 34}, {41, 240, 110}}) {
            std::vector<std::uint8_t> bytes;
            constexpr int width = 6, height = 4;
            if (format == V4L2_PIX_FMT_YUYV) {
                bytes = yuyv(width, height, {y, u, v});
            } else {
                bytes.assign(std::size_t{width} * height, y);
                for (int i = 0; i < width * height / 4; ++i)
                    if (format == V4L2_PIX_FMT_NV12)
                        bytes.insert(bytes.end(), {u, v});
                    else
                        bytes.push_back(u);
                if (format == V4L2_PIX_FMT_YUV420)
                    bytes.insert(bytes.end(), std::size_t{width} * height / 4, v);
            }
            const RawLayout layout{format, width, height,
                                   format == V4L2_PIX_FMT_YUYV ? 2 * width : width};
            QVERIFY(holds(layout, bytes.size()));
            QVERIFY(!holds(layout, bytes.size() - 1));
            Frame frame;
            convert_raw(layout, bytes, frame);
            // The standard's formula in floating point.
            const double luma = 255.0 / 219 * (y - 16);
            const auto level = [](double value) {
                return static_cast<int>(std::lround(std::clamp(value, 0.0, 255.0)));
            };
            const std::array<int, 3> expected{level(luma + 255.0 / 224 * 1.402 * (v - 128)),
                                              level(luma - 255.0 / 224 *
                                                               (1.772 * 0.114 / 0.587 * (u - 128) +
                                                                1.402 * 0.299 / 0.587 * (v - 128))),
                                              level(luma + 255.0 / 224 * 1.772 * (u - 128))};
            QVERIFY(is_near(frame.row(3) + 4 * 5, expected, 2));
        }
    }

    void an_impossible_layout_holds_nothing() {
        QVERIFY(!holds({V4L2_PIX_FMT_YUYV, 64, 48, 64}, 1 << 20)); // rows overlap
        QVERIFY(!holds({V4L2_PIX_FMT_YUYV, 0, 48, 128}, 1 << 20));
        QVERIFY(!holds({V4L2_PIX_FMT_RGB24, 100000, 2, 300000}, 1 << 20));
        QVERIFY(!holds({V4L2_PIX_FMT_RGB24, 10, 2, -30}, 1 << 20));
    }
};

QTEST_GUILESS_MAIN(TestV4l2)
#include "test_v4l2.moc"
