// The process that trains: started, told what to do, and ended if it does not listen.
#pragma once

#include "core/support/result.hpp"
#include "core/training/run/run_folder.hpp"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// `vitrine train …`.
struct TrainingOrder {
    std::filesystem::path program;
    std::vector<std::string> arguments; ///< after the program's name
    std::filesystem::path folder;       ///< the run's, as in the arguments
    std::filesystem::path log;          ///< standard error goes to its end
    std::filesystem::path failure;      ///< where it says why it failed; an earlier one's goes
    std::filesystem::path reading{};    ///< where it says how far it has read; the same
};

/// How a process that this window started came to its end.
struct TrainingExit {
    std::filesystem::path folder{}; ///< the run's
    int status = 0;                 ///< its exit status; 0 where a signal ended it
    int signal = 0;
    bool out_of_memory = false; ///< the system ended it for want of memory
    bool ended_here = false;    ///< it did not listen, and was ended
};

/// One trainer at a time. It is detached: in a session of its own, at a lower priority, with no
/// file of this process open, it outlives the window, and a later window takes it up again.
/// Requests go through the run folder. GUI thread only, which never waits: the disk is used on a
/// thread of its own, in the order in which things were asked for.
class TrainingProcess : public QObject {
    Q_OBJECT

  public:
    struct Patience {
        std::chrono::milliseconds look{200};
        /// After a request to stop: a step, a test and a checkpoint may have to be finished first.
        /// Then the process is ended; its last checkpoint is at most a minute of training old.
        std::chrono::milliseconds stop{180'000};
    };

    explicit TrainingProcess(Patience patience, QObject *parent = nullptr);
    TrainingProcess() : TrainingProcess(Patience{}) {}

    /// Waits for the disk; the trainer goes on. One that was told to stop and does not listen is
    /// still ended in time, by a process that waits for that alone.
    ~TrainingProcess() override;

    /// Tells started() or not_started() in a while.
    void start(const TrainingOrder &order);
    /// Takes up one that another window started. exited() is told of it only where it did not
    /// listen and was ended here.
    void adopt(const std::filesystem::path &folder);

    /// Tells refused() where it could not be left.
    void request(RunRequest request);
    /// As request(stop), with an end if it is ignored or could not be left.
    void stop();
    /// Whether a stop was asked for that has not come yet.
    [[nodiscard]] bool stopping() const { return stop_by_.has_value(); }
    /// Whether a process that was started here lives.
    [[nodiscard]] bool running() const { return child_ > 0; }

  Q_SIGNALS:
    void started(const std::filesystem::path &folder);
    /// no_trainer (program, reason): the program could not be run; or an error of a file that
    /// cannot be written (the log).
    void not_started(const vitrine::Error &why);
    /// A request could not be left; errors of leave_request().
    void refused(const vitrine::Error &why);
    void exited(const vitrine::TrainingExit &how);

  private:
    using Clock = std::chrono::steady_clock;

    void look();
    void take_exit(int status);
    void end_it();
    void look_whether_it_is_gone();
    /// Any thread: a signal to the process that was started here, if it still lives.
    bool send(int signal);
    void leave_a_guard();
    /// Calls `leave` on the worker; tells refused() where that fails.
    void order(std::function<Result<void>()> leave);

    Patience patience_;
    std::filesystem::path folder_;
    std::atomic<pid_t> child_ = 0; ///< 0: none, or not ours
    std::mutex reaping_;           ///< a number that was given back may be another's
    bool starting_ = false;
    bool looking_ = false; ///< whether an adopted one is gone
    std::optional<Clock::time_point> stop_by_;
    bool ended_here_ = false;
    std::optional<std::int64_t> kills_before_; ///< see out_of_memory_kills()
    QTimer timer_;
    QThreadPool worker_; ///< last: it is waited for before what its work uses goes
};

} // namespace vitrine
