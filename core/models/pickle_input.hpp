// The bytes of a pickle, taken from the front.
#pragma once

#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace vitrine {

/// After the first fault it gives zeros and empty texts, so that the machine can look once an
/// instruction whether all went well.
class PickleInput {
  public:
    explicit PickleInput(std::span<const std::byte> bytes) : bytes_(bytes) {}

    [[nodiscard]] std::size_t position() const { return at_; }
    [[nodiscard]] const std::optional<Error> &error() const { return error_; }
    /// Keeps the first fault only.
    void fail(const Error &error) {
        if (!error_) {
            error_ = error;
        }
    }

    std::span<const std::byte> take(std::uint64_t count) {
        if (error_ || count > bytes_.size() - at_) {
            fail({"bad_pth", {"the pickle ends too early"}});
            return {};
        }
        const auto part = bytes_.subspan(at_, count);
        at_ += count;
        return part;
    }
    std::uint64_t number(std::size_t width) { // little endian
        std::uint64_t value = 0;
        const auto part = take(width);
        for (std::size_t i = 0; i < part.size(); ++i) {
            value |= static_cast<std::uint64_t>(part[i]) << (8 * i);
        }
        return value;
    }
    std::string text(std::uint64_t length) {
        const auto part = take(length);
        return {reinterpret_cast<const char *>(part.data()), part.size()};
    }
    /// Up to a line feed, which is taken but not given.
    std::string line(std::size_t longest) {
        std::string value;
        while (!error_) {
            const char letter = static_cast<char>(number(1));
            if (letter == '\n') {
                return value;
            }
            value += letter;
            if (value.size() > longest) {
                fail({"bad_pth", {"a name in the pickle is too long"}});
            }
        }
        return {};
    }

  private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    std::optional<Error> error_;
};

} // namespace vitrine
