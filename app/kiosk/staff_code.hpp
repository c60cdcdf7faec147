// The code that lets the staff out of kiosk mode.
#pragma once

#include "core/support/result.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string_view>

namespace vitrine {

/// Where the code's hash and the count of wrong tries lie.
struct StaffCodeFiles {
    std::filesystem::path code;  ///< {"schema": 1, "hash": "$argon2id$…"}, for its owner alone
    std::filesystem::path tries; ///< {"schema": 1, "failures": 4, "locked_until": 1700000000}
};

/// 4 to 12 digits, since they are entered on a pad. Kept as a salted Argon2id hash (libsodium's
/// crypto_pwhash_str, RFC 9106): a thief of the file must spend about 0.1 s and 64 MiB on a guess.
/// Guessing at the pad is slowed by a lock that grows: none for two wrong codes, then 30 s, doubled
/// with each, an hour at most. The try is written down before it is looked at, so that neither a
/// restart nor the mains switch gives one for nothing. Any thread; the calls that touch the files
/// may take a while.
class StaffCode {
  public:
    using Clock = std::function<std::chrono::system_clock::time_point()>;

    static constexpr int least_digits = 4;
    static constexpr int most_digits = 12;
    static constexpr int free_failures = 2;
    static constexpr std::chrono::seconds first_lock{30};
    static constexpr std::chrono::seconds longest_lock{3600};

    explicit StaffCode(StaffCodeFiles files, Clock clock = std::chrono::system_clock::now);

    enum class Verdict { right, wrong, locked, not_set };
    struct Answer {
        Verdict verdict = Verdict::not_set;
        std::chrono::seconds wait{0}; ///< until the next try is taken
    };
    [[nodiscard]] Answer check(std::string_view code);
    /// Whether there is a code that can be entered.
    [[nodiscard]] bool is_set() const;
    /// How long no try is taken. A clock that was set back makes it no longer than the last lock.
    [[nodiscard]] std::chrono::seconds wait() const;

    /// What one guess costs, by crypto_pwhash(3): passes, and bytes of memory. It is kept with the
    /// hash.
    struct Cost {
        unsigned long long passes = 3;
        std::size_t memory_bytes = std::size_t{64} << 20;
    };
    /// Replaces the code and forgets the wrong tries. Errors: bad_staff_code () when it is not 4 to
    /// 12 digits; out_of_memory; those of write_file_atomically().
    [[nodiscard]] static Result<void> set(const StaffCodeFiles &files, std::string_view code,
                                          Cost cost);
    [[nodiscard]] static Result<void> set(const StaffCodeFiles &files, std::string_view code) {
        return set(files, code, Cost{});
    }

  private:
    struct Tries {
        int failures = 0;
        std::chrono::system_clock::time_point locked_until{};
    };
    [[nodiscard]] static std::chrono::seconds lock_after(int failures);
    [[nodiscard]] std::chrono::seconds wait_of(const Tries &tries) const;
    [[nodiscard]] Tries read_tries() const;
    void write_tries(const Tries &tries);

    StaffCodeFiles files_;
    Clock clock_;
    mutable std::mutex mutex_;
    Tries tries_; ///< also when they could not be written
};

} // namespace vitrine
