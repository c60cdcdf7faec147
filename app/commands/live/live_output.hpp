// How `live` says what it sees: calmly in words, or a JSON line a frame.
#pragma once

#include "core/camera/answer/live_answer.hpp"
#include "core/models/manifest.hpp"

#include <cstdint>
#include <memory>

namespace vitrine {

/// One classified frame.
struct LiveLine {
    LiveReading reading;
    double age_ms = 0; ///< from the light to the answer
    /// Of all frames before it, those that were never classified.
    std::uint64_t dropped = 0;
};

/// Writes on standard output, in the language of speech().
class LiveOutput {
  public:
    virtual ~LiveOutput() = default;
    virtual void classified(const LiveLine &line) = 0;
};

/// `manifest` outlives the output. In words there is a line only where what is said has changed.
[[nodiscard]] std::unique_ptr<LiveOutput> make_live_output(bool json, const Manifest &manifest);

} // namespace vitrine
