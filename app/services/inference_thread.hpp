// The one thread on which models are loaded and pictures are classified.
#pragma once

#include "app/services/model_provider.hpp"
#include "core/camera/frame.hpp"
#include "core/images/image.hpp"
#include "core/models/verdict.hpp"

#include <QImage>
#include <QObject>
#include <QRectF>
#include <QString>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace vitrine {

/// What was seen, and how long the classification took (without reading the file).
struct Answer {
    Verdict verdict;
    double elapsed_ms = 0;
    /// The pixels that the model got.
    QImage seen{};
    /// The part of the picture that `seen` was made of, as fractions of its width and height.
    QRectF crop{};
    /// Where in `seen` the leading class was found, as large as that; null where nothing speaks for
    /// it. See paint_heat_map().
    QImage heat_map{};
};

/// What the model says of a frame, or why it says nothing; called on the inference thread.
struct FrameAnswer {
    std::shared_ptr<const Frame> frame;
    std::shared_ptr<const OpenedModel> model; ///< another pointer: another model
    Result<std::vector<float>> logits;
    double elapsed_ms = 0; ///< for fitting and classifying it
};
using OnFrameAnswer = std::function<void(FrameAnswer)>;

/// Loading LibTorch takes a second and a thread's settings belong to it, so everything that
/// computes happens here, on one thread that lives as long as the window. Of the requests that wait
/// only the newest of each kind is kept; opening goes before classifying, and a picture that comes
/// while a model opens waits for it. All members are called on the GUI thread; signals arrive
/// there.
class InferenceThread : public QObject {
    Q_OBJECT

  public:
    static constexpr int wanted_candidates = 5;

    explicit InferenceThread(ModelProvider provider, QObject *parent = nullptr);
    ~InferenceThread() override; ///< waits for the step under way

    /// The first of `count` tickets that nobody else was given: several ask this thread, and each
    /// knows its own answers by them. They grow.
    [[nodiscard]] quint64 take_tickets(quint64 count = 1);
    /// From now on models come from `provider`; the one that is open is given up.
    void use(ModelProvider provider);
    void list();
    void open(const QString &name);
    /// `ticket` comes back with the answer.
    void classify(quint64 ticket, std::shared_ptr<const Image> image);

    /// A picture of many, at the model's input size. They wait their turn in order, behind all
    /// else; answered as classify() is. Any thread.
    void classify_fitted(quint64 ticket, Image fitted);
    void forget_fitted(); ///< those that still wait

    /// A frame of a moving picture, which a model that opens is waited for with. Goes behind
    /// pictures and before those of many. False where it takes the place of one that still waited.
    /// Any thread.
    bool classify_frame(std::shared_ptr<const Frame> frame, OnFrameAnswer on_answer);
    void forget_frame(); ///< one that still waits. Any thread
    /// Does something there before all else that waits: for what must live on this thread. What
    /// still waits when the thread ends is dropped. Any thread.
    void post(std::function<void()> task);

  Q_SIGNALS:
    void listed(const std::vector<vitrine::ModelChoice> &models);
    /// `name` comes back as it was asked for.
    void opened(const QString &name, const std::shared_ptr<const vitrine::OpenedModel> &model);
    void open_failed(const QString &name, const vitrine::Error &error);
    /// The device failed in use; the CPU goes on.
    void moved(const std::shared_ptr<const vitrine::OpenedModel> &model);
    void answered(quint64 ticket, const vitrine::Answer &answer);
    void failed(quint64 ticket, const vitrine::Error &error);

  private:
    struct ClassifyRequest {
        quint64 ticket = 0;
        std::shared_ptr<const Image> image;
    };
    struct FrameRequest {
        std::shared_ptr<const Frame> frame;
        OnFrameAnswer on_answer;
    };
    struct FittedRequest {
        quint64 ticket = 0;
        Image fitted;
    };
    struct Requests {
        std::deque<std::function<void()>> tasks{};
        std::optional<ModelProvider> use{};
        std::deque<FittedRequest> fitted{};
        bool list = false;
        std::optional<QString> open{};
        std::optional<ClassifyRequest> classify{};
        std::optional<FrameRequest> frame{};
    };

    void run(const std::stop_token &stop);
    void answer(OpenSession &session, Requests taken);
    /// What the model says of a picture at its input size. Tells when the model moved to another
    /// device.
    Result<Classification> ask(OpenSession &session, const Image &fitted, Wanted wanted);
    void do_frame(OpenSession &session, const FrameRequest &request);
    void do_fitted(OpenSession &session, const FittedRequest &request);
    void do_open(std::optional<OpenSession> &session, const QString &name);
    void do_classify(OpenSession &session, const ClassifyRequest &request);

    quint64 next_ticket_ = 1;
    ModelProvider provider_;
    std::shared_ptr<const OpenedModel> facts_; ///< of the open model; on the thread
    std::mutex mutex_;
    std::condition_variable_any wake_;
    Requests requests_; ///< guarded by mutex_
    std::jthread thread_;
};

} // namespace vitrine
