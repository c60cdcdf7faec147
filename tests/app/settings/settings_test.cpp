// The staff's settings: whatever happened to the file, the program goes on and loses nothing.
#include "app/settings/settings_store.hpp"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace vitrine;

class SettingsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();

    void without_a_file_all_are_defaults();
    void what_was_set_is_there_at_the_next_start();
    void a_damaged_file_is_kept_aside_and_noted_data();
    void a_damaged_file_is_kept_aside_and_noted();
    void a_wrong_value_falls_back_alone_data();
    void a_wrong_value_falls_back_alone();
    void a_newer_file_is_read_and_never_written();
    void an_unknown_key_survives();
    void what_was_mistyped_stays_until_it_is_set();
    void all_that_is_wrong_is_named();
    void a_note_stays_until_it_was_seen();
    void what_cannot_be_read_is_told_as_settings();
    void two_windows_keep_each_others_choices();
    void two_windows_that_write_at_once_leave_a_whole_file();
    void a_file_that_may_not_be_written_is_noted_and_left();

  private:
    [[nodiscard]] std::filesystem::path path() const {
        return folder_->filePath("settings.json").toStdString();
    }
    void write(const QByteArray &text) const;
    [[nodiscard]] QByteArray read() const;

    std::unique_ptr<QTemporaryDir> folder_;
};

void SettingsTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
}

void SettingsTest::write(const QByteArray &text) const {
    QFile file(folder_->filePath("settings.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

QByteArray SettingsTest::read() const {
    QFile file(folder_->filePath("settings.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void SettingsTest::without_a_file_all_are_defaults() {
    const SettingsFile file(path());
    QVERIFY(file.values() == Settings{});
    QVERIFY(file.note().code.empty());
}

void SettingsTest::what_was_set_is_there_at_the_next_start() {
    Settings wanted;
    wanted.language = "zh";
    wanted.theme = "light";
    wanted.model = "cifar10";
    wanted.model_folder = "/models/在这里";
    wanted.picture_folder = "/pictures";
    wanted.last_folder = "/home/ann/Bilder";
    wanted.backend = "cpu";
    wanted.threads = 3;
    wanted.languages = {"zh"};
    wanted.idle_s = 90;
    wanted.countdown_s = 15;
    wanted.text_scale = 1.5;
    wanted.reduce_motion = true;
    {
        SettingsStore store(path());
        const QSignalSpy changed(&store, &SettingsStore::changed);
        store.set(wanted);
        QCOMPARE(changed.count(), 1);
        store.set(wanted);
        QCOMPARE(changed.count(), 1);
    }
    const SettingsFile again(path());
    QVERIFY(again.note().code.empty());
    QVERIFY(again.values() == wanted);
    // As another program reads it.
    const QJsonObject json = QJsonDocument::fromJson(read()).object();
    QCOMPARE(json["schema"].toInt(), 1);
    QCOMPARE(json["languages"].toArray(), QJsonArray{"zh"});
    QCOMPARE(json["model_folder"].toString(), QStringLiteral("/models/在这里"));
    QCOMPARE(json["text_scale"].toDouble(), 1.5);
}

void SettingsTest::a_damaged_file_is_kept_aside_and_noted_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray(R"({"schema": 1, "theme": "li)");
    QTest::newRow("zeros") << QByteArray(512, '\0');
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("no schema") << QByteArray(R"({"theme": "light"})");
    QTest::newRow("schema no number") << QByteArray(R"({"schema": "one"})");
    QTest::newRow("deep") << QByteArray(100'000, '[');
}

void SettingsTest::a_damaged_file_is_kept_aside_and_noted() {
    QFETCH(QByteArray, text);
    write(text);
    const SettingsFile file(path());
    QVERIFY(file.values() == Settings{});
    QCOMPARE(file.note().code, "settings_damaged");
    QCOMPARE(file.note().arguments.at(0), path().string() + ".damaged");
    QFile aside(folder_->filePath("settings.json.damaged"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), text);
    QVERIFY(file.text_with({}, {}).ok());
}

void SettingsTest::a_wrong_value_falls_back_alone_data() {
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("type") << QByteArray(R"("threads": "many")") << QByteArray("threads");
    QTest::newRow("too small") << QByteArray(R"("idle_s": 0)") << QByteArray("idle_s");
    QTest::newRow("too large") << QByteArray(R"("idle_s": 99999999999)") << QByteArray("idle_s");
    QTest::newRow("not known") << QByteArray(R"("languages": ["zh", "fr"])")
                               << QByteArray("languages");
    QTest::newRow("none left") << QByteArray(R"("languages": [])") << QByteArray("languages");
    QTest::newRow("scale") << QByteArray(R"("text_scale": 1e300)") << QByteArray("text_scale");
    QTest::newRow("null") << QByteArray(R"("reduce_motion": null)") << QByteArray("reduce_motion");
}

void SettingsTest::a_wrong_value_falls_back_alone() {
    QFETCH(QByteArray, entry);
    QFETCH(QByteArray, name);
    write(R"({"schema": 1, "theme": "light", )" + entry + "}");
    const SettingsFile file(path());
    QCOMPARE(file.note().code, "settings_value");
    QCOMPARE(QByteArray::fromStdString(file.note().arguments.at(0)), name);
    Settings expected;
    expected.theme = "light";
    QVERIFY(file.values() == expected);
}

void SettingsTest::a_newer_file_is_read_and_never_written() {
    const QByteArray text = R"({"schema": 7, "theme": "light", "idle_s": {"morning": 5}})";
    write(text);
    {
        SettingsStore store(path());
        QCOMPARE(store.note().code, "settings_newer");
        QCOMPARE(store.values().theme, "light");
        QCOMPARE(store.values().idle_s, 60);
        Settings changed = store.values();
        changed.theme = "dark";
        store.set(changed);
        QCOMPARE(store.values().theme, "dark"); // until the window closes
    }
    QCOMPARE(read(), text);
}

void SettingsTest::an_unknown_key_survives() {
    write(R"({"schema": 1, "colour_of_the_stand": "green"})");
    {
        SettingsStore store(path());
        store.set([] {
            Settings wanted;
            wanted.threads = 2;
            return wanted;
        }());
    }
    const QJsonObject json = QJsonDocument::fromJson(read()).object();
    QCOMPARE(json["colour_of_the_stand"].toString(), QStringLiteral("green"));
    QCOMPARE(json["threads"].toInt(), 2);
}

void SettingsTest::what_was_mistyped_stays_until_it_is_set() {
    write(R"({"schema": 1, "idle_s": "90 seconds"})");
    Settings wanted;
    wanted.theme = "light";
    {
        SettingsStore store(path());
        store.set(wanted);
    }
    QCOMPARE(QJsonDocument::fromJson(read()).object()["idle_s"].toString(),
             QStringLiteral("90 seconds"));
    wanted.idle_s = 90;
    {
        SettingsStore store(path());
        store.set(wanted);
    }
    QCOMPARE(QJsonDocument::fromJson(read()).object()["idle_s"].toInt(), 90);
    QVERIFY(SettingsFile(path()).note().code.empty());
}

void SettingsTest::all_that_is_wrong_is_named() {
    write(R"({"schema": 1, "theme": "blue", "threads": -1, "idle_s": 60})");
    QCOMPARE(SettingsFile(path()).note().arguments.at(0), std::string("theme, threads"));
}

void SettingsTest::a_note_stays_until_it_was_seen() {
    write(R"({"schema": 1, "theme": "blue"})");
    SettingsStore store(path());
    Settings wanted = store.values();
    wanted.threads = 2;
    store.set(wanted);
    wanted.threads = 7;
    store.set(wanted);
    QTRY_VERIFY(read().contains("7"));
    QCoreApplication::processEvents(); // that the first was written is told
    QCOMPARE(store.note().code, std::string("settings_value"));
    store.note_seen();
    QVERIFY(store.note().code.empty());
}

void SettingsTest::what_cannot_be_read_is_told_as_settings() {
    QVERIFY(QDir(folder_->path()).mkdir("settings.json"));
    const SettingsFile file(path());
    QCOMPARE(file.note().code, std::string("settings_unreadable"));
    QCOMPARE(file.note().arguments.at(0), path().string());
}

void SettingsTest::two_windows_keep_each_others_choices() {
    write(R"({"schema": 1, "threads": 2, "text_scale": "large"})");
    {
        SettingsStore first(path());
        SettingsStore second(path());
        Settings wanted = first.values();
        wanted.theme = "light";
        first.set(wanted);
        QTRY_VERIFY(read().contains("light"));
        wanted = second.values(); // which knows nothing of the theme
        wanted.model = "cifar10";
        second.set(wanted);
    }
    const QJsonObject json = QJsonDocument::fromJson(read()).object();
    QCOMPARE(json["theme"].toString(), QStringLiteral("light"));
    QCOMPARE(json["model"].toString(), QStringLiteral("cifar10"));
    QCOMPARE(json["threads"].toInt(), 2);
    QCOMPARE(json["text_scale"].toString(), QStringLiteral("large")); // for whoever wrote it
}

void SettingsTest::two_windows_that_write_at_once_leave_a_whole_file() {
    constexpr int rounds = 20;
    const auto visitor = [this](int threads) {
        SettingsStore store(path());
        for (int round = 0; round < rounds; ++round) {
            Settings wanted = store.values();
            wanted.threads = threads;
            wanted.idle_s = 60 + round;
            store.set(wanted);
        }
    };
    std::jthread first(visitor, 1);
    std::jthread second(visitor, 2);
    first.join();
    second.join();
    const SettingsFile file(path());
    QVERIFY(file.note().code.empty());
    QCOMPARE(file.values().idle_s, 60 + rounds - 1);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList{"settings.json"});
}

void SettingsTest::a_file_that_may_not_be_written_is_noted_and_left() {
    // A file in the folder's place refuses everyone, whatever their rights.
    const QString blocked = folder_->filePath("no-folder");
    QVERIFY(QFile(blocked).open(QIODevice::WriteOnly));
    SettingsStore store((blocked + "/settings.json").toStdString());
    Settings wanted;
    wanted.theme = "light";
    store.set(wanted);
    QTRY_COMPARE(store.note().code, std::string("settings_unwritable"));
    QCOMPARE(store.values().theme, "light");
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
