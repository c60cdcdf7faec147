// What a PNG carries beside its pixels costs neither memory nor the picture. A program of its own,
// since the largest memory that a process has held never shrinks.
#include "core/images/decode_image.hpp"
#include "tests/core/images/picture_fixtures.hpp"

#include <QtTest>
#include <cstring>
#include <sys/resource.h>
#include <zlib.h>

using namespace vitrine;
using namespace vitrine::test;

namespace {

std::string big_endian(std::size_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 0xFF);
    return text;
}

std::string chunk(const std::string &type, const std::string &data) {
    const std::string body = type + data;
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef *>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(data.size()) + body + big_endian(sum);
}

std::string deflated(const std::string &text) {
    std::string result(compressBound(text.size()), '\0');
    uLongf size = result.size();
    compress2(reinterpret_cast<Bytef *>(result.data()), &size,
              reinterpret_cast<const Bytef *>(text.data()), text.size(), 9);
    result.resize(size);
    return result;
}

/// The picture with `extra` put before the chunk `type`.
std::vector<std::byte> with_chunks(const std::vector<std::byte> &picture, const char *type,
                                   const std::string &extra) {
    std::string bytes(reinterpret_cast<const char *>(picture.data()), picture.size());
    bytes.insert(bytes.find(type) - 4, extra);
    std::vector<std::byte> result(bytes.size());
    std::memcpy(result.data(), bytes.data(), bytes.size());
    return result;
}

long most_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestPngChunks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void texts_and_profiles_take_no_memory_data();
    void texts_and_profiles_take_no_memory();
    void orientation_is_still_read();
};

void TestPngChunks::texts_and_profiles_take_no_memory_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QString>("before");
    const auto row = [](const char *name, const char *type, const QByteArray &start,
                        const char *before) { QTest::newRow(name) << type << start << before; };
    const QByteArray ztxt("Comment\0\0", 9);
    const QByteArray itxt("Comment\0\1\0\0\0", 12);
    row("iCCP", "iCCP", ztxt, "IDAT");
    row("zTXt", "zTXt", ztxt, "IDAT");
    row("zTXt behind the pixels", "zTXt", ztxt, "IEND");
    row("iTXt", "iTXt", itxt, "IDAT");
}

void TestPngChunks::texts_and_profiles_take_no_memory() {
    QFETCH(QString, type);
    QFETCH(QByteArray, start);
    QFETCH(QString, before);
    const auto picture = fixture_bytes("rgb8.png");
    const auto expected = decode_image(picture);
    QVERIFY(expected.ok());
    constexpr std::size_t inflated = 7U << 20; // bytes; about 7 KB in the file
    std::string extra;
    const std::string one =
        chunk(type.toStdString(), start.toStdString() + deflated(std::string(inflated, 'a')));
    for (int i = 0; i < 60; ++i)
        extra += one;
    const auto bytes = with_chunks(picture, before.toLatin1().constData(), extra);
    const long least = most_kilobytes();
    const auto image = decode_image(bytes);
    const long taken = most_kilobytes() - least;
    QVERIFY2(image.ok(), image.ok() ? "" : english_message(image.error()).c_str());
    QVERIFY(image->pixels == expected->pixels);
    QVERIFY2(taken < 6 << 10, std::to_string(taken).c_str()); // KB
}

void TestPngChunks::orientation_is_still_read() {
    const std::string text =
        chunk("zTXt", std::string("Comment\0\0", 9) + deflated(std::string(1000, 'a')));
    const auto image =
        decode_image(with_chunks(fixture_bytes("orientation6.png"), "eXIf", text + text));
    QVERIFY(image.ok());
    QCOMPARE(image->width, 17);
}

QTEST_GUILESS_MAIN(TestPngChunks)
#include "test_png_chunks.moc"
