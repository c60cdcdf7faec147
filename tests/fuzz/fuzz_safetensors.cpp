// Any bytes as a safetensors file: no crash, and what is accepted is consistent.
#include "core/models/safetensors.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const auto file = vitrine::parse_safetensors(std::as_bytes(std::span(data, size)));
    if (!file) {
        return 0;
    }
    std::size_t total = 0;
    for (const auto &[name, tensor] : file->tensors) {
        if (static_cast<std::size_t>(tensor.element_count()) * vitrine::size_of(tensor.type) !=
            tensor.bytes.size()) {
            std::abort();
        }
        total += tensor.bytes.size();
        (void)vitrine::to_float32(tensor);
    }
    if (total > size) {
        std::abort();
    }
    return 0;
}
