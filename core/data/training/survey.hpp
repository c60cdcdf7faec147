// What lies at a path that somebody wants to train on, without decoding it all.
#pragma once

#include "core/images/image.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace vitrine {

struct SurveyedClass {
    std::string name;
    std::int64_t training = 0;
    std::int64_t test = 0;
    Image sample{}; ///< of the first picture that can be shown; empty where there is none
};

struct DataSurvey {
    enum class Kind { cifar10, picture_folders } kind = Kind::cifar10;
    std::vector<SurveyedClass> classes;
    /// What a person should know and training can live with: test_from_training (share in per
    /// cent), few_pictures (class, count), unequal_classes (the smallest, its count, the largest,
    /// its count).
    std::vector<Error> remarks;

    [[nodiscard]] std::int64_t training() const;
    [[nodiscard]] std::int64_t test() const;
};

/// Takes what load_training_data() takes and finds most of what is wrong with it, but opens only a
/// few of the pictures in folders. `go_on` is asked now and then; false gives up. Errors: those of
/// load_training_data().
[[nodiscard]] Result<DataSurvey> survey_training_data(const std::filesystem::path &path,
                                                      const std::function<bool()> &go_on = {});

} // namespace vitrine
