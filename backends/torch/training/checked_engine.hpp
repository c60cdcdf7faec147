// A faster way of evaluating, taken only once it has agreed with the plain network.
#pragma once

#include "backends/torch/engine.hpp"

#include <functional>
#include <memory>

namespace vitrine {

/// Answers through an engine that is made anew when the weights have changed. The engine's first
/// answer is compared with the plain network's; where they differ, or the engine cannot be made,
/// the plain network answers from then on, and the log says so. Used by one thread at a time;
/// throws.
class CheckedEngine {
  public:
    using Make = std::function<std::unique_ptr<Engine>()>;
    using PlainAnswer = std::function<NetworkOutput(const PixelBatch &)>;

    /// `make` may be empty, and may give null: then the plain network answers.
    CheckedEngine(Make make, PlainAnswer plain, HostServices services);

    /// Logits and features.
    [[nodiscard]] NetworkOutput answer(const PixelBatch &batch);
    void weights_changed() noexcept { is_current_ = false; }

  private:
    [[nodiscard]] bool agrees(const NetworkOutput &fast, const NetworkOutput &plain);
    void give_up(const std::string &reason);

    Make make_;
    PlainAnswer plain_;
    HostServices services_;
    std::unique_ptr<Engine> engine_;
    bool is_current_ = false;
    bool is_trusted_ = false;
};

} // namespace vitrine
