#include "core/support/freed_memory.hpp"

#include <QtTest>

#include <cstdlib>
#include <memory>
#include <sys/resource.h>

using namespace vitrine;

namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 20; // as the tensors of a step: over 32 MiB
constexpr std::size_t page_bytes = 4096;                   // or less than a page is

/// Pages that the system had to give this process so far.
long pages_given() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

/// Pages that the system gives for taking a block, writing on each of its pages and freeing it.
long pages_for_a_block() {
    const long before = pages_given();
    const std::unique_ptr<void, decltype(&std::free)> block(std::malloc(block_bytes), &std::free);
    auto *bytes = static_cast<volatile unsigned char *>(block.get());
    for (std::size_t at = 0; at < block_bytes; at += page_bytes)
        bytes[at] = 1;
    return pages_given() - before;
}

} // namespace

class TestFreedMemory : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void what_was_freed_is_taken_again() {
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
        QSKIP("Another allocator than glibc's");
#else
        keep_freed_memory();
        const long first = pages_for_a_block();
        const long again = pages_for_a_block();
        QVERIFY(first > 0);
        QCOMPARE_LE(again, first / 10);
#endif
    }
};

QTEST_GUILESS_MAIN(TestFreedMemory)
#include "test_freed_memory.moc"
