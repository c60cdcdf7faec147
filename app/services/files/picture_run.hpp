// Many pictures, one after another, while the window stays alive.
#pragma once

#include "app/services/inference_thread.hpp"
#include "core/data/decode_pool.hpp"

#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace vitrine {

/// What became of one picture of a run.
struct RunResult {
    int row = 0; ///< in the list that the run announced
    int width = 0;
    int height = 0;
    double elapsed_ms = 0;
    std::optional<Error> error{};
    Verdict verdict{}; ///< holds where there is no error
};

/// Lists what is named as `classify --recursive` does, decodes on a DecodePool's threads and
/// computes on the inference thread; a visitor's own picture goes before. One run at a time. GUI
/// thread; signals arrive there.
class PictureRun : public QObject {
    Q_OBJECT

  public:
    explicit PictureRun(InferenceThread &inference, QObject *parent = nullptr);
    ~PictureRun() override; ///< waits for the pictures that are being decoded

    /// Ends a run that is under way. `rule`: of the model that is open.
    void start(std::vector<std::filesystem::path> paths, const InputRule &rule);
    /// What is done stays; ended() comes.
    void cancel();
    [[nodiscard]] bool running() const { return running_; }

  Q_SIGNALS:
    void listed(const std::vector<vitrine::ListedPicture> &pictures);
    void advanced(const std::vector<vitrine::RunResult> &results);
    void ended();

  private:
    struct State; ///< shared with the run's thread
    struct Retired {
        std::shared_ptr<State> state;
        std::jthread thread;
    };
    void retire();
    void run(const std::stop_token &stop, const std::shared_ptr<State> &state,
             const std::vector<std::filesystem::path> &paths, const InputRule &rule);
    void finish(quint64 ticket, RunResult result);
    void take_ready();

    InferenceThread &inference_;
    bool running_ = false;
    std::shared_ptr<State> state_;
    std::jthread thread_;
    std::vector<Retired> retired_; ///< runs given up whose threads still end
};

} // namespace vitrine
