#include "core/data/training/survey.hpp"

#include "core/data/cifar10.hpp"
#include "core/data/training/class_counts.hpp"
#include "core/data/training/picture_listing.hpp"
#include "core/data/training/training_data.hpp"
#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr int sample_side = 96; ///< px of a folder's sample pictures
constexpr std::int64_t few = 10;
constexpr std::int64_t unequal_by = 5; ///< times as many in one class as in another
constexpr int sample_tries = 5;        ///< pictures of a class that are opened at most

/// The binary files are small enough to be read as a whole.
Result<DataSurvey> survey_cifar10(const fs::path &path, const std::function<bool()> &go_on) {
    DataOptions options;
    options.input.width = options.input.height = cifar10_side;
    if (go_on)
        options.progress = [&go_on](std::int64_t, std::int64_t) { return go_on(); };
    auto data = load_training_data(path, options);
    if (!data)
        return data.error();
    DataSurvey survey;
    for (const std::string &name : data->class_names)
        survey.classes.push_back({name});
    constexpr std::size_t size = std::size_t{3} * cifar10_side * cifar10_side;
    for (std::size_t i = 0; i < data->training.labels.size(); ++i) {
        auto &of_class = survey.classes[static_cast<std::size_t>(data->training.labels[i])];
        if (of_class.training++ > 0)
            continue;
        const auto first = data->training.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
        of_class.sample = {
            cifar10_side, cifar10_side, {first, first + static_cast<std::ptrdiff_t>(size)}};
    }
    for (const std::int32_t label : data->test.labels)
        ++survey.classes[static_cast<std::size_t>(label)].test;
    for (Error &remark : data->remarks)
        if (remark.code == "duplicates")
            survey.remarks.push_back(std::move(remark));
    return survey;
}

Image sample_of(const fs::path &path) {
    InputRule rule;
    rule.width = rule.height = sample_side;
    DecodeLimits limits;
    limits.target_side = sample_side;
    const auto image = read_image(path, limits);
    return image ? fit_to_model(*image, rule) : Image{};
}

Result<void> check_classes(const DataSurvey &survey, const fs::path &path) {
    std::vector<ClassCount> counts;
    for (const SurveyedClass &of_class : survey.classes)
        counts.push_back({of_class.name, of_class.training, of_class.test});
    return check_class_counts(path, counts);
}

Result<DataSurvey> survey_folders(const fs::path &path, const std::function<bool()> &go_on) {
    auto listing = list_training_pictures(path);
    if (!listing)
        return listing.error();
    DataSurvey survey{DataSurvey::Kind::picture_folders, {}, {}};
    for (const std::string &name : listing->class_names)
        survey.classes.push_back({name});
    std::vector<int> tried(survey.classes.size());
    for (const ListedForTraining &listed : listing->pictures) {
        const auto label = static_cast<std::size_t>(listed.picture.label);
        SurveyedClass &of_class = survey.classes[label];
        ++(listed.test ? of_class.test : of_class.training);
        if (!of_class.sample.pixels.empty() || tried[label]++ >= sample_tries)
            continue;
        if (go_on && !go_on())
            return Error{"interrupted", {}};
        of_class.sample = sample_of(listed.picture.path);
    }
    if (listing->split_here)
        survey.remarks.push_back(
            {"test_from_training", {fmt::format("{:.0f}", 100 * held_back_share)}});
    if (auto good = check_classes(survey, path); !good)
        return good.error();
    return survey;
}

void remark_on_sizes(DataSurvey &survey) {
    const auto [least, most] =
        std::ranges::minmax_element(survey.classes, {}, &SurveyedClass::training);
    for (const SurveyedClass &of_class : survey.classes)
        if (of_class.training < few)
            survey.remarks.push_back(
                {"few_pictures", {of_class.name, std::to_string(of_class.training)}});
    if (most->training >= unequal_by * least->training)
        survey.remarks.push_back({"unequal_classes",
                                  {least->name, std::to_string(least->training), most->name,
                                   std::to_string(most->training)}});
}

} // namespace

std::int64_t DataSurvey::training() const {
    std::int64_t sum = 0;
    for (const SurveyedClass &of_class : classes)
        sum += of_class.training;
    return sum;
}

std::int64_t DataSurvey::test() const {
    std::int64_t sum = 0;
    for (const SurveyedClass &of_class : classes)
        sum += of_class.test;
    return sum;
}

Result<DataSurvey> survey_training_data(const fs::path &path, const std::function<bool()> &go_on) {
    std::error_code error;
    const bool folders = fs::is_directory(path, error) && !Cifar10Reader::is_folder(path) &&
                         !Cifar10Reader::is_folder(path / "cifar-10-batches-bin");
    auto survey = folders ? survey_folders(path, go_on) : survey_cifar10(path, go_on);
    if (survey)
        remark_on_sizes(*survey);
    return survey;
}

} // namespace vitrine
