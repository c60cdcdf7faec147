#include "core/data/decode_pool.hpp"

#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace vitrine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t ordinary_bytes = std::int64_t{128} << 20;

FittedPicture read_and_fit(const std::filesystem::path &path, const InputRule &rule,
                           const DecodeLimits &limits) {
    const auto start = Clock::now();
    PictureSource source;
    FittedPicture result{Error{"out_of_memory", {}}};
    try {
        auto image = read_image(path, limits, &source);
        if (image)
            result.fitted = fit_to_model(*image, rule);
        else
            result.fitted = image.error();
    } catch (const std::bad_alloc &) { // stays out_of_memory
    }
    result.width = source.width;
    result.height = source.height;
    result.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    return result;
}

} // namespace

FittedPicture read_for_model(const std::filesystem::path &path, const InputRule &rule) {
    return read_and_fit(path, rule, {});
}

DecodePool::DecodePool(std::vector<ListedPicture> pictures, const InputRule &rule, int threads,
                       int ahead)
    : pictures_(std::move(pictures)), rule_(rule),
      slots_(static_cast<std::size_t>(std::max(1, ahead))) {
    const std::size_t useful = std::min(pictures_.size(), slots_.size());
    const std::size_t wanted = std::min(static_cast<std::size_t>(std::max(1, threads)), useful);
    for (std::size_t i = 0; i < wanted; ++i)
        threads_.emplace_back([this](const std::stop_token &stop) { work(stop); });
}

DecodePool::~DecodePool() {
    for (std::jthread &thread : threads_)
        thread.request_stop();
}

FittedPicture DecodePool::decode(const ListedPicture &picture) {
    if (picture.error)
        return {*picture.error};
    DecodeLimits limits;
    const std::int64_t most = limits.max_memory_bytes;
    limits.max_memory_bytes = std::min(most, ordinary_bytes);
    FittedPicture result = read_and_fit(picture.path, rule_, limits);
    if (result.fitted.ok() || result.fitted.error().code != "too_large")
        return result;
    const std::lock_guard alone(large_);
    limits.max_memory_bytes = most;
    return read_and_fit(picture.path, rule_, limits);
}

void DecodePool::work(const std::stop_token &stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
        const bool go_on = room_.wait(lock, stop, [this] {
            return claimed_ == pictures_.size() || claimed_ < taken_ + slots_.size();
        });
        if (!go_on || stop.stop_requested() || claimed_ == pictures_.size())
            return;
        const std::size_t index = claimed_++;
        lock.unlock();
        FittedPicture picture = decode(pictures_[index]);
        lock.lock();
        slots_[index % slots_.size()] = std::move(picture);
        ready_.notify_one();
    }
}

std::optional<FittedPicture> DecodePool::next() {
    std::unique_lock lock(mutex_);
    if (taken_ == pictures_.size())
        return std::nullopt;
    std::optional<FittedPicture> &slot = slots_[taken_ % slots_.size()];
    ready_.wait(lock, [&slot] { return slot.has_value(); });
    std::optional<FittedPicture> picture = std::exchange(slot, std::nullopt);
    ++taken_;
    // The last one taken lets idle threads see that the list is at its end.
    room_.notify_all();
    return picture;
}

} // namespace vitrine
