// The run on show beside earlier ones.
#pragma once

#include "app/training/run_news.hpp"
#include "app/training/run_settings.hpp"
#include "core/models/manifest.hpp"

#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// An earlier run that is laid over the one on show.
struct ComparedRun {
    Phrase title; ///< with the time at which it began
    RunRecord record;
    std::vector<RunSetting> settings;
};
struct ComparedRuns {
    std::vector<RunSetting> shown; ///< of the one on show
    std::vector<ComparedRun> others;
};

/// What was set differently, as a table: a column a run, a row a setting that is not the same in
/// all of them, and the accuracy that came of it. GUI thread only.
class RunComparison : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(int count READ count NOTIFY changed) ///< of earlier runs
    /// Heads of the columns: the run on show, then the others.
    Q_PROPERTY(QStringList titles READ titles NOTIFY changed)
    Q_PROPERTY(QVariantList rows READ rows NOTIFY changed) ///< {name, values (a text a column)}

  public:
    explicit RunComparison(const Language &language, QObject *parent = nullptr);

    void show(const ComparedRuns &runs);
    void set_best(double accuracy); ///< of the run on show, 0 to 1; −1: none yet

    [[nodiscard]] int count() const { return static_cast<int>(runs_.others.size()); }
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QVariantList rows() const;
    /// All of a run's settings in a row, "Network: fastnet · Epochs: 8".
    [[nodiscard]] QString words_of(const std::vector<RunSetting> &settings) const;

  Q_SIGNALS:
    void changed();

  private:
    [[nodiscard]] QString words_of(const std::string &name, const std::string &value) const;

    const Language &language_;
    ComparedRuns runs_;
    double best_ = -1;
};

} // namespace vitrine
