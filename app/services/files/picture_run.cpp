#include "app/services/files/picture_run.hpp"

#include <QMetaObject>

#include <algorithm>
#include <atomic>
#include <map>
#include <utility>

namespace vitrine {
namespace {

constexpr int ahead = 24;                           ///< fitted pictures that may wait
constexpr quint64 most_pictures = quint64{1} << 32; ///< of a run: tickets are plenty
constexpr std::size_t in_flight = 8;                ///< pictures handed to the inference thread

int decode_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

} // namespace

struct PictureRun::State {
    quint64 first_ticket = 0;
    std::mutex mutex; ///< guards what follows
    std::condition_variable_any room;
    std::map<quint64, RunResult> asked; ///< waiting for their answers
    std::vector<RunResult> ready;       ///< not yet told
    bool told = false;                  ///< a call that takes `ready` is under way
    bool all_decoded = false;
    std::atomic<bool> left = false; ///< its thread has nothing more to do
};

PictureRun::PictureRun(InferenceThread &inference, QObject *parent)
    : QObject(parent), inference_(inference) {
    connect(&inference_, &InferenceThread::answered, this,
            [this](quint64 ticket, const Answer &answer) {
                RunResult result;
                result.verdict = answer.verdict;
                result.elapsed_ms = answer.elapsed_ms;
                finish(ticket, std::move(result));
            });
    connect(&inference_, &InferenceThread::failed, this,
            [this](quint64 ticket, const Error &error) {
                RunResult result;
                result.error = error;
                finish(ticket, std::move(result));
            });
}

PictureRun::~PictureRun() {
    thread_.request_stop();
    for (Retired &run : retired_)
        run.thread.request_stop();
    inference_.forget_fitted();
}

void PictureRun::cancel() {
    if (!running_)
        return;
    thread_.request_stop();
    inference_.forget_fitted();
    take_ready();
    retire();
    running_ = false;
    Q_EMIT ended();
}

/// A picture that is being decoded, or a folder on a slow disk, must not hold the window up.
void PictureRun::retire() {
    if (state_)
        retired_.push_back({std::exchange(state_, nullptr), std::move(thread_)});
    std::erase_if(retired_, [](const Retired &run) { return run.state->left.load(); });
}

void PictureRun::start(std::vector<std::filesystem::path> paths, const InputRule &rule) {
    cancel();
    retire();
    running_ = true;
    state_ = std::make_shared<State>();
    state_->first_ticket = inference_.take_tickets(most_pictures);
    thread_ = std::jthread(
        [this, state = state_, paths = std::move(paths), rule](const std::stop_token &stop) {
            run(stop, state, paths, rule);
            state->left = true;
        });
}

void PictureRun::run(const std::stop_token &stop, const std::shared_ptr<State> &state,
                     const std::vector<std::filesystem::path> &paths, const InputRule &rule) {
    const auto tell = [this, state](auto call) {
        QMetaObject::invokeMethod(
            this,
            [this, state, call] {
                if (state == state_) // else another run has begun
                    call();
            },
            Qt::QueuedConnection);
    };
    std::vector<ListedPicture> pictures = list_pictures(paths, true);
    tell([this, pictures] { Q_EMIT listed(pictures); });
    DecodePool pool(std::move(pictures), rule, decode_threads(), ahead);
    for (int row = 0; !stop.stop_requested(); ++row) {
        auto picture = pool.next();
        if (!picture)
            break;
        RunResult result{row, picture->width, picture->height, picture->milliseconds, {}, {}};
        std::unique_lock lock(state->mutex);
        if (!picture->fitted) {
            result.error = picture->fitted.error();
            state->ready.push_back(std::move(result));
        } else {
            if (!state->room.wait(lock, stop, [&] { return state->asked.size() < in_flight; }))
                return;
            const quint64 ticket = state->first_ticket + static_cast<quint64>(row);
            state->asked.emplace(ticket, std::move(result));
            inference_.classify_fitted(ticket, std::move(picture->fitted).value());
        }
        if (!state->ready.empty() && !std::exchange(state->told, true))
            tell([this] { take_ready(); });
    }
    {
        const std::lock_guard lock(state->mutex);
        state->all_decoded = true;
    }
    tell([this] { take_ready(); });
}

void PictureRun::finish(quint64 ticket, RunResult result) {
    if (!state_)
        return;
    {
        const std::lock_guard lock(state_->mutex);
        const auto asked = state_->asked.find(ticket);
        if (asked == state_->asked.end())
            return;
        RunResult whole = std::move(asked->second);
        whole.elapsed_ms += result.elapsed_ms;
        whole.error = std::move(result.error);
        whole.verdict = std::move(result.verdict);
        state_->asked.erase(asked);
        state_->ready.push_back(std::move(whole));
        state_->room.notify_all();
    }
    take_ready();
}

void PictureRun::take_ready() {
    std::vector<RunResult> results;
    bool over = false;
    {
        const std::lock_guard lock(state_->mutex);
        results.swap(state_->ready);
        state_->told = false;
        over = state_->all_decoded && state_->asked.empty();
    }
    if (!results.empty())
        Q_EMIT advanced(results);
    if (over && running_) {
        running_ = false;
        Q_EMIT ended();
    }
}

} // namespace vitrine
