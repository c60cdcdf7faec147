// The parts of load_training_data(): one function for each way that a data set may lie there.
#pragma once

#include "core/data/training/training_data.hpp"

namespace vitrine {

[[nodiscard]] Result<TrainingData> load_cifar10_folder(const std::filesystem::path &folder,
                                                       const DataOptions &options);
[[nodiscard]] Result<TrainingData> load_cifar10_archive(const std::filesystem::path &archive,
                                                        const DataOptions &options);
[[nodiscard]] Result<TrainingData> load_picture_folders(const std::filesystem::path &folder,
                                                        const DataOptions &options);

/// out_of_memory (bytes) where so many pictures cannot fit into what the system has available.
[[nodiscard]] Result<void> check_memory(std::int64_t pictures, const InputRule &input);

/// Fills in remarks about duplicates and small classes and the fingerprint. Errors: those of
/// check_class_counts().
[[nodiscard]] Result<void> check_training_data(TrainingData &data,
                                               const std::filesystem::path &path);

} // namespace vitrine
