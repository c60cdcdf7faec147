#include "core/data/training/fitted_cache.hpp"

#include "core/models/safetensors.hpp"
#include "core/support/checksum.hpp"
#include "core/support/json_text.hpp"

#include <fmt/format.h>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

std::string checksum_of(const std::string &key, std::span<const std::byte> pixels,
                        const std::string &damaged) {
    Checksum checksum;
    checksum.add(std::string_view(key));
    checksum.add(static_cast<std::int64_t>(pixels.size()));
    checksum.add(pixels);
    checksum.add(std::string_view(damaged));
    return checksum.hex();
}

std::string to_text(const std::map<std::size_t, Error> &damaged) {
    auto list = nlohmann::json::array();
    for (const auto &[place, error] : damaged)
        list.push_back({place, error.code, error.arguments});
    return json_text(list);
}

/// Nothing where the text is none of to_text()'s.
std::optional<std::map<std::size_t, Error>> damaged_from(const std::string &text) {
    std::map<std::size_t, Error> damaged;
    try {
        for (const auto &entry : nlohmann::json::parse(text))
            damaged[entry.at(0).get<std::size_t>()] = {entry.at(1).get<std::string>(),
                                                       entry.at(2).get<std::vector<std::string>>()};
    } catch (const nlohmann::json::exception &) {
        return std::nullopt;
    }
    return damaged;
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
    const std::string &text = content->metadata["damaged"];
    if (pixels == content->tensors.end() ||
        content->metadata["checksum"] != checksum_of(key, pixels->second.bytes, text))
        return std::nullopt;
    auto damaged = damaged_from(text);
    if (!damaged || damaged->size() > listed ||
        pixels->second.bytes.size() != (listed - damaged->size()) * picture_bytes)
        return std::nullopt;
    return FittedPictures{to_vector(pixels->second), std::move(*damaged)};
}

Result<void> write_fitted_cache(const fs::path &file, const std::string &key,
                                const FittedPictures &pictures) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    SafetensorsFile content;
    content.tensors["pixels"] = bytes_tensor(pictures.pixels);
    content.metadata["damaged"] = to_text(pictures.damaged);
    content.metadata["key"] = key;
    content.metadata["checksum"] =
        checksum_of(key, std::as_bytes(std::span(pictures.pixels)), content.metadata["damaged"]);
    return write_safetensors(file, content);
}

} // namespace vitrine
