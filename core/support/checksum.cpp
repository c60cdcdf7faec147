#include "core/support/checksum.hpp"

#include <fmt/format.h>
#include <new>
#include <xxhash.h>

namespace vitrine {

void Checksum::Free::operator()(XXH3_state_s *state) const noexcept { XXH3_freeState(state); }

Checksum::Checksum() : state_(XXH3_createState()) {
    if (!state_)
        throw std::bad_alloc();
    XXH3_128bits_reset(state_.get());
}

Checksum::~Checksum() = default;

void Checksum::add(std::span<const std::byte> bytes) {
    if (!bytes.empty())
        XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
}

void Checksum::add(std::int64_t number) {
    XXH3_128bits_update(state_.get(), &number, sizeof number);
}

void Checksum::add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    add(std::as_bytes(std::span(text.data(), text.size())));
}

std::string Checksum::hex() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace vitrine
