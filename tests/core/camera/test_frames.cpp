// Frames on their way: the mailbox, the pool, and what the model gets of a frame.
#include "core/camera/fit_frame.hpp"
#include "core/camera/frame_pool.hpp"
#include "core/camera/latest.hpp"
#include "tests/fakes/fake_camera.hpp"

#include <QtTest>

#include <random>
#include <thread>

using namespace vitrine;

namespace {

Frame noise(int width, int height) {
    Frame frame;
    frame.set_size(width, height);
    std::mt19937 random(7);
    for (std::uint8_t &value : frame.pixels)
        value = static_cast<std::uint8_t>(random() >> 24U);
    return frame;
}

} // namespace

class TestFrames : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_mailbox_keeps_the_newest_and_counts_the_rest() {
        Latest<int> mailbox;
        QVERIFY(!mailbox.try_take());
        QVERIFY(mailbox.put(1));
        QVERIFY(!mailbox.put(2));
        QVERIFY(!mailbox.put(3));
        QCOMPARE(mailbox.try_take(), std::optional(3));
        QVERIFY(!mailbox.try_take());
        QVERIFY(mailbox.put(4));
        QCOMPARE(mailbox.dropped(), std::uint64_t{2});
    }

    void waiting_ends_with_a_value_a_stop_or_patience() {
        Latest<int> mailbox;
        QVERIFY(!mailbox.take({}, std::chrono::milliseconds(1)));
        std::stop_source stop;
        std::jthread stopper([&] { stop.request_stop(); });
        QVERIFY(!mailbox.take(stop.get_token(), std::chrono::hours(1)));
        std::jthread giver([&] { mailbox.put(5); });
        QCOMPARE(mailbox.take({}, std::chrono::hours(1)), std::optional(5));
    }

    void between_two_threads_nothing_is_lost_uncounted_and_order_holds() {
        constexpr std::uint64_t count = 20000;
        Latest<std::uint64_t> mailbox;
        std::jthread giver([&] {
            for (std::uint64_t i = 1; i <= count; ++i)
                mailbox.put(i);
        });
        std::uint64_t last = 0, taken = 0;
        while (last != count) {
            const auto value = mailbox.take({}, std::chrono::seconds(10));
            QVERIFY(value && *value > last);
            last = *value;
            ++taken;
        }
        QCOMPARE(taken + mailbox.dropped(), count);
    }

    void the_pool_uses_memory_again_and_has_an_end() {
        FramePool pool(2);
        auto first = pool.take();
        first->set_size(100, 50);
        const auto *const memory = first->pixels.data();
        auto second = pool.take();
        QVERIFY(second && !pool.take());
        first.reset();
        auto again = pool.take();
        QVERIFY(again && !pool.take());
        again->set_size(50, 100);
        QCOMPARE(again->pixels.data(), memory);
    }

    void a_frame_outlives_its_pool() {
        std::shared_ptr<Frame> frame;
        {
            FramePool pool(1);
            frame = pool.take();
        }
        frame->set_size(10, 10);
        QCOMPARE(frame->pixels.size(), std::size_t{400});
    }

    void the_model_gets_the_pixels_of_the_picture_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<double>("crop");
        QTest::newRow("wide") << 301 << 170 << 0.875;
        QTest::newRow("high") << 90 << 333 << 1.0;
        QTest::newRow("its own size") << 32 << 32 << 1.0;
        QTest::newRow("a pixel") << 1 << 1 << 0.875;
    }
    void the_model_gets_the_pixels_of_the_picture() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(double, crop);
        InputRule rule;
        rule.crop_fraction = crop;
        const Frame frame = noise(width, height);
        const Image whole = to_image(frame);
        QCOMPARE(whole.pixels[2], frame.pixels[2]);
        for (const Filter filter : {Filter::bicubic, Filter::bilinear, Filter::nearest}) {
            rule.filter = filter;
            QVERIFY(fit_frame(frame, rule) == fit_to_model(whole, rule));
        }
    }

    void an_empty_frame_gives_nothing() { QVERIFY(fit_frame({}, {}).empty()); }

    void a_picture_in_a_frame_is_the_picture() {
        const Image image = to_image(noise(13, 7));
        Frame frame;
        fill_frame(frame, image);
        QVERIFY(to_image(frame) == image);
        QCOMPARE(int{frame.row(6)[4 * 12 + 3]}, 255);
    }

    void stamps_are_read_back_and_no_others() {
        Frame frame = noise(200, 100);
        QVERIFY(!read_stamp(frame));
        const FrameStamp stamp{123456789012345ULL, 987654321098765LL};
        write_stamp(frame, stamp);
        QCOMPARE(read_stamp(frame), std::optional(stamp));
        Frame small = noise(20, 20);
        write_stamp(small, stamp);
        QVERIFY(!read_stamp(small));
    }
};

QTEST_GUILESS_MAIN(TestFrames)
#include "test_frames.moc"
