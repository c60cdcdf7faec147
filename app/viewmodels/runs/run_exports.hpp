// What a person takes along of a run.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"
#include "app/report/run_report.hpp"
#include "core/support/result.hpp"

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace vitrine {

class Language;

/// Everything that the exports are made of, as it stood when one was asked for.
struct ExportedRun {
    std::filesystem::path folder;
    QString stem; ///< of the files' names, in the visitor's words, as are the next
    struct {
        QString loss, accuracy, curves, confusion, model, report;
    } names; ///< of the parts
    ChartPlan loss;
    ChartPlan accuracy;
    std::vector<ChartPlan> table; ///< of every curve, whether it is shown or not
    RunReport report;             ///< without title and charts it is not one
    /// Gives the report's pictures, where it has none yet: reads a data set, asks now and then
    /// whether it is to go on. Any thread; empty: there are none to be had.
    std::function<std::vector<RunReport::Picture>(const std::function<bool()> &go_on)> samples{};
};

/// Writes charts to the folder of pictures, tables, the model and the report to that of documents,
/// on a thread of its own, never over another file, and says what came of it. GUI thread only.
class RunExports : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(bool allowed READ allowed CONSTANT) ///< not on a stand
    Q_PROPERTY(bool saving READ saving NOTIFY changed)
    /// Where it was saved, or why it was not; empty before.
    Q_PROPERTY(QString said READ said NOTIFY changed)
    Q_PROPERTY(bool failed READ failed NOTIFY changed)

  public:
    enum Kind {
        ChartPng,  ///< loss and accuracy, a file each
        ChartSvg,  ///< the same as paths
        TableCsv,  ///< the curves' points; the confusion matrix
        ModelFile, ///< best.safetensors
        Report,    ///< a page of paper
    };
    Q_ENUM(Kind)

    RunExports(const Language &language, bool allowed, QObject *parent = nullptr);
    ~RunExports() override; ///< waits for the file that is being written, not for its pictures

    /// Asked for what is to be exported, when it is.
    void set_source(std::function<ExportedRun()> source) { source_ = std::move(source); }
    /// Instead of the user's folders.
    void set_folder(const QString &folder) { folder_ = folder; }
    void forget(); ///< what was said

    Q_INVOKABLE void save(Kind kind); ///< one at a time

    [[nodiscard]] bool allowed() const { return allowed_; }
    [[nodiscard]] bool saving() const { return saving_; }
    [[nodiscard]] QString said() const;
    [[nodiscard]] bool failed() const { return problem_.has_value(); }

  Q_SIGNALS:
    void changed();

  private:
    void take(const Result<QStringList> &outcome);
    [[nodiscard]] QString folder_of(Kind kind) const;

    const Language &language_;
    bool allowed_;
    std::function<ExportedRun()> source_;
    QString folder_;
    bool saving_ = false;
    QString asked_folder_;
    quint64 asked_ = 0; ///< outcomes of what was forgotten are not told
    QStringList names_; ///< of what was saved there
    std::optional<Error> problem_;
    std::atomic<bool> goes_on_ = true;
    QThreadPool pool_; ///< last: it is waited for before what its work uses goes
};

/// Writes what `kind` names into `folder`; gives the files' names. Blocks on the disk; once `go_on`
/// says no, the report does without its pictures. Errors: those of free_file(), of the chart's and
/// the report's files; run_unreadable (path of the model).
[[nodiscard]] Result<QStringList> export_run(
    ExportedRun run, RunExports::Kind kind, const QString &folder,
    const std::function<bool()> &go_on = [] { return true; });

} // namespace vitrine
