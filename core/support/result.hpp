// Errors as values.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace vitrine {

/// What went wrong: a stable code in snake_case ("truncated", "too_large"), the values that its
/// sentence needs, in the order in which messages.cpp names them. The window turns it into the
/// visitor's language, the log and the command line into English (see english_message()).
struct Error {
    std::string code;
    std::vector<std::string> arguments{};

    bool operator==(const Error &) const = default;
};

/// A value or the Error that kept it from being made. Never empty.
template <typename T> class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    [[nodiscard]] T &value() & { return std::get<0>(state_); }
    [[nodiscard]] const T &value() const & { return std::get<0>(state_); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(state_)); }
    [[nodiscard]] const Error &error() const & { return std::get<1>(state_); }

    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <> class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), ok_(false) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    explicit operator bool() const noexcept { return ok_; }
    [[nodiscard]] const Error &error() const & { return error_; }

  private:
    Error error_;
    bool ok_ = true;
};

/// One English sentence for the log and the command line. Unknown codes give the code itself with
/// its arguments, so nothing is ever lost.
[[nodiscard]] std::string english_message(const Error &error);

} // namespace vitrine
