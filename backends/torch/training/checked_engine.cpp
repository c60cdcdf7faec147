#include "backends/torch/training/checked_engine.hpp"

#include <ATen/ATen.h>
#include <cmath>
#include <fmt/format.h>

namespace vitrine {

namespace {

/// Largest |difference| of the engine's logits, relative to the plain network's largest.
constexpr double tolerance = 1e-3;

} // namespace

CheckedEngine::CheckedEngine(Make make, PlainAnswer plain, HostServices services)
    : make_(std::move(make)), plain_(std::move(plain)), services_(std::move(services)) {}

NetworkOutput CheckedEngine::answer(const PixelBatch &batch) {
    if (is_trusted_ && is_current_) {
        return engine_->run(batch, {.features = true}, Deadline::max());
    }
    NetworkOutput output;
    try {
        if (!is_current_ && make_) {
            engine_ = make_();
        }
        is_current_ = true;
        if (!engine_) {
            return plain_(batch);
        }
        output = engine_->run(batch, {.features = true}, Deadline::max());
    } catch (const std::exception &exception) { // it has no kernel for a layer, say
        give_up(exception.what());
        return plain_(batch);
    }
    if (is_trusted_) {
        return output;
    }
    auto plain = plain_(batch);
    if (agrees(output, plain)) {
        return output;
    }
    return plain;
}

void CheckedEngine::give_up(const std::string &reason) {
    if (services_.log) {
        services_.log(HostServices::Level::warning, reason + ": evaluating without it");
    }
    engine_.reset();
    make_ = nullptr;
    is_trusted_ = false;
    is_current_ = true;
}

bool CheckedEngine::agrees(const NetworkOutput &fast, const NetworkOutput &plain) {
    const double difference = (fast.logits - plain.logits).abs().max().item<double>();
    const double largest = plain.logits.abs().max().item<double>();
    if (!std::isfinite(largest)) { // nothing to compare with; the next batch is asked again
        return true;
    }
    is_trusted_ = difference <= tolerance * largest;
    if (!is_trusted_) {
        give_up(fmt::format("{} is off by {:.2g} of {:.2g}", engine_->description(), difference,
                            largest));
    }
    return is_trusted_;
}

} // namespace vitrine
