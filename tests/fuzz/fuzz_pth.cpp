// Any bytes as a state dict: no crash, no endless growth, and what is accepted is consistent.
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    auto tensors = vitrine::parse_pth(std::as_bytes(std::span(data, size)));
    if (!tensors) {
        return 0;
    }
    for (const auto &[name, tensor] : *tensors) {
        if (static_cast<std::size_t>(tensor.element_count()) * vitrine::size_of(tensor.type) !=
            tensor.bytes.size()) {
            std::abort();
        }
    }
    (void)vitrine::recognise_tensors(std::move(*tensors));
    return 0;
}
