// Writes the files that check_pth.py opens with PyTorch: write_pth_samples FOLDER.
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"
#include "tests/core/models/fixture.hpp"

#include <cstdio>

using namespace vitrine;
using namespace vitrine::testing;

namespace {

template <typename T> Tensor tensor_of(DataType type, std::vector<std::int64_t> shape, T value) {
    Tensor tensor{type, std::move(shape), std::vector<std::byte>(sizeof value)};
    std::memcpy(tensor.bytes.data(), &value, sizeof value);
    return tensor;
}

Result<void> write_samples(const std::filesystem::path &folder) {
    const std::vector<std::pair<std::string, Tensor>> sample{
        {"z.weight", float_tensor({2, 3}, {0, 1, 2, 3, 4, 5})},
        {"counter", tensor_of(DataType::int64, {}, std::int64_t{400})},
        {"half", tensor_of(DataType::float16, {2}, 0xC000'3800U)},            // 0.5 and −2
        {"brain", tensor_of(DataType::bfloat16, {1}, std::uint16_t{0x3FC0})}, // 1.5
        {"wide", tensor_of(DataType::float64, {1}, 0.1)},
        {"empty", {DataType::float32, {0, 2}, {}}},
        {"byte", tensor_of(DataType::uint8, {1}, std::uint8_t{255})},
        {"名", tensor_of(DataType::int32, {1}, std::int32_t{-1})},
    };
    if (auto written = write_pth(folder / "sample.pth", sample); !written) {
        return written;
    }
    // A file of PyTorch's, read, renamed to our names and back, and written again.
    auto tensors = read_pth(fixture("tutorial_resnet18_width8.pth"));
    if (!tensors) {
        return tensors.error();
    }
    auto imported = recognise_tensors(std::move(*tensors));
    if (!imported) {
        return imported.error();
    }
    Model model;
    model.manifest.architecture = imported->architecture;
    model.weights = std::move(imported->weights);
    return write_pth(folder / "copy.pth", rename_for_export(model, TensorNames::tutorial));
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        return 2;
    }
    const auto written = write_samples(argv[1]);
    if (!written) {
        std::fprintf(stderr, "%s\n", qPrintable(error_text(written)));
        return 1;
    }
    return 0;
}
