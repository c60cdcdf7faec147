// Bytes that a parser may ask for anywhere, from memory or from a file.
#pragma once

#include "core/support/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace vitrine {

/// Files are read piece by piece rather than mapped: a mapped file that somebody shortens kills the
/// process, a short read is an error like any other.
class ByteSource {
  public:
    ByteSource(const ByteSource &) = delete;
    ByteSource &operator=(const ByteSource &) = delete;
    virtual ~ByteSource() = default;

    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
    /// Fills `into` with the bytes from `offset` on. Errors: unreadable (path, reason), also
    /// where they are not all there.
    [[nodiscard]] virtual Result<void> read(std::uint64_t offset,
                                            std::span<std::byte> into) const = 0;

  protected:
    ByteSource() = default;
};

/// Does not own the bytes.
class MemorySource final : public ByteSource {
  public:
    explicit MemorySource(std::span<const std::byte> bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
    [[nodiscard]] Result<void> read(std::uint64_t offset, std::span<std::byte> into) const override;

  private:
    std::span<const std::byte> bytes_;
};

/// Errors: vanished (path): there is no such file; no_permission (path); is_a_folder (path);
/// not_a_file (path): a pipe or device; unreadable (path, reason).
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path &path);

} // namespace vitrine
