// Is somebody looking into the camera?
#pragma once

namespace vitrine {

/// A detector misses a face now and then, and sees one in a pattern now and then. So a face is said
/// when two looks in succession find one, and no longer when none has been found for a while.
class FaceWatch {
  public:
    static constexpr double gone_s = 0.8;

    /// `found`: whether this look found a face; `time_s` grows from call to call. Gives whether a
    /// face is there.
    bool add(bool found, double time_s) {
        if (found) {
            said_ = said_ || found_before_;
            last_found_s_ = time_s;
        } else if (time_s - last_found_s_ >= gone_s) {
            said_ = false;
        }
        found_before_ = found;
        return said_;
    }

  private:
    bool said_ = false;
    bool found_before_ = false;
    double last_found_s_ = 0;
};

} // namespace vitrine
