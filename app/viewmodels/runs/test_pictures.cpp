#include "app/viewmodels/runs/test_pictures.hpp"

#include "app/settings/places.hpp"
#include "core/data/training/training_data.hpp"

#include <thread>
#include <utility>

namespace vitrine {

namespace {

/// Where the data lies here: what came with the program lies elsewhere on each machine.
std::filesystem::path place_of(const std::string &dataset) {
    std::error_code ignored;
    const std::filesystem::path noted(dataset);
    const auto on_board = share_folder() / "data" / noted.filename();
    const bool moved = !std::filesystem::exists(noted, ignored) && noted.has_filename() &&
                       std::filesystem::is_directory(on_board, ignored);
    return moved ? on_board : noted;
}

} // namespace

Result<TestPictures> TestPictures::load(const RunAnswers &answers,
                                        const std::function<bool()> &go_on) {
    DataOptions options;
    options.input = answers.input;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency() / 2));
    options.cache = cache_folder();
    options.leave_out = answers.left_out;
    options.progress = [&go_on](std::int64_t, std::int64_t) { return go_on(); };
    const std::filesystem::path place = place_of(answers.dataset).lexically_normal();
    auto data = load_training_data(place, options);
    if (!data)
        return data.error();
    const bool same =
        data->fingerprint == answers.dataset_fingerprint && data->test.labels == answers.labels;
    if (!same)
        return Error{"other_pictures", {answers.dataset}};
    TestPictures pictures;
    pictures.data_set_ = place.string();
    pictures.width_ = data->width;
    pictures.height_ = data->height;
    pictures.pixels_ = std::move(data->test.pixels);
    pictures.names_ = std::move(data->test_names);
    return pictures;
}

QImage TestPictures::image(std::size_t index) const {
    const std::size_t size =
        static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3;
    if (size == 0 || (index + 1) * size > pixels_.size())
        return {};
    return QImage(pixels_.data() + index * size, width_, height_, 3 * width_, QImage::Format_RGB888)
        .copy();
}

std::string TestPictures::name(std::size_t index) const {
    return index < names_.size() ? names_[index] : std::string();
}

} // namespace vitrine
