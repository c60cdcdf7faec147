// Fitted pictures of a folder, kept between runs.
#pragma once

#include "core/data/training/training_data.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace vitrine {

/// What was decoded from a list of pictures.
struct FittedPictures {
    std::vector<std::uint8_t> pixels; ///< of those that are not damaged, in the order of the list
    std::map<std::size_t, Error> damaged{}; ///< by place in the list
};

/// The file for pictures under `root` fitted by this rule, in the cache's folder.
[[nodiscard]] std::filesystem::path fitted_cache_file(const std::filesystem::path &cache,
                                                      const std::filesystem::path &root,
                                                      const InputRule &input);

/// What was kept under `key` (names, sizes and times of the list), checked against its checksum;
/// nothing where there is none, it is of other pictures, or it is damaged.
[[nodiscard]] std::optional<FittedPictures> read_fitted_cache(const std::filesystem::path &file,
                                                              const std::string &key,
                                                              std::size_t listed,
                                                              std::size_t picture_bytes);
/// Errors: those of write_file_atomically().
[[nodiscard]] Result<void> write_fitted_cache(const std::filesystem::path &file,
                                              const std::string &key,
                                              const FittedPictures &pictures);

} // namespace vitrine
