// The list of cameras, made beside everything else.
#pragma once

#include "app/services/camera/camera_access.hpp"

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace vitrine {

/// A thread of its own, since a device may take seconds to say what it is: nobody who opens or
/// closes a camera waits for that, nor who closes the window. Used on one thread.
class CameraLister {
  public:
    using OnList = std::function<void(std::vector<CameraChoice>)>;

    /// Both are called on the lister's thread.
    CameraLister(CameraList list, OnList on_list);
    /// `on_list` is not called any more when this returns. A list that takes longer than a moment
    /// is left to its thread.
    ~CameraLister();
    CameraLister(const CameraLister &) = delete;
    CameraLister &operator=(const CameraLister &) = delete;

    /// Does not wait. What is asked while a list is made is answered by the next one.
    void ask(bool afresh); ///< as in CameraList

  private:
    class Work;
    std::shared_ptr<Work> work_; ///< shared with the thread
    std::jthread thread_;        ///< begins with the first ask()
};

} // namespace vitrine
