// Threads that go through a list of tasks together.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace vitrine::direct {

/// What the threads of one pass share: who has taken which pieces of each task, and a barrier.
class Team {
  public:
    Team(std::size_t tasks, int threads)
        : next_(std::make_unique<Counter[]>(tasks * static_cast<std::size_t>(threads))),
          tasks_(tasks), threads_(threads) {}

    /// Before a pass, while no thread is in it.
    void reset() {
        for (std::size_t i = 0; i < tasks_ * static_cast<std::size_t>(threads_); ++i) {
            next_[i].value.store(0, std::memory_order_relaxed);
        }
        last_task_.store(tasks_, std::memory_order_relaxed);
    }

    /// A piece of `pieces` that nobody has taken, or −1. Every thread begins with a share of its
    /// own, the same part of the picture in every task, so that it finds in its cache what it wrote
    /// there; then it helps those that were held up.
    [[nodiscard]] int take(std::size_t task, int pieces, int thread) {
        for (int i = 0; i < threads_; ++i) {
            const int owner = (thread + i) % threads_;
            const int first = share(owner, pieces);
            const int count = share(owner + 1, pieces) - first;
            auto &next =
                next_[task * static_cast<std::size_t>(threads_) + static_cast<std::size_t>(owner)]
                    .value;
            if (next.load(std::memory_order_relaxed) < count) {
                const int piece = next.fetch_add(1, std::memory_order_relaxed);
                if (piece < count) {
                    return first + piece;
                }
            }
        }
        return -1;
    }

    /// Waits until `threads` threads are here.
    void meet(int threads) {
        if (threads == 1) {
            return;
        }
        const int turn = turn_.load(std::memory_order_acquire);
        if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads) {
            arrived_.store(0, std::memory_order_relaxed);
            turn_.store(turn + 1, std::memory_order_release);
            turn_.notify_all();
            return;
        }
        // The others are microseconds away, unless another program has their core: then sleep.
        for (int spin = 0; spin < spins; ++spin) {
            if (turn_.load(std::memory_order_acquire) != turn) {
                return;
            }
            __builtin_ia32_pause();
        }
        while (turn_.load(std::memory_order_acquire) == turn) {
            turn_.wait(turn, std::memory_order_acquire);
        }
    }

    /// Before meeting after `task`: ends the pass there.
    void stop_after(std::size_t task) { last_task_.store(task, std::memory_order_relaxed); }
    /// After meeting after `task`. A thread that is late must not take a later stop for this one.
    [[nodiscard]] bool ends_after(std::size_t task) const {
        return last_task_.load(std::memory_order_relaxed) <= task;
    }

  private:
    static constexpr int spins = 4000;

    struct alignas(64) Counter { ///< a cache line each
        std::atomic<int> value{0};
    };
    [[nodiscard]] int share(int thread, int pieces) const {
        return static_cast<int>(std::int64_t{thread} * pieces / threads_);
    }

    std::unique_ptr<Counter[]> next_;
    std::size_t tasks_;
    int threads_;
    std::atomic<int> arrived_{0};
    std::atomic<int> turn_{0};
    std::atomic<std::size_t> last_task_{0};
};

} // namespace vitrine::direct
