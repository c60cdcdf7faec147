#include "core/models/safetensors.hpp"
#include "tests/core/models/fixture.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;
using namespace vitrine::testing;

namespace {

/// A file with this header and so many bytes of data.
QByteArray file_of(const QByteArray &header, int data_size = 8) {
    return little_endian(static_cast<quint64>(header.size()), 8) + header +
           QByteArray(data_size, '\x01');
}

QByteArray entry(const char *dtype, const char *shape, const char *offsets) {
    return QByteArray("\"dtype\":\"") + dtype + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets;
}

QByteArray one(const QByteArray &fields) { return "{\"a\":{" + fields + "}}"; }

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads_what_the_python_library_wrote() {
        const auto file = read_safetensors(fixture("tutorial_resnet18_width8.safetensors"));
        QVERIFY2(file.ok(), qPrintable(error_text(file)));
        QCOMPARE(file->tensors.size(), std::size_t{122});
        const Tensor &convolution = file->tensors.at("conv1.0.weight");
        QCOMPARE(convolution.type, DataType::float32);
        QCOMPARE(convolution.shape, (std::vector<std::int64_t>{8, 3, 3, 3}));
        const Tensor &counter = file->tensors.at("conv1.1.num_batches_tracked");
        QCOMPARE(counter.type, DataType::int64);
        QVERIFY(counter.shape.empty());
        std::int64_t batches = 0;
        std::memcpy(&batches, counter.bytes.data(), sizeof batches);
        QCOMPARE(batches, 400); // as Python reads it
    }

    void reads_a_file_made_by_hand() {
        const QByteArray bytes =
            file_of("{\"__metadata__\":{\"k\":\"v\"},\"b\":{" + entry("U8", "[2]", "[6,8]") +
                    "},\"a\":{" + entry("U8", "[2,3]", "[0,6]") + "},\"empty\":{" +
                    entry("F32", "[0,4]", "[6,6]") + "}}  ");
        const auto file = parse_safetensors(as_bytes(bytes));
        QVERIFY2(file.ok(), qPrintable(error_text(file)));
        QCOMPARE(file->metadata.at("k"), std::string("v"));
        QCOMPARE(file->tensors.at("a").bytes.size(), std::size_t{6});
        QCOMPARE(file->tensors.at("empty").element_count(), 0);
    }

    void refuses_broken_files_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason"); ///< a part of it
        const QByteArray good = entry("F32", "[2]", "[0,8]");
        const auto row = [](const char *name, const QByteArray &bytes, const char *reason) {
            QTest::newRow(name) << bytes << QString::fromUtf8(reason);
        };
        row("empty file", "", "shorter");
        row("seven bytes", QByteArray(7, '\0'), "shorter");
        row("length zero", QByteArray(8, '\0'), "does not begin");
        row("length beyond the file", little_endian(1000, 8) + "{}", "exceeds the file");
        row("length over 100 MB", little_endian(100'000'001, 8) + "{}", "too large");
        row("length that is there, but longer than any model's",
            little_endian(17U << 20U, 8) + QByteArray(17 << 20, ' '), "too large");
        row("length of all ones", QByteArray(8, '\xFF') + "{}", "too large");
        row("not JSON", file_of("{nonsense}"), "not JSON");
        row("JSON cut off", file_of("{\"a\":{\"dtype\":\"F32\""), "not JSON");
        row("JSON followed by more", file_of(one(good) + "x"), "not JSON");
        row("JSON followed by zeros", file_of(one(good) + QByteArray(3, '\0')), "zero byte");
        row("invalid UTF-8", file_of("{\"\xC3\x28\":{" + good + "}}"), "not JSON");
        row("a list", file_of("[1]"), "does not begin");
        row("leading space", file_of(" " + one(good)), "does not begin");
        row("number out of range", file_of(one(entry("F32", "[1e999]", "[0,8]"))), "not JSON");
        row("entry is a number", file_of("{\"a\":5}"), "number where none belongs");
        row("entry is a list", file_of("{\"a\":[]}"), "array where none belongs");
        row("entry is text", file_of("{\"a\":\"b\"}"), "text where none belongs");
        row("entry is null", file_of("{\"a\":null}"), "null");
        row("entry is empty", file_of("{\"a\":{}}"), "missing");
        row("duplicate name", file_of("{\"a\":{" + good + "},\"a\":{" + good + "}}"),
            "duplicate name");
        row("duplicate metadata", file_of("{\"__metadata__\":{},\"__metadata__\":{}}", 0),
            "duplicate name");
        row("duplicate metadata key", file_of("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0),
            "duplicate metadata");
        row("duplicate field", file_of(one(good + ",\"dtype\":\"F32\"")), "duplicate dtype");
        row("metadata is a list", file_of("{\"__metadata__\":[]}", 0), "array");
        row("metadata holds a number", file_of("{\"__metadata__\":{\"k\":1}}", 0), "number");
        row("metadata holds an object", file_of("{\"__metadata__\":{\"k\":{}}}", 0), "object");
        row("unknown field", file_of(one(good + ",\"more\":1")), "unknown field");
        row("dtype missing", file_of(one("\"shape\":[2],\"data_offsets\":[0,8]")), "missing");
        row("shape missing", file_of(one("\"dtype\":\"F32\",\"data_offsets\":[0,8]")), "missing");
        row("offsets missing", file_of(one("\"dtype\":\"F32\",\"shape\":[2]")), "missing");
        row("dtype unknown", file_of(one(entry("F99", "[2]", "[0,8]"))), "F99");
        row("dtype is a number", file_of(one("\"dtype\":1,\"shape\":[2],\"data_offsets\":[0,8]")),
            "number");
        row("shape is text", file_of(one(entry("F32", "\"2\"", "[0,8]"))), "text");
        row("shape is nested", file_of(one(entry("F32", "[[2]]", "[0,8]"))), "array");
        row("shape is negative", file_of(one(entry("F32", "[-2]", "[0,8]"))), "negative");
        row("shape is broken", file_of(one(entry("F32", "[2.5]", "[0,8]"))), "not whole");
        row("shape holds true", file_of(one(entry("F32", "[true]", "[0,8]"))), "truth");
        row("shape beyond int64", file_of(one(entry("U8", "[9223372036854775808]", "[0,8]"))),
            "too large");
        row("shape overflows",
            file_of(one(entry("F32", "[4294967296,4294967296,4294967296]", "[0,8]"))), "too large");
        row("shape wraps to the right size",
            file_of(one(entry("U8", "[4294967296,4294967296,1]", "[0,0]")), 0), "too large");
        row("forty dimensions",
            file_of(one(
                entry("U8", ("[" + QByteArray("1,").repeated(39) + "8]").constData(), "[0,8]"))),
            "too many dimensions");
        row("one offset", file_of(one(entry("F32", "[2]", "[8]"))), "two numbers");
        row("three offsets", file_of(one(entry("F32", "[2]", "[0,8,8]"))), "more than two");
        row("negative offset", file_of(one(entry("F32", "[2]", "[-8,0]"))), "negative");
        row("offsets backwards", file_of(one(entry("F32", "[2]", "[8,0]"))), "backwards");
        row("offsets beyond the data", file_of(one(entry("F32", "[4]", "[0,16]"))), "beyond");
        row("offsets near 2^64",
            file_of(one(entry("F32", "[2]", "[18446744073709551608,18446744073709551615]"))),
            "beyond");
        row("size too small for shape", file_of(one(entry("F32", "[3]", "[0,8]"))), "size");
        row("size too large for shape", file_of(one(entry("F32", "[1]", "[0,8]"))), "size");
        row("overlap",
            file_of("{\"a\":{" + entry("U8", "[6]", "[0,6]") + "},\"b\":{" +
                    entry("U8", "[4]", "[4,8]") + "}}"),
            "overlap");
        row("same bytes twice", file_of("{\"a\":{" + good + "},\"b\":{" + good + "}}"), "overlap");
        row("hole",
            file_of("{\"a\":{" + entry("U8", "[2]", "[0,2]") + "},\"b\":{" +
                    entry("U8", "[4]", "[4,8]") + "}}"),
            "hole");
        row("hole at the beginning", file_of(one(entry("U8", "[4]", "[4,8]"))), "hole");
        row("bytes after the last tensor", file_of(one(good), 9), "after the last");
        row("data but no tensors", file_of("{}", 1), "after the last");
        row("nested without end", file_of("{\"a\":" + QByteArray("[").repeated(100'000)), "array");
    }
    void refuses_broken_files() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        const auto file = parse_safetensors(as_bytes(bytes));
        QVERIFY(!file.ok());
        QCOMPARE(file.error().code, std::string("bad_safetensors"));
        QVERIFY2(error_text(file).contains(reason), qPrintable(error_text(file)));
    }

    void refuses_every_truncation() {
        const QByteArray whole = file_of(one(entry("F32", "[2]", "[0,8]")));
        QVERIFY(parse_safetensors(as_bytes(whole)).ok());
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY(!parse_safetensors(as_bytes(whole.first(length))).ok());
        }
    }

    void comes_back_as_it_was_written() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.safetensors").toStdString();
        SafetensorsFile file;
        file.metadata = {{"vitrine", "{\"键\":1}"}, {"other", "x"}};
        file.tensors["byte"] = {DataType::uint8, {3}, std::vector<std::byte>(3, std::byte{7})};
        file.tensors["counter"] = {DataType::int64, {}, std::vector<std::byte>(8, std::byte{1})};
        file.tensors["half"] = {DataType::float16, {1, 2}, std::vector<std::byte>(4)};
        file.tensors["empty"] = {DataType::float32, {0}, {}};
        file.tensors["a"] = float_tensor({2, 1}, {1.5F, -2.0F});
        QVERIFY(write_safetensors(path, file).ok());
        const auto back = read_safetensors(path);
        QVERIFY2(back.ok(), qPrintable(error_text(back)));
        QVERIFY(back->tensors == file.tensors);
        QVERIFY(back->metadata == file.metadata);
        const auto metadata = read_safetensors_metadata(path);
        QVERIFY(metadata.ok() && *metadata == file.metadata);
        const QByteArray first = contents(path);
        QVERIFY(write_safetensors(path, file).ok());
        QCOMPARE(contents(path), first);
    }

    void refuses_to_write_a_tensor_that_does_not_fit_its_shape() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.safetensors").toStdString();
        SafetensorsFile file;
        file.tensors["a"] = {DataType::float32, {2}, std::vector<std::byte>(4)};
        QVERIFY(!write_safetensors(path, file).ok());
        QVERIFY(!std::filesystem::exists(path));
    }

    void names_why_a_file_cannot_be_opened() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QCOMPARE(read_safetensors(path / "none").error().code, std::string("vanished"));
        QCOMPARE(read_safetensors(path).error().code, std::string("is_a_folder"));
        QCOMPARE(read_safetensors("/dev/zero").error().code, std::string("not_a_file"));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
