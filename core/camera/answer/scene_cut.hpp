// Has the picture become another one?
#pragma once

#include "core/camera/answer/glance.hpp"

#include <array>
#include <optional>

namespace vitrine {

/// Tells a change of scene (something else is held there; the film cuts) from movement, noise and
/// from light that goes up or down: the coarse pattern of light and dark no longer goes with the
/// last frame's, and by more than noise.
class SceneCut {
  public:
    /// Whether this frame begins a scene. The first one does not: there was none before.
    [[nodiscard]] bool add(const Glance &glance);
    void restart() { last_.reset(); }

  private:
    static constexpr std::size_t side = 16;
    using Pattern = std::array<double, side * side>;
    std::optional<Pattern> last_;
};

} // namespace vitrine
