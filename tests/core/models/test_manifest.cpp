#include "core/backend/backend.hpp"
#include "core/models/labels.hpp"
#include "core/models/manifest.hpp"
#include "tests/core/models/fixture.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace vitrine;
using namespace vitrine::testing;
using nlohmann::json;

namespace {

/// Every field away from its default.
Manifest full_manifest() {
    Manifest manifest;
    manifest.name = "three";
    manifest.title = {"Three things", "三样东西"};
    manifest.architecture.depth = 50;
    manifest.architecture.stem = "imagenet";
    manifest.architecture.width = 16;
    manifest.architecture.classes = 3;
    manifest.input = {48, 24, {0.1F, 0.2F, 0.3F}, {0.4F, 0.5F, 0.6F}, 0.875, Filter::bilinear};
    manifest.labels = {{"tabby", "虎斑猫"}, {"lynx", "猞猁"}, {"window", "窗"}};
    manifest.parents = {{"cat", {"cat", "猫"}, {0, 1}}};
    manifest.never_headline = {2};
    manifest.calibration = {1.5, 0.9, 0.4, -2.5};
    manifest.provenance = {"fast", "CIFAR-10", "xxh3:1", "0.1.0", "a note",    7,
                           8,      0.5,        50'000,   8'000,   {{0, 1, 62}}};
    manifest.golden = {0.5, 0.25, 0.125};
    return manifest;
}

json full_document() { return json::parse(to_json(full_manifest())); }

json minimal_document() {
    return {{"schema", 1},
            {"name", "m"},
            {"architecture", {{"family", "efficientnet-lite0"}, {"classes", 1}}},
            {"input", {{"width", 8}, {"height", 8}, {"mean", {0, 0, 0}}, {"std", {1, 1, 1}}}},
            {"labels", {{"en", {"thing"}}}}};
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void comes_back_as_it_was_written() {
        const Manifest manifest = full_manifest();
        const auto back = parse_manifest(to_json(manifest));
        QVERIFY2(back.ok(), qPrintable(error_text(back)));
        QVERIFY(*back == manifest);
    }

    void writes_the_fields_of_the_contract() {
        const json document = full_document();
        QVERIFY(document["schema"] == 2);
        QVERIFY(document["architecture"] == (json{{"family", "resnet"},
                                                  {"depth", 50},
                                                  {"stem", "imagenet"},
                                                  {"width", 16},
                                                  {"classes", 3}}));
        QVERIFY(document["labels"]["zh"] == (json{"虎斑猫", "猞猁", "窗"}));
        QVERIFY(document["parents"][0]["members"] == (json{0, 1}));
        QVERIFY(document["never_headline"] == json::array({2}));
        QVERIFY(document["calibration"]["temperature"] == 1.5);
        QVERIFY(document["golden"]["bfloat16"] == 0.125);
        QVERIFY(document["provenance"]["training_pictures"] == 50'000);
        QVERIFY(document["provenance"]["mix_ups"] ==
                json::array({{{"true", 0}, {"guessed", 1}, {"count", 62}}}));
    }

    void fills_in_what_may_be_left_out() {
        const auto manifest = parse_manifest(minimal_document().dump());
        QVERIFY2(manifest.ok(), qPrintable(error_text(manifest)));
        QVERIFY(manifest->calibration == Calibration{});
        QVERIFY(!manifest->calibration.reject_energy);
        QCOMPARE(manifest->labels.front().zh, std::string("thing"));
        QCOMPARE(manifest->input.crop_fraction, 1.0);
    }

    void an_earlier_schema_is_read_and_written_as_the_current_one() {
        json document = minimal_document();
        QVERIFY(document["schema"] == 1);
        const auto manifest = parse_manifest(document.dump());
        QVERIFY2(manifest.ok(), qPrintable(error_text(manifest)));
        QVERIFY(manifest->provenance.mix_ups.empty());
        QVERIFY(json::parse(to_json(*manifest))["schema"] == 2);
    }

    void names_the_field_that_is_wrong_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value"); ///< JSON; empty: the field is removed
        QTest::addColumn<QString>("field");
        const auto row = [](const char *pointer, const char *value, const char *field) {
            QTest::addRow("%s = %s", pointer, value) << pointer << value << field;
        };
        row("/schema", "", "schema");
        row("/schema", "0", "schema");
        row("/schema", "\"1\"", "schema");
        row("/name", "", "name");
        row("/name", "\"\"", "name");
        row("/name", "\"a/b\"", "name");
        row("/name", "3", "name");
        row("/title", "\"x\"", "title");
        row("/title/en", "", "title.en");
        row("/architecture", "", "architecture");
        row("/architecture", "[]", "architecture");
        row("/architecture/family", "\"vgg\"", "architecture.family");
        row("/architecture/depth", "19", "architecture.depth");
        row("/architecture/depth", "18.5", "architecture.depth");
        row("/architecture/stem", "\"x\"", "architecture.stem");
        row("/architecture/width", "0", "architecture.width");
        row("/architecture/width", "4294967312", "architecture.width");
        row("/architecture/width", "18446744073709551615", "architecture.width");
        row("/architecture/classes", "-1", "architecture.classes");
        row("/architecture/classes", "4", "labels");
        row("/input/width", "0", "input.width");
        row("/input/height", "1e3", "input.height");
        row("/input/mean", "[0,0]", "input.mean");
        row("/input/mean", "", "input.mean");
        row("/input/mean/1", "\"0\"", "input.mean[1]");
        row("/input/std/2", "0", "input.std[2]");
        row("/input/crop_fraction", "1.01", "input.crop_fraction");
        row("/input/filter", "\"lanczos\"", "input.filter");
        row("/labels/en", "", "labels.en");
        row("/labels/en/1", "5", "labels.en[1]");
        row("/labels/zh", "[\"一\"]", "labels.zh");
        row("/parents", "{}", "parents");
        row("/parents/0/id", "", "parents[0].id");
        row("/parents/0/members", "[]", "parents[0].members");
        row("/parents/0/members/1", "3", "parents[0].members[1]");
        row("/parents/0/members/1", "0", "parents[0].members");
        row("/never_headline/0", "-1", "never_headline[0]");
        row("/calibration/temperature", "0", "calibration.temperature");
        row("/calibration/temperature", "1e300", "calibration.temperature");
        row("/calibration/sure", "2", "calibration.sure");
        row("/calibration/probably", "0.95", "calibration.probably");
        row("/calibration/reject_energy", "\"x\"", "calibration.reject_energy");
        row("/calibration/temprature", "1", "calibration.temprature");
        row("/provenance/seed", "1.5", "provenance.seed");
        row("/provenance/accuracy", "87", "provenance.accuracy");
        row("/provenance/training_pictures", "-1", "provenance.training_pictures");
        row("/provenance/test_pictures", "8e3", "provenance.test_pictures");
        row("/provenance/mix_ups", "{}", "provenance.mix_ups");
        row("/provenance/mix_ups/0", "7", "provenance.mix_ups[0]");
        row("/provenance/mix_ups/0/guessed", "", "provenance.mix_ups[0].guessed");
        row("/provenance/mix_ups/0/guessed", "3", "provenance.mix_ups[0].guessed");
        row("/provenance/mix_ups/0/count", "-5", "provenance.mix_ups[0].count");
        row("/golden/float32", "-1", "golden.float32");
        row("/surprise", "1", "surprise");
    }
    void names_the_field_that_is_wrong() {
        QFETCH(const QString, pointer);
        QFETCH(const QString, value);
        QFETCH(const QString, field);
        json document = full_document();
        const json::json_pointer at(pointer.toStdString());
        if (value.isEmpty()) {
            document.at(at.parent_pointer()).erase(at.back());
        } else {
            document[at] = json::parse(value.toStdString());
        }
        const auto manifest = parse_manifest(document.dump());
        QVERIFY(!manifest.ok());
        QCOMPARE(manifest.error().code, std::string("bad_manifest"));
        QCOMPARE(QString::fromStdString(manifest.error().arguments.at(0)), field);
    }

    void refuses_what_is_no_json_object_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("cut off") << QByteArray("{\"schema\":1");
        QTest::newRow("not UTF-8") << QByteArray("{\"name\":\"\xFF\"}");
        QTest::newRow("deep") << QByteArray("[").repeated(200'000);
        QTest::newRow("number out of range") << QByteArray("{\"schema\":1e999}");
    }
    void refuses_what_is_no_json_object() {
        QFETCH(const QByteArray, text);
        const auto manifest = parse_manifest(text.toStdString());
        QVERIFY(!manifest.ok());
        QCOMPARE(manifest.error().code, std::string("bad_manifest"));
    }

    void says_that_a_later_schema_is_newer() {
        json document = minimal_document();
        document["schema"] = 3;
        document["something"] = "new";
        const auto manifest = parse_manifest(document.dump());
        QVERIFY(!manifest.ok());
        QVERIFY(manifest.error() == (Error{"newer_schema", {"3", "2"}}));
    }

    void parses_architectures_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("canonical"); ///< empty: refused
        const auto row = [](const char *spec, const char *canonical) {
            QTest::newRow(spec) << spec << canonical;
        };
        row("resnet18-cifar", "resnet18-cifar:width=64,classes=10");
        row("resnet18-cifar:width=8,classes=3", "resnet18-cifar:width=8,classes=3");
        row("resnet50-imagenet", "resnet50-imagenet:width=64,classes=1000");
        row("resnet152-imagenet:classes=2", "resnet152-imagenet:width=64,classes=2");
        row("fastnet", "fastnet:widths=64/256/256,classes=10");
        row("fastnet:widths=24/64/64,classes=5", "fastnet:widths=24/64/64,classes=5");
        row("efficientnet-lite0", "efficientnet-lite0:classes=1000");
        for (const char *wrong : {"",
                                  "resnet",
                                  "resnet18",
                                  "resnet18-",
                                  "resnet19-cifar",
                                  "resnet-18-cifar",
                                  "resnet18-cifar:",
                                  "resnet18-cifar:width",
                                  "resnet18-cifar:width=",
                                  "resnet18-cifar:width=0",
                                  "resnet18-cifar:width=8,",
                                  "resnet18-cifar:,width=8",
                                  "resnet18-cifar:width=8,width=8",
                                  "resnet18-cifar:widths=1/2/3",
                                  "resnet18-cifar:width=99999999999",
                                  "resnet18-cifar:width=8x",
                                  "fastnet:widths=1/2",
                                  "fastnet:widths=1/2/3/4",
                                  "fastnet:width=8",
                                  "efficientnet-lite0:width=8",
                                  "resnet18-cifar:classes=-1",
                                  " resnet18-cifar",
                                  "Resnet18-cifar"}) {
            row(wrong, "");
        }
    }
    void parses_architectures() {
        QFETCH(const QString, spec);
        QFETCH(const QString, canonical);
        const auto architecture = parse_architecture(spec.toStdString());
        if (canonical.isEmpty()) {
            QVERIFY(!architecture.ok());
            QCOMPARE(architecture.error().code, std::string("bad_architecture"));
            QCOMPARE(architecture.error().arguments.front(), spec.toStdString());
            return;
        }
        QVERIFY(architecture.ok());
        QCOMPARE(QString::fromStdString(to_spec(*architecture)), canonical);
        QVERIFY(*parse_architecture(to_spec(*architecture)) == *architecture);
    }

    void reads_labels_as_text() {
        const auto set = parse_labels("\xEF\xBB\xBF"
                                      "cat\t猫\r\ndog\n");
        QVERIFY2(set.ok(), qPrintable(error_text(set)));
        QVERIFY(set->labels == (std::vector<Phrase>{{"cat", "猫"}, {"dog", "dog"}}));
        QVERIFY(!parse_labels("").ok());
        QVERIFY(parse_labels("cat\n\ndog").error() ==
                (Error{"bad_labels", {"line 2", "is empty"}}));
    }

    void reads_labels_as_json() {
        const auto set = parse_labels(R"({"labels":{"en":["tabby","car"],"zh":["虎斑猫","车"]},
            "parents":[{"id":"cat","en":"cat","zh":"猫","members":[0]}],"never_headline":[1]})");
        QVERIFY2(set.ok(), qPrintable(error_text(set)));
        QVERIFY(set->labels[1] == (Phrase{"car", "车"}));
        QVERIFY(set->parents == (std::vector<Parent>{{"cat", {"cat", "猫"}, {0}}}));
        QCOMPARE(set->never_headline, std::vector<int>{1});
    }

    void names_precisions() {
        for (const Precision precision :
             {Precision::automatic, Precision::float32, Precision::bfloat16, Precision::float16}) {
            const auto back = parse_precision(to_string(precision));
            QVERIFY(back.ok() && *back == precision);
        }
        QVERIFY(to_string(Precision::automatic) == "auto");
        QVERIFY(parse_precision("fp16").error() == (Error{"bad_precision", {"fp16"}}));
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "test_manifest.moc"
