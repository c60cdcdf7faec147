// Any bytes as CIFAR-10's archive: no crash, and what is accepted is whole.
#include "core/data/training/training_data.hpp"
#include "tests/fuzz/scratch_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    static const vitrine::ScratchFolder folder;
    vitrine::DataOptions options;
    options.input.width = options.input.height = 32;
    const auto path = folder.write("data.tar.gz", bytes, size);
    if (const auto data = vitrine::load_training_data(path, options)) {
        constexpr std::int64_t picture_bytes = std::int64_t{32} * 32 * 3;
        for (const vitrine::LabelledPixels *split : {&data->training, &data->test})
            if (static_cast<std::int64_t>(split->pixels.size()) != split->size() * picture_bytes)
                std::abort();
        if (data->class_names.size() != 10)
            std::abort();
    }
    return 0;
}
