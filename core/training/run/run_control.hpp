// What people want of a running training, from signals and from the run folder.
#pragma once

#include "core/training/run/run_folder.hpp"

#include <chrono>

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
    [[nodiscard]] RunRequest wait(std::chrono::milliseconds patience) {
        if (const RunRequest request = folder_.take_request(); request != RunRequest::none)
            return request;
        return source_.next(patience);
    }

  private:
    RunFolder &folder_;
    RequestSource &source_;
};

} // namespace vitrine
