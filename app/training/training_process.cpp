#include "app/training/training_process.hpp"

#include "app/training/run_sight.hpp"
#include "core/support/file_descriptor.hpp"
#include "core/support/log.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <utility>

extern char **environ; // NOLINT(readability-redundant-declaration): POSIX declares it nowhere

namespace vitrine {

namespace {

constexpr int lower_priority = 5; // the window stays smooth beside it
constexpr int first_inherited = 3;

std::string reason_of(int error_number) { return std::generic_category().message(error_number); }

/// What posix_spawn() needs, given back in the end.
class SpawnPlan {
  public:
    explicit SpawnPlan(int log) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&files_, log, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&files_, first_inherited);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_,
                                 static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSIGDEF));
    }
    SpawnPlan(const SpawnPlan &) = delete;
    SpawnPlan &operator=(const SpawnPlan &) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    /// 0, or the number of what went wrong.
    int spawn(pid_t &child, std::vector<std::string> words) {
        std::vector<char *> pointers;
        for (std::string &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        return posix_spawn(&child, pointers.front(), &files_, &attributes_, pointers.data(),
                           environ);
    }

  private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// Where Linux gives each session a group of its own ("autogroup", sched(7)), a nice value counts
/// within the session alone, and the session has one, too.
void let_others_go_first(pid_t child) {
    setpriority(PRIO_PROCESS, static_cast<id_t>(child), lower_priority);
    const std::string group = "/proc/" + std::to_string(child) + "/autogroup";
    const FileDescriptor file(::open(group.c_str(), O_WRONLY | O_CLOEXEC));
    const std::string value = std::to_string(lower_priority);
    if (file.valid() && ::write(file.get(), value.data(), value.size()) < 0)
        log::debug("training", "{}: {}", group, reason_of(errno));
}

/// The number of the process, in which `order` is being carried out. Blocks on the disk.
Result<pid_t> spawn(const TrainingOrder &order) {
    std::error_code ignored;
    std::filesystem::remove(order.failure, ignored);
    std::filesystem::remove(order.reading, ignored);
    FileDescriptor log(::open(order.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!log.valid())
        return Error{errno == ENOSPC ? "disk_full" : "unwritable",
                     {order.log.string(), reason_of(errno)}};
    std::vector<std::string> words{order.program.string()};
    words.insert(words.end(), order.arguments.begin(), order.arguments.end());
    pid_t child = 0;
    if (const int failed = SpawnPlan(log.get()).spawn(child, std::move(words)); failed != 0)
        return Error{"no_trainer", {order.program.string(), reason_of(failed)}};
    let_others_go_first(child);
    return child;
}

extern "C" void wake_up(int) {}

/// A process of its own, which waits for the trainer's lock and, where that is not given back in
/// `seconds`, ends the trainer. After fork() it does only what a process of several threads may.
void wait_and_end(pid_t target, const std::filesystem::path &lock, unsigned seconds) {
    const char *path = lock.c_str();
    if (::fork() != 0)
        return;
    ::setsid();
    ::close_range(0, ~0U, 0);
    struct sigaction action {};
    action.sa_handler = wake_up; // no SA_RESTART: it is to interrupt the waiting
    ::sigaction(SIGALRM, &action, nullptr);
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    ::alarm(seconds);
    if (file >= 0 && ::flock(file, LOCK_SH) != 0 && errno == EINTR)
        ::kill(target, SIGKILL);
    ::_exit(0);
}

} // namespace

TrainingProcess::TrainingProcess(Patience patience, QObject *parent)
    : QObject(parent), patience_(patience) {
    worker_.setMaxThreadCount(1); // in order
    timer_.setInterval(patience_.look);
    connect(&timer_, &QTimer::timeout, this, &TrainingProcess::look);
}

TrainingProcess::~TrainingProcess() {
    worker_.waitForDone();
    if (stop_by_)
        leave_a_guard();
}

void TrainingProcess::leave_a_guard() {
    const RunSight sight = look_at_run(folder_);
    const pid_t target = child_ > 0 ? child_.load() : (sight.alive ? sight.pid : 0);
    if (target <= 0)
        return;
    const auto left = std::chrono::ceil<std::chrono::seconds>(*stop_by_ - Clock::now());
    wait_and_end(target, folder_ / "run.lock",
                 static_cast<unsigned>(std::max<std::int64_t>(1, left.count())));
}

void TrainingProcess::start(const TrainingOrder &order) {
    adopt(order.folder);
    starting_ = true;
    kills_before_ = out_of_memory_kills();
    worker_.start([this, order] {
        const auto spawned = spawn(order);
        if (spawned)
            child_ = *spawned;
        QMetaObject::invokeMethod(
            this,
            [this, problem = spawned ? std::nullopt : std::optional(spawned.error())] {
                starting_ = false;
                if (problem) {
                    Q_EMIT not_started(*problem);
                    return;
                }
                timer_.start();
                Q_EMIT started(folder_);
            },
            Qt::QueuedConnection);
    });
}

void TrainingProcess::adopt(const std::filesystem::path &folder) {
    folder_ = folder;
    child_ = 0;
    stop_by_.reset();
    ended_here_ = false;
}

void TrainingProcess::order(std::function<Result<void>()> leave) {
    worker_.start([this, leave = std::move(leave)] {
        if (const auto left = leave(); !left)
            QMetaObject::invokeMethod(
                this, [this, why = left.error()] { Q_EMIT refused(why); }, Qt::QueuedConnection);
    });
}

void TrainingProcess::request(RunRequest request) {
    order([folder = folder_, request] { return leave_request(folder, request); });
}

void TrainingProcess::stop() {
    if (!stop_by_)
        stop_by_ = Clock::now() + patience_.stop;
    timer_.start();
    order([this, folder = folder_]() -> Result<void> {
        // Before it has opened its folder it looks at signals alone.
        if (!look_at_run(folder).alive && send(SIGTERM))
            return {};
        auto asked = leave_request(folder, RunRequest::stop);
        if (asked || send(SIGTERM)) // no room for a file, say, which is what it waits for as well
            return {};
        const RunSight sight = look_at_run(folder);
        if (sight.alive && sight.pid > 0 && ::kill(sight.pid, SIGTERM) == 0)
            return {};
        return asked;
    });
}

bool TrainingProcess::send(int signal) {
    const std::lock_guard lock(reaping_);
    return child_ > 0 && ::kill(child_, signal) == 0;
}

void TrainingProcess::look() {
    if (stop_by_ && Clock::now() >= *stop_by_)
        end_it();
    if (starting_)
        return;
    if (child_ == 0) {
        if (stop_by_)
            look_whether_it_is_gone();
        else
            timer_.stop();
        return;
    }
    int status = 0;
    {
        const std::lock_guard lock(reaping_);
        if (::waitpid(child_, &status, WNOHANG) != child_)
            return;
        child_ = 0;
    }
    take_exit(status);
}

void TrainingProcess::take_exit(int status) {
    stop_by_.reset();
    timer_.stop();
    TrainingExit how{folder_};
    how.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    how.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    how.ended_here = ended_here_;
    const auto kills = out_of_memory_kills();
    how.out_of_memory =
        how.signal == SIGKILL && !ended_here_ && kills && kills_before_ && *kills > *kills_before_;
    Q_EMIT exited(how);
}

void TrainingProcess::look_whether_it_is_gone() {
    if (std::exchange(looking_, true))
        return;
    worker_.start([this, folder = folder_] {
        QMetaObject::invokeMethod(
            this,
            [this, folder, alive = look_at_run(folder).alive] {
                looking_ = false;
                if (alive || child_ != 0 || folder != folder_)
                    return;
                stop_by_.reset(); // the next look ends the looking
                if (std::exchange(ended_here_, false))
                    Q_EMIT exited({folder, 0, SIGKILL, false, true});
            },
            Qt::QueuedConnection);
    });
}

void TrainingProcess::end_it() {
    stop_by_ = Clock::now() + patience_.stop;
    const auto warn = [](pid_t target) {
        log::warning("training", "the trainer (process {}) did not stop when asked, and is ended",
                     target);
    };
    if (child_ > 0) {
        warn(child_);
        ended_here_ = send(SIGKILL);
        return;
    }
    worker_.start([this, warn, folder = folder_] {
        // The lock proves that the one whose number is in it still lives.
        const RunSight sight = look_at_run(folder);
        if (!sight.alive || sight.pid <= 0)
            return;
        warn(sight.pid);
        if (::kill(sight.pid, SIGKILL) == 0)
            QMetaObject::invokeMethod(
                this, [this, folder] { ended_here_ = folder == folder_; }, Qt::QueuedConnection);
    });
}

} // namespace vitrine
