#include "app/services/inference_thread.hpp"

#include "app/services/heat_map.hpp"
#include "app/services/picture_reader.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/images/fit_to_model.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine {
namespace {

using Clock = std::chrono::steady_clock;

// Long enough for a slow processor, short enough that a device that hangs is given up while the
// visitor still stands there.
constexpr auto patience = std::chrono::seconds(30);

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

QRectF crop_of(const Image &image, const InputRule &rule) {
    const Rect crop = crop_rectangle(image.width, image.height, rule);
    const double width = image.width;
    const double height = image.height;
    return {crop.x / width, crop.y / height, crop.width / width, crop.height / height};
}

} // namespace

InferenceThread::InferenceThread(ModelProvider provider, QObject *parent)
    : QObject(parent), provider_(std::move(provider)),
      thread_([this](const std::stop_token &stop) { run(stop); }) {}

InferenceThread::~InferenceThread() {
    thread_.request_stop();
    thread_.join();
}

void InferenceThread::use(ModelProvider provider) {
    const std::lock_guard lock(mutex_);
    requests_.use = std::move(provider);
    wake_.notify_one();
}

quint64 InferenceThread::take_tickets(quint64 count) {
    return std::exchange(next_ticket_, next_ticket_ + count);
}

void InferenceThread::list() {
    const std::lock_guard lock(mutex_);
    requests_.list = true;
    wake_.notify_one();
}

void InferenceThread::open(const QString &name) {
    const std::lock_guard lock(mutex_);
    requests_.open = name;
    wake_.notify_one();
}

void InferenceThread::classify(quint64 ticket, std::shared_ptr<const Image> image) {
    const std::lock_guard lock(mutex_);
    requests_.classify = ClassifyRequest{ticket, std::move(image)};
    wake_.notify_one();
}

void InferenceThread::classify_fitted(quint64 ticket, Image fitted) {
    const std::lock_guard lock(mutex_);
    requests_.fitted.push_back({ticket, std::move(fitted)});
    wake_.notify_one();
}

void InferenceThread::forget_fitted() {
    const std::lock_guard lock(mutex_);
    requests_.fitted.clear();
}

bool InferenceThread::classify_frame(std::shared_ptr<const Frame> frame, OnFrameAnswer on_answer) {
    std::optional<FrameRequest> before{FrameRequest{std::move(frame), std::move(on_answer)}};
    const std::lock_guard lock(mutex_);
    std::swap(requests_.frame, before);
    wake_.notify_one();
    return !before;
}

void InferenceThread::forget_frame() {
    std::optional<FrameRequest> before; // goes outside of the lock, with whatever it holds
    const std::lock_guard lock(mutex_);
    std::swap(requests_.frame, before);
}

void InferenceThread::post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    requests_.tasks.push_back(std::move(task));
    wake_.notify_one();
}

void InferenceThread::run(const std::stop_token &stop) {
    std::optional<OpenSession> session;
    while (!stop.stop_requested()) {
        Requests taken;
        {
            std::unique_lock lock(mutex_);
            const auto something_to_do = [&] {
                return !requests_.tasks.empty() || requests_.use || requests_.list ||
                       requests_.open ||
                       ((requests_.classify || requests_.frame || !requests_.fitted.empty()) &&
                        session);
            };
            if (!wake_.wait(lock, stop, something_to_do))
                return;
            // One step at a time, so that a newer request can replace what still waits.
            if (!requests_.tasks.empty()) {
                taken.tasks.push_back(std::move(requests_.tasks.front()));
                requests_.tasks.pop_front();
            } else if (requests_.use)
                taken.use = std::exchange(requests_.use, std::nullopt);
            else if (requests_.list)
                taken.list = std::exchange(requests_.list, false);
            else if (requests_.open)
                taken.open = std::exchange(requests_.open, std::nullopt);
            else if (requests_.classify)
                taken.classify = std::exchange(requests_.classify, std::nullopt);
            else if (requests_.frame)
                taken.frame = std::exchange(requests_.frame, std::nullopt);
            else {
                taken.fitted.push_back(std::move(requests_.fitted.front()));
                requests_.fitted.pop_front();
            }
        }
        if (!taken.tasks.empty())
            taken.tasks.front()();
        else if (taken.use) {
            session.reset(); // before what it was made by
            provider_ = std::move(*taken.use);
        } else if (taken.list)
            Q_EMIT listed(provider_.list());
        else if (taken.open)
            do_open(session, *taken.open);
        else
            answer(*session, std::move(taken));
    }
}

void InferenceThread::answer(OpenSession &session, Requests taken) {
    if (taken.classify)
        do_classify(session, *taken.classify);
    else if (taken.frame)
        do_frame(session, *taken.frame);
    else
        do_fitted(session, taken.fitted.front());
}

void InferenceThread::do_open(std::optional<OpenSession> &session, const QString &name) {
    session.reset(); // the old model's memory first
    auto opened_session = provider_.open(name);
    if (!opened_session) {
        Q_EMIT open_failed(name, opened_session.error());
        return;
    }
    session = std::move(*opened_session);
    facts_ = std::make_shared<const OpenedModel>(session->facts);
    Q_EMIT opened(name, facts_);
}

Result<Classification> InferenceThread::ask(OpenSession &session, const Image &fitted,
                                            Wanted wanted) {
    auto result = session.model->classify({&fitted, 1}, wanted, patience);
    if (session.model->backend() != session.facts.backend.toStdString()) {
        session.facts = provider_.facts(*session.model);
        facts_ = std::make_shared<const OpenedModel>(session.facts);
        Q_EMIT moved(facts_);
    }
    return result;
}

void InferenceThread::do_classify(OpenSession &session, const ClassifyRequest &request) {
    const auto start = Clock::now();
    const Image fitted = fit_to_model(*request.image, session.facts.manifest.input);
    const auto result = ask(session, fitted, {.activation_maps = true});
    if (!result) {
        Q_EMIT failed(request.ticket, result.error());
        return;
    }
    Answer answer;
    answer.verdict = judge(session.facts.manifest, result->logits, wanted_candidates);
    answer.elapsed_ms = milliseconds_since(start);
    answer.seen = to_qimage(fitted, std::max(fitted.width, fitted.height));
    answer.crop = crop_of(*request.image, session.facts.manifest.input);
    answer.heat_map = paint_heat_map(result->activation_maps, result->map_height, result->map_width,
                                     fitted.width, fitted.height);
    Q_EMIT answered(request.ticket, answer);
}

void InferenceThread::do_frame(OpenSession &session, const FrameRequest &request) {
    const auto start = Clock::now();
    auto result = ask(session, fit_frame(*request.frame, session.facts.manifest.input), {});
    if (!result) {
        request.on_answer({request.frame, facts_, result.error()});
        return;
    }
    const double elapsed_ms = milliseconds_since(start);
    request.on_answer({request.frame, facts_, std::move(result->logits), elapsed_ms});
}

void InferenceThread::do_fitted(OpenSession &session, const FittedRequest &request) {
    const auto start = Clock::now();
    const auto result = ask(session, request.fitted, {});
    if (!result) {
        Q_EMIT failed(request.ticket, result.error());
        return;
    }
    Answer answer;
    answer.verdict = judge(session.facts.manifest, result->logits, wanted_candidates);
    answer.elapsed_ms = milliseconds_since(start);
    Q_EMIT answered(request.ticket, answer);
}

} // namespace vitrine
