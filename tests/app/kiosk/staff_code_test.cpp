// Who may leave kiosk mode: the code, its lock, and what a restart or a damaged file change
// (nothing).
#include "app/kiosk/staff_code.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;
using namespace std::chrono_literals;
using Verdict = StaffCode::Verdict;

namespace {

constexpr StaffCode::Cost quick{1, 8192}; // the least that libsodium takes

} // namespace

class StaffCodeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();

    void only_the_code_is_right();
    void the_file_holds_a_salted_hash_for_its_owner_alone();
    void what_is_no_code_is_refused_data();
    void what_is_no_code_is_refused();
    void the_lock_grows_with_each_wrong_code();
    void while_locked_even_the_right_code_waits();
    void the_lock_outlasts_a_restart();
    void a_clock_that_is_set_back_locks_no_longer_than_the_last_lock();
    void damaged_tries_lock_once();
    void a_new_code_forgets_the_wrong_tries();
    void without_a_code_nothing_is_right();

  private:
    [[nodiscard]] StaffCode open() const {
        return StaffCode(files_, [this] { return now_; });
    }
    [[nodiscard]] QByteArray read(const std::filesystem::path &path) const {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> folder_;
    StaffCodeFiles files_;
    std::chrono::system_clock::time_point now_{1'700'000'000s};
};

void StaffCodeTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    files_ = {folder_->filePath("config/staff-code.json").toStdString(),
              folder_->filePath("state/staff-tries.json").toStdString()};
    now_ = std::chrono::system_clock::time_point(1'700'000'000s);
    QVERIFY(StaffCode::set(files_, "4711", quick).ok());
}

void StaffCodeTest::only_the_code_is_right() {
    StaffCode code = open();
    QVERIFY(code.is_set());
    QVERIFY(code.check("4711").verdict == Verdict::right);
    QVERIFY(code.check("4712").verdict == Verdict::wrong);
    QVERIFY(code.check("47110").verdict == Verdict::wrong);
    QVERIFY(code.check("4711").verdict == Verdict::right);
}

void StaffCodeTest::the_file_holds_a_salted_hash_for_its_owner_alone() {
    const QByteArray first = read(files_.code);
    QVERIFY(first.contains("$argon2id$"));
    QVERIFY(!first.contains("4711"));
    QVERIFY(StaffCode::set(files_, "4711").ok()); // as the staff set it
    QVERIFY(read(files_.code).contains("$m=65536,t=3,p=1$"));
    QCOMPARE(QFile::permissions(QString::fromStdString(files_.code.string())) &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(StaffCode::set(files_, "4711", quick).ok());
    QVERIFY(read(files_.code) != first); // another salt
}

void StaffCodeTest::what_is_no_code_is_refused_data() {
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("123");
    QTest::newRow("long") << QByteArray("1234567890123");
    QTest::newRow("letters") << QByteArray("12a4");
    QTest::newRow("other digits") << QByteArray("１２３４");
}

void StaffCodeTest::what_is_no_code_is_refused() {
    QFETCH(QByteArray, code);
    const auto done = StaffCode::set(files_, code.toStdString());
    QVERIFY(!done);
    QCOMPARE(done.error().code, "bad_staff_code");
    QVERIFY(open().check("4711").verdict == Verdict::right);
}

void StaffCodeTest::the_lock_grows_with_each_wrong_code() {
    StaffCode code = open();
    const std::chrono::seconds expected[] = {0s,   0s,   30s,   60s,   120s, 240s,
                                             480s, 960s, 1920s, 3600s, 3600s};
    for (const auto wait : expected) {
        const auto answer = code.check("0000");
        QVERIFY(answer.verdict == Verdict::wrong);
        QCOMPARE(answer.wait.count(), wait.count());
        now_ += wait;
    }
    QVERIFY(code.check("4711").verdict == Verdict::right);
    QCOMPARE(code.check("0000").wait.count(), 0); // begun afresh
}

void StaffCodeTest::while_locked_even_the_right_code_waits() {
    StaffCode code = open();
    for (int count = 0; count < 3; ++count)
        (void)code.check("0000");
    now_ += 29s;
    const auto answer = code.check("4711");
    QVERIFY(answer.verdict == Verdict::locked);
    QCOMPARE(answer.wait.count(), 1);
    now_ += 1s;
    QVERIFY(code.check("4711").verdict == Verdict::right);
}

void StaffCodeTest::the_lock_outlasts_a_restart() {
    {
        StaffCode code = open();
        for (int count = 0; count < 4; ++count) {
            (void)code.check("0000");
            now_ += code.wait();
        }
        (void)code.check("0000"); // the fifth: two minutes
    }
    StaffCode again = open();
    QCOMPARE(again.wait().count(), 120);
    QVERIFY(again.check("4711").verdict == Verdict::locked);
    now_ += 120s;
    QVERIFY(again.check("0000").wait == 240s); // the count outlasted it too
}

void StaffCodeTest::a_clock_that_is_set_back_locks_no_longer_than_the_last_lock() {
    {
        StaffCode code = open();
        for (int count = 0; count < 3; ++count)
            (void)code.check("0000");
    }
    now_ = std::chrono::system_clock::time_point(0s); // a machine without a clock of its own
    QCOMPARE(open().wait().count(), 30);
}

void StaffCodeTest::damaged_tries_lock_once() {
    std::filesystem::create_directories(files_.tries.parent_path());
    QFile file(QString::fromStdString(files_.tries.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"failures\": ");
    file.close();
    StaffCode code = open();
    QVERIFY(code.check("4711").verdict == Verdict::locked);
    now_ += 30s;
    QVERIFY(code.check("4711").verdict == Verdict::right);
    QVERIFY(open().wait() == 0s);
}

void StaffCodeTest::a_new_code_forgets_the_wrong_tries() {
    {
        StaffCode code = open();
        for (int count = 0; count < 5; ++count) {
            (void)code.check("0000");
            now_ += code.wait();
        }
    }
    QVERIFY(StaffCode::set(files_, "123456", quick).ok());
    StaffCode code = open();
    QVERIFY(code.check("4711").verdict == Verdict::wrong);
    QVERIFY(code.check("123456").verdict == Verdict::right);
}

void StaffCodeTest::without_a_code_nothing_is_right() {
    std::filesystem::remove(files_.code);
    StaffCode code = open();
    QVERIFY(!code.is_set());
    QVERIFY(code.check("4711").verdict == Verdict::not_set);
    QVERIFY(code.check("").verdict == Verdict::not_set);
}

QTEST_GUILESS_MAIN(StaffCodeTest)
#include "staff_code_test.moc"
