#include "core/data/training/fitted_cache.hpp"

#include "core/models/safetensors.hpp"
#include "core/support/checksum.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

std::string checksum_of(const std::string &key, std::span<const std::byte> pixels,
                        std::span<const std::byte> good) {
    Checksum checksum;
    checksum.add(std::string_view(key));
    checksum.add(static_cast<std::int64_t>(pixels.size()));
    checksum.add(pixels);
    checksum.add(good);
    return checksum.hex();
}

Tensor bytes_tensor(std::span<const std::uint8_t> bytes) {
    const auto raw = std::as_bytes(bytes);
    return {DataType::uint8, {static_cast<std::int64_t>(bytes.size())}, {raw.begin(), raw.end()}};
}

std::vector<std::uint8_t> to_vector(const Tensor &tensor) {
    const auto *first = reinterpret_cast<const std::uint8_t *>(tensor.bytes.data());
    return {first, first + tensor.bytes.size()};
}

} // namespace

fs::path fitted_cache_file(const fs::path &cache, const fs::path &root, const InputRule &input) {
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(root, error);
    Checksum checksum;
    checksum.add(std::string_view((error ? root : absolute).native()));
    checksum.add(fmt::format("{}x{} {} {}", input.width, input.height, input.crop_fraction,
                             static_cast<int>(input.filter)));
    return cache / ("fitted-" + checksum.hex() + ".safetensors");
}

std::optional<FittedPictures> read_fitted_cache(const fs::path &file, const std::string &key,
                                                std::size_t listed, std::size_t picture_bytes) {
    auto metadata = read_safetensors_metadata(file);
    if (!metadata || (*metadata)["key"] != key)
        return std::nullopt;
    auto content = read_safetensors(file);
    if (!content)
        return std::nullopt;
    const auto pixels = content->tensors.find("pixels");
    const auto good = content->tensors.find("good");
    if (pixels == content->tensors.end() || good == content->tensors.end() ||
        content->metadata["checksum"] != checksum_of(key, pixels->second.bytes, good->second.bytes))
        return std::nullopt;
    FittedPictures pictures{to_vector(pixels->second), to_vector(good->second)};
    const auto count = static_cast<std::size_t>(std::ranges::count(pictures.good, 1));
    if (pictures.good.size() != listed || pictures.pixels.size() != count * picture_bytes)
        return std::nullopt;
    return pictures;
}

Result<void> write_fitted_cache(const fs::path &file, const std::string &key,
                                const FittedPictures &pictures) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    SafetensorsFile content;
    content.tensors["pixels"] = bytes_tensor(pictures.pixels);
    content.tensors["good"] = bytes_tensor(pictures.good);
    content.metadata["key"] = key;
    content.metadata["checksum"] = checksum_of(key, std::as_bytes(std::span(pictures.pixels)),
                                               std::as_bytes(std::span(pictures.good)));
    return write_safetensors(file, content);
}

} // namespace vitrine
