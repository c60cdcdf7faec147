// Any bytes as a manifest, an architecture and a list of labels: no crash, and what is accepted
// comes back the same after writing.
#include "core/models/labels.hpp"
#include "core/models/manifest.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto manifest = vitrine::parse_manifest(text)) {
        const auto again = vitrine::parse_manifest(vitrine::to_json(*manifest));
        if (!again || !(*again == *manifest)) {
            std::abort();
        }
    }
    if (const auto architecture = vitrine::parse_architecture(text)) {
        const auto again = vitrine::parse_architecture(vitrine::to_spec(*architecture));
        if (!again || !(*again == *architecture)) {
            std::abort();
        }
    }
    (void)vitrine::parse_labels(text);
    return 0;
}
