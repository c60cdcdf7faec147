// TensorBoard's event files: TFRecord framing (length, masked CRC-32C, data, masked CRC-32C) round
// protocol-buffer messages of tensorflow/core/util/event.proto; only the few fields that scalars
// need.
#pragma once

#include "core/support/result.hpp"
#include "core/training/run/append_file.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// CRC-32C (Castagnoli), RFC 3720, B.4.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes) noexcept;

struct Scalar {
    std::string_view tag;
    double value = 0;
};

/// The bytes of one record with these scalars. wall_time_s: seconds since 1970.
[[nodiscard]] std::string tensorboard_scalars(double wall_time_s, std::int64_t step,
                                              std::span<const Scalar> scalars);
/// What a file starts with. restarted_at: a resumed run's step, from which on readers forget what
/// earlier files say; −1 for none.
[[nodiscard]] std::string tensorboard_start(double wall_time_s, std::int64_t restarted_at);

} // namespace vitrine
