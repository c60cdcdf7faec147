// XXH3's 128-bit checksum (https://xxhash.com), fed in pieces. Not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace vitrine {

class Checksum {
  public:
    Checksum();
    ~Checksum();
    Checksum(const Checksum &) = delete;
    Checksum &operator=(const Checksum &) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::int64_t number);
    void add(std::string_view text); ///< with its length, so that "ab", "c" is not "a", "bc"
    template <typename T> void add_all(std::span<const T> values) { add(std::as_bytes(values)); }

    [[nodiscard]] std::string hex() const; ///< 32 digits

  private:
    struct Free {
        void operator()(XXH3_state_s *state) const noexcept;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

} // namespace vitrine
