#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "tests/core/models/fixture.hpp"
#include "tests/core/models/pth_bytes.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace vitrine;
using namespace vitrine::testing;

namespace {

std::vector<float> counted(int n) {
    std::vector<float> values;
    for (int i = 0; i < n; ++i) {
        values.push_back(static_cast<float>(i));
    }
    return values;
}

QByteArray one_tensor(const TensorView &view) {
    return pickle_dictionary({{"w", pickle_tensor(view)}});
}

} // namespace

class TestPth : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads_the_same_from_every_format_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("zip") << "tutorial_resnet18_width8.pth" << 0.0;
        QTest::newRow("legacy") << "tutorial_resnet18_width8.legacy.pth" << 0.0;
        QTest::newRow("checkpoint") << "tutorial_resnet18_width8.checkpoint.pth" << 0.0;
        QTest::newRow("half") << "tutorial_resnet18_width8.half.pth" << 1e-3;
    }
    /// The truth is the safetensors file, which another library wrote and another parser reads.
    void reads_the_same_from_every_format() {
        QFETCH(const QString, name);
        QFETCH(const double, tolerance);
        const auto truth = read_safetensors(fixture("tutorial_resnet18_width8.safetensors"));
        const auto read = read_pth(fixture(name.toStdString()));
        QVERIFY2(read.ok(), qPrintable(error_text(read)));
        QCOMPARE(read->size(), truth->tensors.size());
        for (const auto &[key, wanted] : truth->tensors) {
            QVERIFY2(read->contains(key), key.c_str());
            const Tensor &tensor = read->at(key);
            QVERIFY2(tensor.shape == wanted.shape, key.c_str());
            if (tolerance == 0.0 || wanted.type != DataType::float32) {
                QVERIFY2(tensor == wanted, key.c_str());
                continue;
            }
            QCOMPARE(tensor.type, DataType::float16);
            const auto got = floats(to_float32(tensor));
            const auto values = floats(wanted);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const float allowed = 1e-3F * std::max(1.0F, std::abs(values[i]));
                QVERIFY2(std::abs(got[i] - values[i]) <= allowed, key.c_str());
            }
        }
    }

    /// What torch.save makes of [[0, 1, 2], [3, 4, 5]], its transpose, its second row as a
    /// Parameter, and a counter (tests/fuzz/make_seeds.py).
    void reads_views_that_pytorch_saved_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"zip", "legacy", "zip_nested", "legacy_nested", "protocol4"}) {
            QTest::newRow(name) << QStringLiteral("%1.pth").arg(name);
        }
    }
    void reads_views_that_pytorch_saved() {
        QFETCH(const QString, name);
        const auto read = read_pth(fixture("../fuzz/corpus/pth") / name.toStdString());
        QVERIFY2(read.ok(), qPrintable(error_text(read)));
        QCOMPARE(read->size(), std::size_t{4});
        QVERIFY(read->at("w") == float_tensor({2, 3}, counted(6)));
        QVERIFY(read->at("t") == float_tensor({3, 2}, {0, 3, 1, 4, 2, 5}));
        QVERIFY(read->at("p") == float_tensor({3}, {3, 4, 5}));
        QCOMPARE(read->at("n").type, DataType::int64);
    }

    void refuses_a_whole_module_and_names_its_class() {
        const auto read = read_pth(fixture("tutorial_resnet18_width8.whole_module.pth"));
        QVERIFY(!read.ok());
        QVERIFY(read.error() == (Error{"pth_holds_code", {"__main__.Net"}}));
    }

    void refuses_code_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        // What pickle.dumps gives for an object whose __reduce__ returns (os.system, ("ls",)).
        const QByteArray system = "cposix\nsystem\n" + pickle_text("ls") + "\x85R";
        const QByteArray by_stack =
            pickle_text("builtins") + pickle_text("eval") + "\x93" + pickle_text("1") + "\x85R";
        QTest::newRow("zip") << zip_pth(system) << "posix.system";
        QTest::newRow("legacy") << legacy_pth(system) << "posix.system";
        QTest::newRow("plain pickle") << pickle_file(system) << "posix.system";
        QTest::newRow("protocol 4") << zip_pth(by_stack) << "builtins.eval";
        QTest::newRow("inside a checkpoint")
            << zip_pth(pickle_dictionary({{"w", pickle_tensor({})}, {"x", system}}))
            << "posix.system";
        QTest::newRow("instance") << zip_pth("(ios\nsystem\n") << "os.system";
        QTest::newRow("a function of torch") << zip_pth("ctorch\nload\n") << "torch.load";
        QTest::newRow("a name that looks like a storage")
            << zip_pth("ctorch.hub\nload_Storage\n") << "torch.hub.load_Storage";
        QTest::newRow("a dotted name") << zip_pth("ccollections\nOrderedDict.__init__\n")
                                       << "collections.OrderedDict.__init__";
        QTest::newRow("numpy") << zip_pth("cnumpy.core.multiarray\nscalar\n")
                               << "numpy.core.multiarray.scalar";
    }
    void refuses_code() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, name);
        const auto read = parse_pth(as_bytes(bytes));
        QVERIFY(!read.ok());
        QVERIFY2(read.error() == (Error{"pth_holds_code", {name.toStdString()}}),
                 qPrintable(error_text(read)));
    }

    void reads_views_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<float>>("values");
        const auto row = [](const char *name, const TensorView &view, const QList<float> &values) {
            QTest::addRow("%s, zip", name) << zip_pth(one_tensor(view)) << values;
            QTest::addRow("%s, legacy", name) << legacy_pth(one_tensor(view)) << values;
        };
        row("dense", {}, {0, 1, 2, 3, 4, 5});
        row("transposed", {.shape = {3, 2}, .strides = {1, 3}}, {0, 3, 1, 4, 2, 5});
        row("offset", {.offset = 2, .shape = {2}, .strides = {1}}, {2, 3});
        row("every second", {.offset = 1, .shape = {3}, .strides = {2}}, {1, 3, 5});
        row("expanded", {.shape = {2, 2}, .strides = {0, 1}}, {0, 1, 0, 1});
        row("scalar", {.offset = 4, .shape = {}, .strides = {}}, {4});
        row("sides of one", {.shape = {1, 2, 1}, .strides = {99, 3, 1LL << 62}}, {0, 3});
        row("empty", {.offset = 6, .shape = {0, 3}, .strides = {3, 1}}, {});
    }
    void reads_views() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QList<float>, values);
        const auto read = parse_pth(as_bytes(bytes));
        QVERIFY2(read.ok(), qPrintable(error_text(read)));
        QCOMPARE(floats(read->at("w")), std::vector<float>(values.begin(), values.end()));
    }

    void finds_the_state_dict_data() {
        QTest::addColumn<QByteArray>("instructions");
        const QByteArray tensor = pickle_tensor({});
        const QByteArray plain = pickle_dictionary({{"w", tensor}});
        const QByteArray ordered =
            "ccollections\nOrderedDict\n)R(" + pickle_text("w") + tensor + "u";
        const QByteArray epoch = pickle_number(3);
        QTest::newRow("dict") << plain;
        QTest::newRow("OrderedDict") << ordered;
        QTest::newRow("OrderedDict of Python 2")
            << "ccollections\nOrderedDict\n](](" + pickle_text("w") + tensor + "ee\x85R";
        QTest::newRow("with metadata") << ordered + "}" + pickle_text("_metadata") + "}s" + "b";
        QTest::newRow("state_dict") << pickle_dictionary({{"epoch", epoch}, {"state_dict", plain}});
        QTest::newRow("model") << pickle_dictionary(
            {{"model", plain}, {"best", "G" + QByteArray(8, '\0')}});
        QTest::newRow("net") << pickle_dictionary({{"net", ordered}, {"acc", "N"}});
        QTest::newRow("beside a tensor")
            << pickle_dictionary({{"loss", tensor}, {"state_dict", plain}});
        QTest::newRow("nested twice")
            << pickle_dictionary({{"model", pickle_dictionary({{"state_dict", plain}})}});
        QTest::newRow("module prefix") << pickle_dictionary({{"module.w", tensor}});
        QTest::newRow("parameter")
            << pickle_dictionary({{"w", "ctorch._utils\n_rebuild_parameter\n(" + tensor +
                                            "\x88"
                                            "}tR"}});
        QTest::newRow("with an optimizer's lists")
            << pickle_dictionary({{"optimizer", "](" + epoch + tensor + "e"}, {"net", plain}});
    }
    void finds_the_state_dict() {
        QFETCH(const QByteArray, instructions);
        const auto read = parse_pth(as_bytes(zip_pth(instructions)));
        QVERIFY2(read.ok(), qPrintable(error_text(read)));
        QCOMPARE(read->size(), std::size_t{1});
        QVERIFY(read->at("w") == float_tensor({2, 3}, counted(6)));
    }

    void keeps_a_prefix_that_not_all_have() {
        const QByteArray tensor = pickle_tensor({});
        const auto read =
            parse_pth(as_bytes(zip_pth(pickle_dictionary({{"module.w", tensor}, {"v", tensor}}))));
        QVERIFY(read.ok() && read->contains("module.w") && read->contains("v"));
    }

    void refuses_broken_files_data() {
        QTest::addColumn<QByteArray>("bytes");
        constexpr qint64 huge = 1LL << 62;
        const QByteArray good = one_tensor({});
        const auto row = [](const char *name, const QByteArray &bytes) {
            QTest::newRow(name) << bytes;
        };
        const auto view = [&](const char *name, const TensorView &lying) {
            QTest::addRow("%s, zip", name) << zip_pth(one_tensor(lying));
            QTest::addRow("%s, legacy", name) << legacy_pth(one_tensor(lying), lying.count);
        };
        row("empty file", "");
        row("text", "this is not a model\n");
        row("only a zip signature", "PK\x03\x04");
        row("empty archive", zip_archive({}));
        row("no pickle", zip_archive({{"a/data/0", six_floats()}}));
        row("no storage", zip_archive({{"a/data.pkl", pickle_file(good)}}));
        row("two entries of a name", zip_archive({{"a/data.pkl", pickle_file(good)},
                                                  {"a/data/0", six_floats()},
                                                  {"a/data/0", six_floats()}}));
        row("big endian", zip_archive({{"a/data.pkl", pickle_file(good)},
                                       {"a/byteorder", "big"},
                                       {"a/data/0", six_floats()}}));
        row("compressed", zip_archive({{"a/data.pkl", pickle_file(good), 0xFFFF'FFFE, 8}}));
        row("entry larger than the archive",
            zip_archive({{"a/data.pkl", pickle_file(good)}, {"a/data/0", six_floats(), 1 << 30}}));
        const TensorView long_view{.count = 1000, .shape = {1000}, .strides = {1}};
        row("entry and pickle agree on a lie",
            zip_archive({{"a/data.pkl", pickle_file(one_tensor(long_view))},
                         {"a/data/0", six_floats(), 4000}}));
        row("pickle larger than the archive",
            zip_archive({{"a/data.pkl", pickle_file(good), 0xF000'0000}}));
        row("entry over its neighbour",
            zip_archive({{"a/data/0", six_floats(), 60}, {"a/data.pkl", pickle_file(good)}}));
        view("count too large", {.count = 7});
        view("count huge", {.count = huge});
        view("count huge, wraps", {.count = (1LL << 62) + 6});
        view("count negative", {.count = -6});
        view("shape huge", {.shape = {huge, huge}, .strides = {0, 0}});
        view("expanded without end", {.shape = {1'000'000'000}, .strides = {0}});
        view("shape negative", {.shape = {-2, -3}});
        view("stride beyond", {.strides = {4, 1}});
        view("stride huge", {.strides = {huge, 1}});
        view("stride negative", {.offset = 5, .shape = {6}, .strides = {-1}});
        view("offset beyond", {.offset = 1});
        view("offset huge", {.offset = huge});
        view("offset negative", {.offset = -1});
        view("shape and strides differ in length", {.shape = {6}, .strides = {3, 1}});
        view("another storage", {.key = "1"});
        view("unknown numbers", {.storage = "ComplexFloatStorage"});
        row("legacy: no room for the count", legacy_pth(good).chopped(25));
        row("legacy: numbers cut off", legacy_pth(good).chopped(1));
        row("legacy: count of the file differs", legacy_pth(good, 5));
        row("no tensors", zip_pth(pickle_dictionary({{"epoch", pickle_number(1)}})));
        row("a list", zip_pth("](" + pickle_tensor({}) + "e"));
        row("itself", zip_pth("}q\x01" + pickle_text("state_dict") + "h\x01s"));
        row("a list that holds itself", zip_pth(QByteArray("]q\x01h\x01"
                                                           "a")));
        row("empty pickle", zip_archive({{"a/data.pkl", ""}}));
        row("stack too small", zip_pth("R"));
        row("no mark", zip_pth("u"));
        row("pop through a mark", zip_pth("}(s"));
        row("memo without entry", zip_pth("h\x09"));
        row("odd dictionary", zip_pth("}(" + pickle_text("a") + "u"));
        row("calls text", zip_pth(pickle_text("a") + ")R"));
        row("calls a storage", zip_pth("ctorch\nFloatStorage\n)R"));
        row("text longer than the file", zip_pth(QByteArray("X\xFF\xFF\xFF\x7F", 5)));
        row("text of 2^64 bytes", zip_pth("\x8D" + QByteArray(8, '\xFF')));
        row("protocol 0", zip_archive({{"a/data.pkl", "(dp0\n."}}));
        row("persistent text", zip_pth(pickle_text("storage") + "Q"));
        row("extension code", zip_pth("\x82\x01"));
        row("name without end", zip_pth("c" + QByteArray(10'000, 'a')));
        row("nested a million deep", zip_pth(QByteArray(1'000'000, '(')));
        row("a million values", zip_pth(QByteArray(1'000'000, ']')));
        row("tuples in tuples", zip_pth(")" + QByteArray("\x85").repeated(1'000'000)));
    }
    void refuses_broken_files() {
        QFETCH(const QByteArray, bytes);
        const auto read = parse_pth(as_bytes(bytes));
        QVERIFY(!read.ok());
        QVERIFY2(read.error().code == "bad_pth", qPrintable(error_text(read)));
    }

    void refuses_every_truncation() {
        const QByteArray zip = zip_pth(one_tensor({}));
        const QByteArray legacy = legacy_pth(one_tensor({}));
        QVERIFY(parse_pth(as_bytes(zip)).ok());
        QVERIFY(parse_pth(as_bytes(legacy)).ok());
        for (qsizetype length = 0; length < zip.size(); ++length) {
            QVERIFY(!parse_pth(as_bytes(zip.first(length))).ok());
        }
        for (qsizetype length = 0; length < legacy.size(); ++length) {
            QVERIFY(!parse_pth(as_bytes(legacy.first(length))).ok());
        }
    }

    void comes_back_as_it_was_written() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.pth").toStdString();
        const std::vector<std::pair<std::string, Tensor>> state_dict{
            {"z.weight", float_tensor({2, 3}, counted(6))},
            {"counter", {DataType::int64, {}, std::vector<std::byte>(8, std::byte{1})}},
            {"empty", {DataType::float32, {0, 2}, {}}},
            {"half", {DataType::float16, {3}, std::vector<std::byte>(6, std::byte{2})}},
            {"brain", {DataType::bfloat16, {1}, std::vector<std::byte>(2, std::byte{3})}},
            {"wide", {DataType::float64, {1}, std::vector<std::byte>(8, std::byte{4})}},
            {"byte", {DataType::uint8, {1}, std::vector<std::byte>(1, std::byte{5})}},
            {"int", {DataType::int32, {1}, std::vector<std::byte>(4, std::byte{6})}},
        };
        const auto written = write_pth(path, state_dict);
        QVERIFY2(written.ok(), qPrintable(error_text(written)));
        const auto back = read_pth(path);
        QVERIFY2(back.ok(), qPrintable(error_text(back)));
        QCOMPARE(back->size(), state_dict.size());
        for (const auto &[name, tensor] : state_dict) {
            QVERIFY2(back->at(name) == tensor, name.c_str());
        }
    }

    void aligns_its_data_to_64_bytes() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.pth").toStdString();
        QVERIFY(write_pth(path, {{"a", float_tensor({1}, {1.0F})},
                                 {"b", float_tensor({2}, {12345.678F, -1.0F})}})
                    .ok());
        const float first = 12345.678F;
        const QByteArray pattern = little_endian(std::bit_cast<quint32>(first), 4);
        const qsizetype at = contents(path).indexOf(pattern);
        QVERIFY(at > 0);
        QCOMPARE(at % 64, 0);
    }
};

QTEST_GUILESS_MAIN(TestPth)
#include "test_pth.moc"
