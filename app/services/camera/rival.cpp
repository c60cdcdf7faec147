#include "app/services/camera/rival.hpp"

#include "core/camera/fit_frame.hpp"

#include <chrono>
#include <utility>

namespace vitrine {

namespace {

using Clock = std::chrono::steady_clock;
/// As long as a first model is waited for.
constexpr std::chrono::seconds patience{30};

} // namespace

Rival::Rival(ModelProvider provider, QString name, quint64 ticket)
    : provider_(std::move(provider)), name_(std::move(name)), ticket_(ticket) {}

Result<void> Rival::open() {
    if (session_)
        return {};
    if (problem_)
        return *problem_;
    auto opened = provider_.open(name_);
    if (!opened) {
        problem_ = opened.error();
        return *problem_;
    }
    session_ = *std::move(opened);
    facts_ = std::make_shared<const OpenedModel>(session_->facts);
    return {};
}

RivalReading Rival::look(const Frame &frame, const Glance &glance, bool live) {
    if (const auto ready = open(); !ready)
        return {nullptr, {}, 0, ready.error(), ticket_};
    const Manifest &manifest = session_->facts.manifest;
    const auto start = Clock::now();
    const Image fitted = fit_frame(frame, manifest.input);
    const auto said = session_->model->classify({&fitted, 1}, {}, patience);
    if (!said)
        return {nullptr, {}, 0, said.error(), ticket_};
    const double elapsed_ms =
        std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    if (session_->model->backend() != facts_->backend.toStdString()) // its device failed
        facts_ = std::make_shared<const OpenedModel>(provider_.facts(*session_->model));
    if (!answer_)
        answer_.emplace(manifest, live);
    return {facts_, answer_->add(frame, glance, said->logits), elapsed_ms, {}, ticket_};
}

} // namespace vitrine
