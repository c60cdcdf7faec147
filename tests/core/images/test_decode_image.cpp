#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"
#include "tests/core/images/picture_fixtures.hpp"

#include <QtTest>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::test;

class TestDecodeImage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void decodes_to_the_expected_pixels_data();
    void decodes_to_the_expected_pixels();
    void notes_format_and_upright_size_data();
    void notes_format_and_upright_size();
    void refuses_with_the_right_code_data();
    void refuses_with_the_right_code();
    void refuses_every_cut_data() { decodes_to_the_expected_pixels_data(); }
    void refuses_every_cut();
    void takes_no_memory_for_large_pictures_without_their_end();
    void survives_every_changed_byte_data() { decodes_to_the_expected_pixels_data(); }
    void survives_every_changed_byte();
    void tolerates_bytes_behind_the_end();
    void obeys_the_limit_of_pixels();
    void obeys_the_limit_of_memory();
    void notes_the_size_of_what_is_too_large();
    void scales_large_jpegs_only_when_asked();
    void shows_the_same_part_when_scaled();
    void prints_nothing();
};

void TestDecodeImage::decodes_to_the_expected_pixels_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("tolerance");
    for (const auto &row : table("cases.json")) {
        const auto file = row["file"].get<std::string>();
        QTest::newRow(file.c_str())
            << QString::fromStdString(file) << row["width"].get<int>() << row["height"].get<int>()
            << QString::fromStdString(row["expected"].get<std::string>())
            << row["tolerance"].get<int>();
    }
}

void TestDecodeImage::decodes_to_the_expected_pixels() {
    QFETCH(QString, file);
    QFETCH(QString, expected);
    const auto image = decode_image(fixture_bytes(file.toStdString()));
    QVERIFY2(image.ok(), image.ok() ? "" : english_message(image.error()).c_str());
    QTEST(image->width, "width");
    QTEST(image->height, "height");
    const auto pixels = fixture_bytes("expected/" + expected.toStdString());
    QFETCH(int, tolerance);
    const int difference = largest_difference(image->pixels, pixels);
    QVERIFY2(difference <= tolerance, std::to_string(difference).c_str());
}

void TestDecodeImage::notes_format_and_upright_size_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QSize>("size");
    QTest::newRow("jpeg") << "rgb_420.jpg"
                          << "jpeg" << QSize(23, 17);
    QTest::newRow("turned jpeg") << "orientation6.jpg"
                                 << "jpeg" << QSize(17, 23);
    QTest::newRow("turned png") << "orientation8.png"
                                << "png" << QSize(17, 23);
    QTest::newRow("png, EXIF behind the pixels") << "orientation6_behind.png"
                                                 << "png" << QSize(17, 23);
    QTest::newRow("turned webp") << "orientation5.webp"
                                 << "webp" << QSize(17, 23);
    QTest::newRow("turned tiff") << "orientation7.tiff"
                                 << "tiff" << QSize(17, 23);
    QTest::newRow("bmp") << "rgb24.bmp"
                         << "bmp" << QSize(23, 17);
    QTest::newRow("gif") << "plain.gif"
                         << "gif" << QSize(23, 17);
}

void TestDecodeImage::notes_format_and_upright_size() {
    QFETCH(QString, file);
    PictureSource source;
    QVERIFY(decode_image(fixture_bytes(file.toStdString()), {}, &source).ok());
    QTEST(QString::fromUtf8(source.format.data(), static_cast<int>(source.format.size())),
          "format");
    QTEST(QSize(source.width, source.height), "size");
}

void TestDecodeImage::refuses_with_the_right_code_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("code");
    for (const auto &row : table("refused.json")) {
        const auto file = row["file"].get<std::string>();
        QTest::newRow(file.c_str()) << QString::fromStdString(file)
                                    << QString::fromStdString(row["code"].get<std::string>());
    }
}

void TestDecodeImage::refuses_with_the_right_code() {
    QFETCH(QString, file);
    QVERIFY(std::filesystem::exists(picture_folder() / file.toStdString()));
    const auto image = decode_image(fixture_bytes(file.toStdString()));
    QVERIFY(!image.ok());
    QTEST(QString::fromStdString(image.error().code), "code");
}

void TestDecodeImage::refuses_every_cut() {
    QFETCH(QString, file);
    const auto whole = fixture_bytes(file.toStdString());
    const std::span<const std::byte> bytes(whole);
    const auto expected = decode_image(whole);
    QVERIFY(expected.ok());
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        const auto image = decode_image(bytes.first(size));
        // The last four bytes of a TIFF may be the place of the next page, and libtiff goes on
        // without: then all pixels are there.
        const bool only_next_page = size + 4 >= bytes.size() && file.endsWith(".tiff");
        if (image.ok() && only_next_page && *image == *expected)
            continue;
        QVERIFY2(!image.ok(),
                 (std::to_string(size) + " of " + std::to_string(bytes.size())).c_str());
        const std::string &code = image.error().code;
        QVERIFY2(code == "truncated" || (size < 12 && code == "not_an_image") || code == "damaged",
                 (code + " at " + std::to_string(size)).c_str());
        // From the middle on, it is plain what happened.
        if (size > bytes.size() / 2 && !file.endsWith(".tiff"))
            QCOMPARE(code, std::string("truncated"));
    }
}

void TestDecodeImage::takes_no_memory_for_large_pictures_without_their_end() {
    const auto peak_kilobytes = [] {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    };
    // 9990 x 9990 pixels: 300 MB. Zeros are codes like others in a JPEG, 20 MB of them a third of
    // it.
    auto jpeg = fixture_bytes("rgb_420.jpg");
    jpeg.reserve(jpeg.size() + 20'000'000);
    std::size_t at = 2;
    while (at + 3 < jpeg.size() && jpeg[at + 1] != std::byte{0xDA}) {
        if (jpeg[at + 1] == std::byte{0xC0})
            for (const std::size_t side : {at + 5, at + 7}) {
                jpeg[side] = std::byte{9990 >> 8};
                jpeg[side + 1] = std::byte{9990 & 0xFF};
            }
        at += 2 + (std::to_integer<std::size_t>(jpeg[at + 2]) << 8U) +
              std::to_integer<std::size_t>(jpeg[at + 3]);
    }
    at += 2 + std::to_integer<std::size_t>(jpeg[at + 3]);
    jpeg.resize(at);
    jpeg.resize(at + 20'000'000);
    // A GIF's canvas is as large as the file's first lines say.
    auto gif = fixture_bytes("plain.gif");
    for (const std::size_t side : {6U, 8U}) {
        gif[side] = std::byte{9990 & 0xFF};
        gif[side + 1] = std::byte{9990 >> 8};
    }
    gif.resize(gif.size() - 1);
    const auto before = peak_kilobytes();
    for (const auto &bytes : {std::span<const std::byte>(jpeg), std::span<const std::byte>(gif)}) {
        PictureSource source;
        const auto image = decode_image(bytes, {}, &source);
        QCOMPARE(source.width, 9990);
        QVERIFY(!image.ok());
        QCOMPARE(image.error().code, std::string("truncated"));
        QVERIFY2(peak_kilobytes() - before < 30'000,
                 std::to_string(peak_kilobytes() - before).c_str());
    }
}

void TestDecodeImage::survives_every_changed_byte() {
    QFETCH(QString, file);
    auto bytes = fixture_bytes(file.toStdString());
    DecodeLimits limits;
    limits.max_pixels = 1'000'000;
    for (std::byte &byte : bytes) {
        for (const std::byte change : {std::byte{0xFF}, std::byte{0x01}, std::byte{0x80}}) {
            byte ^= change;
            const auto image = decode_image(bytes, limits);
            byte ^= change;
            if (image.ok())
                QCOMPARE(image->pixels.size(),
                         static_cast<std::size_t>(image->width * image->height * 3));
            else
                QVERIFY(!image.error().code.empty());
        }
    }
}

void TestDecodeImage::tolerates_bytes_behind_the_end() {
    for (const char *file : {"rgb_420.jpg", "progressive.jpg", "rgb8.png", "rgb24.bmp",
                             "lossy.webp", "rgb_raw.tiff", "plain.gif"}) {
        auto bytes = fixture_bytes(file);
        bytes.insert(bytes.end(), 1000, std::byte{0x5A});
        QVERIFY2(decode_image(bytes).ok(), file);
    }
}

void TestDecodeImage::obeys_the_limit_of_pixels() {
    DecodeLimits limits;
    limits.max_pixels = 23 * 17;
    for (const char *file :
         {"rgb_420.jpg", "rgb8.png", "rgb24.bmp", "lossy.webp", "rgb_raw.tiff", "plain.gif"}) {
        const auto bytes = fixture_bytes(file);
        QVERIFY2(decode_image(bytes, limits).ok(), file);
        DecodeLimits less = limits;
        less.max_pixels -= 1;
        const auto image = decode_image(bytes, less);
        QVERIFY2(!image.ok(), file);
        QCOMPARE(image.error(), (Error{"too_large", {"23", "17", std::to_string(23 * 17 - 1)}}));
    }
}

void TestDecodeImage::obeys_the_limit_of_memory() {
    DecodeLimits limits;
    limits.max_memory_bytes = 23 * 17 * 4; // enough for the pixels, not for the coefficients
    const auto progressive = decode_image(fixture_bytes("progressive.jpg"), limits);
    QVERIFY(!progressive.ok());
    QCOMPARE(progressive.error().code, std::string("too_large"));
    QVERIFY(decode_image(fixture_bytes("rgb8.png"), limits).ok());
}

void TestDecodeImage::notes_the_size_of_what_is_too_large() {
    PictureSource source;
    QVERIFY(!decode_image(fixture_bytes("claims_30000.png"), {}, &source).ok());
    QCOMPARE(source.width, 30000);
    QCOMPARE(source.height, 30000);
}

void TestDecodeImage::scales_large_jpegs_only_when_asked() {
    const auto bytes = fixture_bytes("large.jpg"); // 320 × 240
    QCOMPARE(decode_image(bytes)->width, 320);
    DecodeLimits limits;
    for (const auto &[target, width] :
         {std::pair{15, 40}, {30, 80}, {31, 120}, {60, 160}, {119, 320}, {500, 320}}) {
        limits.target_side = target;
        PictureSource source;
        const auto image = decode_image(bytes, limits, &source);
        QVERIFY(image.ok());
        QCOMPARE(image->width, width);
        QVERIFY(image->width == 320 || image->height >= 2 * target);
        QCOMPARE(source.width, 320);
        QCOMPARE(source.height, 240);
    }
}

void TestDecodeImage::shows_the_same_part_when_scaled() {
    const auto bytes = fixture_bytes("large.jpg");
    InputRule rule;
    rule.width = rule.height = 32;
    rule.crop_fraction = 0.875;
    DecodeLimits limits;
    limits.target_side = 37; // ceil(32 / 0.875)
    const auto whole = decode_image(bytes);
    const auto scaled = decode_image(bytes, limits);
    QVERIFY(scaled->width < whole->width);
    // The crop's edges may move by half a pixel, which is 12 levels at the steepest place here.
    const auto exact = fit_to_model(*whole, rule).pixels;
    const auto quick = fit_to_model(*scaled, rule).pixels;
    QVERIFY2(largest_difference(exact, quick) <= 12,
             std::to_string(largest_difference(exact, quick)).c_str());
    double sum = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        sum += std::abs(exact[i] - quick[i]);
    QVERIFY2(sum / static_cast<double>(exact.size()) < 2, std::to_string(sum).c_str());
}

void TestDecodeImage::prints_nothing() {
    const QString path = QDir::tempPath() + QString("/vitrine-stderr-%1").arg(::getpid());
    const int kept = ::dup(STDERR_FILENO);
    const int file = ::open(qPrintable(path), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ::dup2(file, STDERR_FILENO);
    for (const auto &row : table("refused.json"))
        static_cast<void>(decode_image(fixture_bytes(row["file"].get<std::string>())));
    for (const auto &row : table("cases.json")) {
        const auto bytes = fixture_bytes(row["file"].get<std::string>());
        static_cast<void>(decode_image(std::span(bytes).first(bytes.size() * 3 / 4)));
    }
    std::fflush(stderr);
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
    const auto printed = ::lseek(file, 0, SEEK_END);
    ::close(file);
    ::unlink(qPrintable(path));
    QCOMPARE(static_cast<int>(printed), 0);
}

QTEST_GUILESS_MAIN(TestDecodeImage)
#include "test_decode_image.moc"
