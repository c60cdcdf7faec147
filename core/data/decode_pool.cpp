#include "core/data/decode_pool.hpp"

#include "core/images/fit_to_model.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <set>
#include <thread>
#include <utility>

namespace vitrine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t ordinary_bytes = std::int64_t{128} << 20;

} // namespace

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

FittedPicture read_for_model(const std::filesystem::path &path, const InputRule &rule) {
    return read_and_fit(path, rule, {});
}

struct DecodePool::State {
    std::vector<ListedPicture> pictures;
    InputRule rule;
    ReadAndFit read;
    std::mutex large; ///< held while a large picture is decoded
    std::mutex mutex; ///< guards what follows
    std::condition_variable changed;
    std::vector<std::optional<FittedPicture>> slots; ///< picture i in slot i % size
    std::vector<Clock::time_point> begun;            ///< when slot i's picture was
    std::size_t claimed = 0;                         ///< pictures that a thread has begun
    std::size_t taken = 0;
    int threads = 0;                   ///< but those that are left behind
    std::set<std::size_t> left_behind; ///< pictures that a thread is still at
    int given_up = 0;                  ///< in a row
    bool ended = false;

    FittedPicture decode(const ListedPicture &picture);
    void work();
};

DecodePool::DecodePool(std::vector<ListedPicture> pictures, const InputRule &rule, int threads,
                       int ahead, std::optional<std::chrono::milliseconds> patience,
                       ReadAndFit read)
    : patience_(patience), state_(std::make_shared<State>()) {
    const auto slots = static_cast<std::size_t>(std::max(1, ahead));
    state_->pictures = std::move(pictures);
    state_->rule = rule;
    state_->read = std::move(read);
    state_->slots.resize(slots);
    state_->begun.resize(slots);
    const std::size_t useful = std::min(state_->pictures.size(), slots);
    const std::size_t wanted = std::min(static_cast<std::size_t>(std::max(1, threads)), useful);
    const std::lock_guard lock(state_->mutex);
    for (std::size_t i = 0; i < wanted; ++i)
        spawn();
}

DecodePool::~DecodePool() {
    std::unique_lock lock(state_->mutex);
    state_->ended = true;
    state_->changed.notify_all();
    const auto all_ended = [this] { return state_->threads == 0; };
    if (patience_)
        state_->changed.wait_for(lock, *patience_, all_ended);
    else
        state_->changed.wait(lock, all_ended);
}

/// With the mutex held. Detached: each thread owns what it touches.
void DecodePool::spawn() {
    ++state_->threads;
    std::thread([state = state_] { state->work(); }).detach();
}

const std::vector<ListedPicture> &DecodePool::pictures() const { return state_->pictures; }

FittedPicture DecodePool::State::decode(const ListedPicture &picture) {
    if (picture.error)
        return {*picture.error};
    DecodeLimits limits;
    const std::int64_t most = limits.max_memory_bytes;
    limits.max_memory_bytes = std::min(most, ordinary_bytes);
    FittedPicture result = read(picture.path, rule, limits);
    if (result.fitted.ok() || result.fitted.error().code != "too_large")
        return result;
    const std::lock_guard alone(large);
    limits.max_memory_bytes = most;
    return read(picture.path, rule, limits);
}

void DecodePool::State::work() {
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] {
            return ended || claimed == pictures.size() || claimed < taken + slots.size();
        });
        if (ended || claimed == pictures.size())
            break;
        const std::size_t index = claimed++;
        begun[index % slots.size()] = Clock::now();
        lock.unlock();
        FittedPicture picture = decode(pictures[index]);
        lock.lock();
        if (left_behind.erase(index) > 0) // another thread is in this one's place
            return;
        if (index >= taken) // else nobody waits for it any more
            slots[index % slots.size()] = std::move(picture);
        changed.notify_all();
    }
    --threads;
    changed.notify_all();
}

std::optional<FittedPicture> DecodePool::next() {
    std::unique_lock lock(state_->mutex);
    State &state = *state_;
    if (state.taken == state.pictures.size())
        return std::nullopt;
    std::optional<FittedPicture> &slot = state.slots[state.taken % state.slots.size()];
    const auto ready = [&slot] { return slot.has_value(); };
    if (!patience_)
        state.changed.wait(lock, ready);
    // What no thread has begun waits for those that have.
    while (!ready() && state.given_up < most_given_up) {
        const bool begun = state.taken < state.claimed;
        const auto since = begun ? state.begun[state.taken % state.slots.size()] : Clock::now();
        if (state.changed.wait_until(lock, since + *patience_, ready) || !begun)
            continue;
        ++state.given_up;
        state.left_behind.insert(state.taken);
        --state.threads;
        spawn();
        break;
    }
    std::optional<FittedPicture> picture = std::exchange(slot, std::nullopt);
    if (picture)
        state.given_up = 0;
    else
        picture = FittedPicture{Error{"too_slow", {state.pictures[state.taken].path.string()}}};
    ++state.taken;
    state.claimed = std::max(state.claimed, state.taken);
    // The last one taken lets idle threads see that the list is at its end.
    state.changed.notify_all();
    return picture;
}

} // namespace vitrine
