#include "app/services/files/picture_run.hpp"

#include "app/services/files/name_order.hpp"
#include "app/services/owner_link.hpp"

#include <QFile>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace vitrine {
namespace {

constexpr int ahead = 24;                           ///< fitted pictures that may wait
constexpr quint64 most_pictures = quint64{1} << 32; ///< of a run: tickets are plenty
constexpr std::size_t in_flight = 8;                ///< pictures handed to the inference thread

int decode_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

constexpr auto farewell = std::chrono::seconds(1);

/// All threads of runs: what they stand on goes when the program ends, so it waits a moment.
struct Crew {
    std::mutex mutex;
    std::condition_variable left;
    int at_work = 0;
};

Crew &crew() {
    static auto *const everybody = new Crew; // which outlives those that are left behind
    return *everybody;
}

/// As a person would look for them, where the command line sorts the bytes of their names: within
/// each folder, so that folders stay as they come.
void sort_as_people_do(std::vector<ListedPicture> &pictures) {
    for (auto first = pictures.begin(); first != pictures.end();) {
        const auto folder = first->path.parent_path();
        const auto last = std::find_if(first, pictures.end(), [&](const ListedPicture &picture) {
            return picture.path.parent_path() != folder;
        });
        std::vector<QString> names;
        std::transform(first, last, std::back_inserter(names), [](const ListedPicture &picture) {
            return QFile::decodeName(picture.path.filename().c_str());
        });
        std::vector<ListedPicture> sorted;
        for (const std::size_t at : order_by_name(names))
            sorted.push_back(std::move(first[static_cast<std::ptrdiff_t>(at)]));
        first = std::move(sorted.begin(), sorted.end(), first);
    }
}

} // namespace

struct PictureRun::State {
    std::shared_ptr<Link> link;
    std::stop_source stop;
    ReadAndFit read;
    std::chrono::milliseconds patience;
    quint64 first_ticket = 0;
    std::mutex mutex; ///< guards what follows
    std::condition_variable_any room;
    std::map<quint64, RunResult> asked; ///< waiting for their answers
    std::vector<RunResult> ready;       ///< not yet told
    bool told = false;                  ///< a call that takes `ready` is under way
    bool all_decoded = false;
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
    leave();
    inference_.forget_fitted();
    std::unique_lock lock(crew().mutex);
    crew().left.wait_for(lock, farewell, [] { return crew().at_work == 0; });
}

void PictureRun::set_reading(ReadAndFit read, std::chrono::milliseconds patience) {
    read_ = std::move(read);
    patience_ = patience;
}

void PictureRun::cancel() {
    if (!running_)
        return;
    inference_.forget_fitted();
    take_ready();
    leave();
    running_ = false;
    Q_EMIT ended();
}

/// A picture that is being decoded, or a folder on a slow disk, must not hold the window up.
void PictureRun::leave() {
    if (!state_)
        return;
    state_->stop.request_stop();
    state_->link->cut();
    state_.reset();
}

void PictureRun::start(std::vector<std::filesystem::path> paths, const InputRule &rule) {
    cancel();
    leave();
    running_ = true;
    state_ = std::make_shared<State>();
    state_->link = std::make_shared<Link>(*this);
    state_->read = read_;
    state_->patience = patience_;
    state_->first_ticket = inference_.take_tickets(most_pictures);
    {
        const std::lock_guard lock(crew().mutex);
        ++crew().at_work;
    }
    // Detached: it owns all that it touches.
    std::thread([state = state_, paths = std::move(paths), rule] {
        run(state, paths, rule);
        const std::lock_guard lock(crew().mutex);
        --crew().at_work;
        crew().left.notify_all();
    }).detach();
}

void PictureRun::run(const std::shared_ptr<State> &state,
                     const std::vector<std::filesystem::path> &paths, const InputRule &rule) {
    const std::stop_token stop = state->stop.get_token();
    std::vector<ListedPicture> pictures = list_pictures(paths, true);
    if (stop.stop_requested())
        return;
    sort_as_people_do(pictures);
    Link::post(state->link, [pictures](PictureRun &owner) { Q_EMIT owner.listed(pictures); });
    DecodePool pool(std::move(pictures), rule, decode_threads(), ahead, state->patience,
                    state->read);
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
            lock.unlock(); // the owner may be in the middle of taking what is ready
            state->link->use([&](PictureRun &owner) {
                owner.inference_.classify_fitted(ticket, std::move(picture->fitted).value());
            });
            lock.lock();
        }
        if (!state->ready.empty() && !std::exchange(state->told, true))
            Link::post(state->link, [](PictureRun &owner) { owner.take_ready(); });
    }
    {
        const std::lock_guard lock(state->mutex);
        state->all_decoded = true;
    }
    Link::post(state->link, [](PictureRun &owner) { owner.take_ready(); });
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
