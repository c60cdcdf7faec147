#include "core/training/run/tensorboard.hpp"

#include <array>
#include <bit>

namespace vitrine {

namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
        table[i] = value;
    }
    return table;
}

std::string little_endian(std::uint64_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text.push_back(static_cast<char>(number >> (8 * i)));
    return text;
}

std::string masked_crc(std::string_view bytes) {
    const std::uint32_t crc = crc32c(bytes);
    return little_endian(((crc >> 15) | (crc << 17)) + 0xA282EAD8U, 4);
}

std::string record(std::string_view data) {
    const std::string length = little_endian(data.size(), 8);
    return length + masked_crc(length) + std::string(data) + masked_crc(data);
}

std::string varint(std::uint64_t number) {
    std::string text;
    for (; number >= 0x80; number >>= 7)
        text.push_back(static_cast<char>((number & 0x7F) | 0x80));
    text.push_back(static_cast<char>(number));
    return text;
}

// Wire types of protocol buffers.
constexpr std::uint64_t as_varint = 0;
constexpr std::uint64_t as_64_bit = 1;
constexpr std::uint64_t as_bytes = 2;
constexpr std::uint64_t as_32_bit = 5;

std::string key(int field, std::uint64_t type) {
    return varint((static_cast<std::uint64_t>(field) << 3) | type);
}
std::string bytes_field(int field, std::string_view bytes) {
    return key(field, as_bytes) + varint(bytes.size()) + std::string(bytes);
}
std::string number_field(int field, std::int64_t number) {
    return key(field, as_varint) + varint(static_cast<std::uint64_t>(number));
}

/// Event: 1 wall_time, 2 step, 3 file_version, 5 summary, 7 session_log.
std::string event_start(double wall_time_s, std::int64_t step) {
    return key(1, as_64_bit) + little_endian(std::bit_cast<std::uint64_t>(wall_time_s), 8) +
           number_field(2, step);
}

} // namespace

std::uint32_t crc32c(std::string_view bytes) noexcept {
    static constexpr auto table = make_table();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<std::uint8_t>(c)) & 0xFFU] ^ (crc >> 8);
    return crc ^ 0xFFFFFFFFU;
}

std::string tensorboard_scalars(double wall_time_s, std::int64_t step,
                                std::span<const Scalar> scalars) {
    std::string summary; // Summary: 1 value; Value: 1 tag, 2 simple_value
    for (const Scalar &scalar : scalars) {
        const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(scalar.value));
        summary +=
            bytes_field(1, bytes_field(1, scalar.tag) + key(2, as_32_bit) + little_endian(bits, 4));
    }
    return record(event_start(wall_time_s, step) + bytes_field(5, summary));
}

std::string tensorboard_start(double wall_time_s, std::int64_t restarted_at) {
    std::string text = record(event_start(wall_time_s, 0) + bytes_field(3, "brain.Event:2"));
    constexpr std::int64_t session_start = 1; // SessionLog: 1 status
    if (restarted_at >= 0)
        text += record(event_start(wall_time_s, restarted_at) +
                       bytes_field(7, number_field(1, session_start)));
    return text;
}

} // namespace vitrine
