#include "app/viewmodels/runs/test_pictures.hpp"

#include "app/settings/places.hpp"
#include "core/data/training/training_data.hpp"

#include <thread>
#include <utility>

namespace vitrine {

Result<TestPictures> TestPictures::load(const RunAnswers &answers,
                                        const std::function<bool()> &go_on) {
    DataOptions options;
    options.input = answers.input;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency() / 2));
    options.cache = cache_folder();
    options.progress = [&go_on](std::int64_t, std::int64_t) { return go_on(); };
    auto data = load_training_data(answers.dataset, options);
    if (!data)
        return data.error();
    const bool same =
        data->fingerprint == answers.dataset_fingerprint && data->test.labels == answers.labels;
    if (!same)
        return Error{"other_pictures", {answers.dataset}};
    TestPictures pictures;
    pictures.width_ = data->width;
    pictures.height_ = data->height;
    pictures.pixels_ = std::move(data->test.pixels);
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

} // namespace vitrine
