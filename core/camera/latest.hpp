// A mailbox for one letter: who comes late reads only the newest.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace vitrine {

/// Between a thread that makes values at its own pace and one that uses them at another: what was
/// not taken is replaced, and counted. Nothing queues. Any thread.
template <typename T> class Latest {
  public:
    /// Takes the place of what still lay there; false where something did.
    bool put(T value) {
        std::optional<T> before{std::move(value)};
        {
            const std::lock_guard lock(mutex_);
            std::swap(value_, before);
            dropped_ += before ? 1 : 0;
        }
        there_.notify_one();
        return !before; // what was replaced goes here, outside of the lock
    }

    /// Nothing where none lies there.
    [[nodiscard]] std::optional<T> try_take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(value_, std::nullopt);
    }

    /// Waits. Nothing when `patience` is over or `stop` was requested.
    [[nodiscard]] std::optional<T> take(const std::stop_token &stop,
                                        std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        there_.wait_for(lock, stop, patience, [this] { return value_.has_value(); });
        return std::exchange(value_, std::nullopt);
    }

    /// How many values nobody took.
    [[nodiscard]] std::uint64_t dropped() const {
        const std::lock_guard lock(mutex_);
        return dropped_;
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any there_;
    std::optional<T> value_;
    std::uint64_t dropped_ = 0;
};

} // namespace vitrine
