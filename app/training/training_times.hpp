// How long a recipe would take on this machine, found out by trying.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace vitrine {

/// Runs `vitrine train --measure`, one at a time, at a lower priority, and remembers what came of
/// it in a file. GUI thread only.
class TrainingTimes : public QObject {
    Q_OBJECT

  public:
    /// `cache`: a JSON file of what was found before; empty: nothing is remembered.
    TrainingTimes(std::filesystem::path program, std::filesystem::path cache,
                  QObject *parent = nullptr);
    ~TrainingTimes() override; ///< ends the process under way

    /// Seconds for a whole run; nothing where it is not known.
    [[nodiscard]] std::optional<double> known(const QString &key) const;
    /// `key`: all that the time depends on. `arguments`: those after "train". What waits already is
    /// not asked twice; found() or failed() comes later.
    void ask(const QString &key, const QStringList &arguments);
    /// What a run has shown is better than a measurement.
    void note(const QString &key, double seconds);
    void forget_waiting(); ///< and gives up the one under way

  Q_SIGNALS:
    void found(const QString &key, double seconds);
    void failed(const QString &key);

  private:
    struct Question {
        QString key;
        QStringList arguments;
    };
    void next();
    void take(int status);
    void save() const;

    std::filesystem::path program_;
    std::filesystem::path cache_;
    std::map<QString, double> known_;
    std::deque<Question> waiting_;
    QString asked_; ///< of the process under way
    std::unique_ptr<QProcess> process_;
};

} // namespace vitrine
