// How long a recipe would take on this machine, found out by trying.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace vitrine {

/// Runs `vitrine train --measure`, one at a time, at a lower priority, and remembers what came of
/// it in a file. One that takes longer than `patience` is ended and counts as failed. GUI thread
/// only.
class TrainingTimes : public QObject {
    Q_OBJECT

  public:
    /// Pictures of a large data set are read first, and a step of a large network takes seconds.
    static constexpr std::chrono::milliseconds usual_patience{300'000};

    /// `cache`: a JSON file of what was found before, read on a thread; found() tells of what is in
    /// it. Empty: nothing is remembered.
    TrainingTimes(std::filesystem::path program, std::filesystem::path cache,
                  std::chrono::milliseconds patience = usual_patience, QObject *parent = nullptr);
    ~TrainingTimes() override; ///< ends the process under way; waits for the file

    /// Seconds for a whole run; nothing where it is not known.
    [[nodiscard]] std::optional<double> known(const QString &key) const;
    /// `key`: all that the time depends on. `arguments`: those after "train". What waits already is
    /// not asked twice; found() or failed() comes later.
    void ask(const QString &key, const QStringList &arguments);
    void forget_waiting(); ///< and gives up the one under way
    /// While something else computes nothing is measured; what waits is measured afterwards, the
    /// one under way from its beginning.
    void set_held(bool held);
    [[nodiscard]] bool held() const { return held_; }

  Q_SIGNALS:
    void found(const QString &key, double seconds);
    void failed(const QString &key);
    void held_changed();

  private:
    struct Question {
        QString key;
        QStringList arguments;
    };
    void next();
    void end_process(); ///< without waiting for it
    void take(int status);
    void note(const QString &key, double seconds);
    void take_cache(const std::map<QString, double> &kept);
    void save();

    std::filesystem::path program_;
    std::filesystem::path cache_;
    std::map<QString, double> known_;
    std::deque<Question> waiting_;
    Question asked_; ///< of the process under way
    bool held_ = false;
    bool read_ = false; ///< the cache; before that nothing is measured
    QTimer patience_;
    std::unique_ptr<QProcess> process_;
    QThreadPool keeper_; ///< of the cache; last: it is waited for before what its work uses goes
};

} // namespace vitrine
