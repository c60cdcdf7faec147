// Many pictures, one after another, while the window stays alive.
#pragma once

#include "app/services/inference_thread.hpp"
#include "core/data/decode_pool.hpp"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

template <typename Owner> class OwnerLink;

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
/// computes on the inference thread; a visitor's own picture goes before. One run at a time. A disk
/// that does not answer holds up neither the next run nor the program's end: its thread is left
/// behind. GUI thread; signals arrive there.
class PictureRun : public QObject {
    Q_OBJECT

  public:
    /// A picture that takes longer to read is given up: too_slow (path).
    static constexpr std::chrono::milliseconds default_patience{15'000};

    explicit PictureRun(InferenceThread &inference, QObject *parent = nullptr);
    ~PictureRun() override;

    /// For tests: other than from the disk, or less patiently.
    void set_reading(ReadAndFit read, std::chrono::milliseconds patience);

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
    using Link = OwnerLink<PictureRun>;
    void leave();
    static void run(const std::shared_ptr<State> &state,
                    const std::vector<std::filesystem::path> &paths, const InputRule &rule);
    void finish(quint64 ticket, RunResult result);
    void take_ready();

    InferenceThread &inference_;
    ReadAndFit read_ = read_and_fit;
    std::chrono::milliseconds patience_ = default_patience;
    bool running_ = false;
    std::shared_ptr<State> state_; ///< null: none, or given up
};

} // namespace vitrine
