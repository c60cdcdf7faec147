#include "app/training/run_follower.hpp"

#include "app/training/event_reader.hpp"
#include "app/training/run_library.hpp"
#include "core/support/file_descriptor.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace vitrine {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t longest_line = std::size_t{64} << 20; // a confusion matrix of many classes

/// The part of events.jsonl that was not read yet.
class Tail {
  public:
    explicit Tail(std::filesystem::path path) : path_(std::move(path)), block_(block_bytes) {}

    /// The next block's news. `caught_up` in them says that there is no more.
    std::shared_ptr<RunNews> read() {
        auto news = std::make_shared<RunNews>();
        const FileDescriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status {};
        news->caught_up = true;
        if (!file.valid() || ::fstat(file.get(), &status) != 0)
            return news;
        if (status.st_size < offset_ || (inode_ != 0 && inode_ != status.st_ino)) {
            news->from_the_beginning = true;
            reader_ = {};
            offset_ = 0;
        }
        inode_ = status.st_ino;
        const ssize_t count = ::pread(file.get(), block_.data(), block_.size(), offset_);
        if (count <= 0)
            return news;
        news->caught_up = offset_ + count >= status.st_size;
        const std::string_view bytes(block_.data(), static_cast<std::size_t>(count));
        // Whole lines alone: a trainer that goes on takes a torn last line away, and what it then
        // writes may be longer before anybody looks.
        const std::size_t end = bytes.rfind('\n');
        if (end != std::string_view::npos)
            take(bytes.substr(0, end + 1), *news);
        else if (bytes.size() >= longest_line)
            take(bytes, *news);
        else if (bytes.size() == block_.size())
            block_.resize(2 * block_.size());
        return news;
    }
    [[nodiscard]] const EventReader &reader() const { return reader_; }

  private:
    void take(std::string_view bytes, RunNews &news) {
        reader_.feed(bytes, news);
        offset_ += static_cast<off_t>(bytes.size());
    }

    std::filesystem::path path_;
    std::vector<char> block_;
    EventReader reader_;
    off_t offset_ = 0; ///< where the last whole line ends
    ino_t inode_ = 0;
};

/// Judges from what is seen and what was read.
class Watch {
  public:
    explicit Watch(std::chrono::seconds hung_after) : hung_after_(hung_after) {}

    RunLife judge(const RunSight &sight, const EventReader &reader, bool started_anew) {
        if (!sight.alive) {
            pid_ = 0;
            first_ = false;
            if (reader.has_ended())
                return RunLife::ended;
            return reader.has_started() ? RunLife::died : RunLife::nowhere;
        }
        if (sight.pid != pid_) {
            // Another process: its own start has to come first. (One that was there before this
            // watch began has said its start long ago.)
            started_ = first_ && reader.has_started() && !reader.has_ended();
            pid_ = sight.pid;
        }
        first_ = false;
        started_ |= started_anew;
        if (sight.since_heartbeat > hung_after_)
            return RunLife::hung;
        if (sight.state == RunFolder::State::paused)
            return RunLife::paused;
        if (sight.state == RunFolder::State::disk_full)
            return RunLife::disk_full;
        // Carried on, it has its earlier start in the events and reads its pictures again.
        if (!started_ || sight.state == RunFolder::State::starting)
            return RunLife::preparing;
        return reader.has_ended() ? RunLife::ended : RunLife::running;
    }

  private:
    std::chrono::seconds hung_after_;
    pid_t pid_ = 0;
    bool first_ = true;
    bool started_ = false;
};

} // namespace

RunFollower::RunFollower(std::filesystem::path folder, FollowerPace pace, QObject *parent)
    : QObject(parent), folder_(std::move(folder)), pace_(pace) {}

RunFollower::~RunFollower() = default; // the thread is asked to stop, and waited for

void RunFollower::begin() {
    thread_ = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void RunFollower::leave() {
    disconnect();
    goes_alone_ = true;
    if (thread_.joinable())
        thread_.request_stop(); // whose last deed is to have this deleted
    else
        deleteLater();
}

void RunFollower::look_now() {
    const std::lock_guard lock(mutex_);
    look_now_ = true;
    wake_.notify_one();
}

void RunFollower::run(const std::stop_token &stop) {
    Tail tail(folder_ / "events.jsonl");
    Watch watch(pace_.hung_after);
    std::optional<RunLife> told;
    while (!stop.stop_requested()) {
        // The lock first: a trainer's last word is written before it lets go.
        const RunSight sight = look_at_run(folder_);
        bool started_anew = false;
        for (bool more = true; more && !stop.stop_requested();) {
            const auto news = tail.read();
            started_anew |= news->start.has_value();
            more = !news->caught_up;
            if (!news->empty())
                Q_EMIT came(news);
        }
        const RunLife life = watch.judge(sight, tail.reader(), started_anew);
        if (told != life) {
            told = life;
            Q_EMIT seen(life);
        }
        if (life == RunLife::preparing) {
            const auto read = RunLibrary::noted_reading(folder_).value_or(std::pair(0, 0));
            Q_EMIT reading(read.first, read.second);
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pace_.look, [this] { return look_now_; });
        look_now_ = false;
    }
    if (goes_alone_)
        deleteLater();
}

} // namespace vitrine
