// Is there anything wrong with the picture itself?
#pragma once

#include "core/camera/answer/glance.hpp"

#include <string>
#include <string_view>

namespace vitrine {

enum class PictureState {
    good,
    black,   ///< a covered lens, a camera that gives no picture
    dark,    ///< too little light to see by
    blurred, ///< out of focus, smeared
    frozen,  ///< frame after frame the same, to the last bit
};
[[nodiscard]] std::string_view to_string(PictureState state) noexcept; ///< "good", "black" …

/// What is wrong is said when it has been so for a second, and no longer half a second after it is
/// mended: within two seconds of its beginning even at two frames a second.
class PictureWatch {
  public:
    static constexpr double wait_s = 1.0;
    static constexpr double mended_s = 0.5;
    static constexpr double frozen_s = 1.5;

    /// `live`: it shows what is now, so that it ought to change: a sensor has noise.
    explicit PictureWatch(bool live) : live_(live) {}

    /// `time_s` grows from call to call.
    [[nodiscard]] PictureState add(const Glance &glance, double time_s);
    /// Whether the last one was black, said or not yet.
    [[nodiscard]] bool black_now() const { return seen_ == PictureState::black; }

  private:
    [[nodiscard]] PictureState state_of(const Glance &glance, double time_s);

    bool live_;
    PictureState said_ = PictureState::good;
    PictureState seen_ = PictureState::good;
    double seen_since_s_ = 0;
    std::string fingerprint_;
    double same_since_s_ = 0;
};

} // namespace vitrine
