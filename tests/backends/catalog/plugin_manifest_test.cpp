#include "backends/catalog/plugin_manifest.hpp"

#include "backends/catalog/plugin.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace vitrine;

namespace {

const char *const good = R"({"id": "cuda", "kind": "gpu", "abi": 4, "build": "LibTorch 2.15",
    "priority": 20, "libraries": [{"name": "libcuda.so.1", "hint": "Install the driver."},
    {"name": "libc.so.6"}], "capabilities": ["classify", "train"], "later": {"unknown": true}})";

QJsonObject object(const char *text) { return QJsonDocument::fromJson(text).object(); }

QJsonObject metadata(const QJsonValue &manifest, const QJsonValue &iid = VITRINE_BACKEND_IID) {
    return {{"IID", iid}, {"MetaData", manifest}, {"className", "Any"}};
}

} // namespace

class PluginManifestTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyFieldIsRead() {
        const auto manifest = parse_plugin_metadata(metadata(object(good)));
        QVERIFY(manifest.ok());
        const PluginManifest expected{"cuda",
                                      "gpu",
                                      backend_abi,
                                      "LibTorch 2.15",
                                      20,
                                      {{"libcuda.so.1", "Install the driver."}, {"libc.so.6", ""}},
                                      {"classify", "train"}};
        QCOMPARE(*manifest, expected);
    }

    void listsMayBeAbsent() {
        QJsonObject manifest = object(good);
        for (const char *field : {"libraries", "capabilities", "build"}) {
            manifest.remove(QLatin1String(field));
        }
        const auto parsed = parse_plugin_metadata(metadata(manifest));
        QVERIFY(parsed.ok());
        QVERIFY(parsed->libraries.empty() && parsed->capabilities.isEmpty());
    }

    void wrongFieldIsNamed_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *name, const char *field, const QJsonValue &value) {
            QTest::newRow(name) << QString::fromLatin1(field) << value;
        };
        const QJsonValue absent(QJsonValue::Undefined);
        for (const char *field : {"id", "kind", "abi", "priority"}) {
            QTest::addRow("%s absent", field) << QString::fromLatin1(field) << absent;
        }
        row("id is a number", "id", 7);
        row("id is empty", "id", "");
        row("id is a path", "id", "../cpu");
        row("id is the word for any", "id", "auto");
        row("kind is unknown", "kind", "abacus");
        row("kind is null", "kind", QJsonValue::Null);
        row("abi is text", "abi", "1");
        row("abi is broken", "abi", 1.5);
        row("build is a list", "build", QJsonArray{});
        row("priority is text", "priority", "high");
        row("priority is huge", "priority", 1e300);
        row("libraries is text", "libraries", "libcuda.so.1");
        row("libraries holds text", "libraries", QJsonArray{"libcuda.so.1"});
        row("library without name", "libraries", QJsonArray{QJsonObject{{"hint", "Do."}}});
        row("library with empty name", "libraries", QJsonArray{QJsonObject{{"name", ""}}});
        row("hint is a number", "libraries", QJsonArray{QJsonObject{{"name", "l"}, {"hint", 3}}});
        row("capabilities is an object", "capabilities", QJsonObject{});
        row("capability is a number", "capabilities", QJsonArray{1});
    }
    void wrongFieldIsNamed() {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject manifest = object(good);
        manifest.remove(field);
        if (!value.isUndefined()) {
            manifest.insert(field, value);
        }
        const auto parsed = parse_plugin_metadata(metadata(manifest));
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().code, std::string("failed"));
        QVERIFY(parsed.error().arguments.at(0).find("'" + field.toStdString() + "'") !=
                std::string::npos);
    }

    void interfaceIsCompared_data() {
        QTest::addColumn<QJsonValue>("iid");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("argument");
        QTest::newRow("absent") << QJsonValue() << "not_ours"
                                << "it is not a Qt plugin";
        QTest::newRow("other type") << QJsonValue(5) << "not_ours"
                                    << "it is not a Qt plugin";
        QTest::newRow("another program's") << QJsonValue("org.kde.Thing/1") << "not_ours"
                                           << "it is a plugin for org.kde.Thing/1";
        QTest::newRow("newer") << QJsonValue("org.vitrine.Backend/12") << "wrong_abi"
                               << "12";
        QTest::newRow("odd") << QJsonValue("org.vitrine.Backend/x") << "wrong_abi"
                             << "x";
    }
    void interfaceIsCompared() {
        QFETCH(QJsonValue, iid);
        QFETCH(QString, code);
        QFETCH(QString, argument);
        const auto parsed = parse_plugin_metadata(metadata(object(good), iid));
        QVERIFY(!parsed.ok());
        QCOMPARE(QString::fromStdString(parsed.error().code), code);
        QCOMPARE(QString::fromStdString(parsed.error().arguments.at(0)), argument);
    }

    void abiOfTheManifestCountsBeforeTheRest() {
        // What else a newer manifest holds cannot be judged here.
        const auto parsed = parse_plugin_metadata(metadata(QJsonObject{{"abi", backend_abi + 1}}));
        QCOMPARE(
            parsed.error(),
            (Error{"wrong_abi", {std::to_string(backend_abi + 1), std::to_string(backend_abi)}}));
    }

    void manifestMustBeAnObject() {
        QCOMPARE(parse_plugin_metadata(metadata("text")).error().code, std::string("failed"));
    }

    void interfaceNamesTheAbi() {
        // The macro has to be written out; this keeps it in step with the number.
        QVERIFY(QStringLiteral(VITRINE_BACKEND_IID).endsWith("/" + QString::number(backend_abi)));
    }
};

QTEST_GUILESS_MAIN(PluginManifestTest)
#include "plugin_manifest_test.moc"
