// What people want of a running training, from signals and from the run folder.
#pragma once

#include "core/training/run/run_folder.hpp"

#include <chrono>
#include <utility>

namespace vitrine {

/// Where requests come from beside the folder. One thread.
class RequestSource {
  public:
    virtual ~RequestSource() = default;
    /// The next request; waits so long for one.
    [[nodiscard]] virtual RunRequest next(std::chrono::milliseconds patience) = 0;
};

/// Both sources as one.
class RunControl {
  public:
    RunControl(RunFolder &folder, RequestSource &source) : folder_(folder), source_(source) {}

    [[nodiscard]] RunRequest poll() { return wait(std::chrono::milliseconds(0)); }
    /// The next request; waits so long for one. A stop stays asked for.
    [[nodiscard]] RunRequest wait(std::chrono::milliseconds patience) {
        if (!stop_ && kept_ != RunRequest::none)
            return std::exchange(kept_, RunRequest::none);
        return take(patience);
    }
    /// Waits so long for a stop; another request is kept for who waits for any.
    [[nodiscard]] bool wait_for_stop(std::chrono::milliseconds patience) {
        const RunRequest request = take(patience);
        if (request != RunRequest::none)
            kept_ = request;
        return stop_;
    }

  private:
    RunRequest take(std::chrono::milliseconds patience) {
        if (stop_)
            return RunRequest::stop;
        RunRequest request = folder_.take_request();
        if (request == RunRequest::none)
            request = source_.next(patience);
        stop_ = request == RunRequest::stop;
        return request;
    }

    RunFolder &folder_;
    RequestSource &source_;
    RunRequest kept_ = RunRequest::none;
    bool stop_ = false;
};

} // namespace vitrine
