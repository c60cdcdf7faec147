#include "core/support/log.hpp"

#include <QtTest>
#include <fcntl.h>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace vitrine;

class TestLog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void cleanup() {
        log::set_receiver({});
        log::set_level(log::Level::warning);
    }
    void hands_lines_to_the_receiver();
    void drops_lines_below_the_level();
    void keeps_lines_whole_between_threads();
    void survives_a_receiver_that_throws();
    void writes_to_standard_error();
};

void TestLog::hands_lines_to_the_receiver() {
    std::string seen;
    log::set_receiver([&](log::Level level, std::string_view category, std::string_view text) {
        QVERIFY(level == log::Level::warning);
        seen = std::string(category) + "|" + std::string(text);
    });
    log::warning("images", "{} is {} pixels wide", "a.png", 3);
    QCOMPARE(seen, std::string("images|a.png is 3 pixels wide"));
}

void TestLog::drops_lines_below_the_level() {
    int count = 0;
    log::set_receiver([&](auto, auto, auto) { ++count; });
    log::info("images", "not wanted");
    QCOMPARE(count, 0);
    log::set_level(log::Level::debug);
    log::debug("images", "wanted");
    QCOMPARE(count, 1);
    log::set_level(log::Level::off);
    log::error("images", "not wanted");
    QCOMPARE(count, 1);
}

void TestLog::keeps_lines_whole_between_threads() {
    std::vector<std::string> lines;
    log::set_receiver([&](auto, auto, std::string_view text) { lines.emplace_back(text); });
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([] {
                for (int i = 0; i < 250; ++i)
                    log::error("test", "line");
            });
    }
    QCOMPARE(lines.size(), std::size_t{1000});
}

void TestLog::survives_a_receiver_that_throws() {
    log::set_receiver([](auto, auto, auto) { throw std::runtime_error("receiver"); });
    log::error("test", "line");
    log::set_receiver({});
}

void TestLog::writes_to_standard_error() {
    int ends[2] = {};
    QCOMPARE(::pipe(ends), 0);
    const int kept = ::dup(STDERR_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    log::error("models", "it has {} faults", 2);
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
    ::close(ends[1]);
    char buffer[200] = "";
    const auto count = ::read(ends[0], buffer, sizeof(buffer) - 1);
    ::close(ends[0]);
    const QString line = QString::fromUtf8(buffer, static_cast<int>(count));
    QVERIFY2(line.contains("error models: it has 2 faults\n"), buffer);
}

QTEST_GUILESS_MAIN(TestLog)
#include "test_log.moc"
