// Whether a data set has enough of each class to be trained on.
#pragma once

#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace vitrine {

struct ClassCount {
    std::string name;
    std::int64_t training = 0; ///< pictures that can be used
    std::int64_t test = 0;
};

/// `path`: of the data set. Each error names all that is to be put right, so that one round is
/// enough. Errors: no_pictures (path): none that can be trained on; one_class (path, the class);
/// one_filled_class (path, the class, folders of the others); empty_classes (path, folders of
/// classes without a training picture, while two others have some); no_test_pictures (path): its
/// folder `test` has none; too_few_pictures (path): none can be spared for a test.
[[nodiscard]] Result<void> check_class_counts(const std::filesystem::path &path,
                                              std::span<const ClassCount> classes);

} // namespace vitrine
