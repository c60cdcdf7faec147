#include "app/viewmodels/runs/run_exports.hpp"

#include "app/drawing/chart/chart_export.hpp"
#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace vitrine {

namespace {

// An error of the window's own: what is to be copied cannot be read.
constexpr const char *run_unreadable = "run_unreadable";

std::filesystem::path native(const QString &path) { return QFile::encodeName(path).toStdString(); }

using Writer = std::function<Result<void>(const std::filesystem::path &)>;

/// One file under a free name.
struct Part {
    QString name;
    const char *ending;
    Writer write;
};

QString cell(const QString &text) {
    return u'"' + QString(text).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

/// RFC 4180: a line a true class, a column a guess.
Result<void> write_confusion(const RunReport &report, const std::filesystem::path &path) {
    QString text;
    for (const QString &name : report.class_names)
        text += u',' + cell(name);
    text += QStringLiteral("\r\n");
    for (int row = 0; row < report.class_names.size(); ++row) {
        text += cell(report.class_names[row]);
        for (int column = 0; column < report.class_names.size(); ++column)
            text += u',' + QString::number(report.confusion.count(row, column));
        text += QStringLiteral("\r\n");
    }
    return write_file_atomically(path, std::string_view(text.toStdString()));
}

/// Both charts' points in one table; the chart's name tells the curves apart.
ChartPlan table_of(const ExportedRun &run) {
    ChartPlan table;
    for (const ChartPlan &plan : run.table)
        for (ChartCurve curve : plan.curves) {
            curve.name = plan.y_title + QStringLiteral(" · ") + curve.name;
            table.curves.push_back(std::move(curve));
        }
    return table;
}

Result<void> copy_model(const std::filesystem::path &model, const std::filesystem::path &path) {
    const auto bytes = read_file(model);
    if (bytes)
        return write_file_atomically(path, std::span(*bytes));
    log::warning("training", "{}", english_message(bytes.error()));
    return Error{run_unreadable, {model.string()}};
}

std::vector<Part> parts_of(const ExportedRun &run, RunExports::Kind kind) {
    using Path = const std::filesystem::path &;
    switch (kind) {
    case RunExports::ChartPng:
        return {
            {run.names.loss, "png", [&run](Path path) { return save_chart_png(run.loss, path); }},
            {run.names.accuracy, "png",
             [&run](Path path) { return save_chart_png(run.accuracy, path); }}};
    case RunExports::ChartSvg:
        return {{run.names.loss, "svg",
                 [&run](Path path) { return save_chart_svg(run.loss, run.loss.y_title, path); }},
                {run.names.accuracy, "svg", [&run](Path path) {
                     return save_chart_svg(run.accuracy, run.accuracy.y_title, path);
                 }}};
    case RunExports::TableCsv: {
        std::vector<Part> parts{{run.names.curves, "csv", [&run](Path path) {
                                     return save_chart_csv(table_of(run), path);
                                 }}};
        if (!run.report.class_names.isEmpty())
            parts.push_back({run.names.confusion, "csv",
                             [&run](Path path) { return write_confusion(run.report, path); }});
        return parts;
    }
    case RunExports::ModelFile:
        return {{run.names.model, "safetensors",
                 [&run](Path path) { return copy_model(run.folder / "best.safetensors", path); }}};
    case RunExports::Report:
        break;
    }
    return {
        {run.names.report, "pdf", [&run](Path path) { return save_run_report(run.report, path); }}};
}

} // namespace

Result<QStringList> export_run(ExportedRun run, RunExports::Kind kind, const QString &folder,
                               const std::function<bool()> &go_on) {
    if (kind == RunExports::Report && run.report.pictures.empty() && run.samples)
        run.report.pictures = run.samples(go_on);
    QStringList names;
    for (const Part &part : parts_of(run, kind)) {
        const auto path =
            free_file(folder, run.stem + u' ' + part.name, QLatin1String(part.ending));
        if (!path)
            return path.error();
        if (const auto written = part.write(native(*path)); !written)
            return written.error();
        names.append(QFileInfo(*path).fileName());
    }
    return names;
}

RunExports::RunExports(const Language &language, bool allowed, QObject *parent)
    : QObject(parent), language_(language), allowed_(allowed) {
    pool_.setMaxThreadCount(1);
    connect(&language, &Language::changed, this, &RunExports::changed);
}

RunExports::~RunExports() {
    goes_on_ = false;
    pool_.waitForDone();
}

void RunExports::forget() {
    ++asked_;
    saving_ = false;
    names_.clear();
    problem_.reset();
    Q_EMIT changed();
}

void RunExports::save(Kind kind) {
    if (!allowed_ || saving_ || !source_)
        return;
    forget();
    saving_ = true;
    Q_EMIT changed();
    asked_folder_ = folder_of(kind);
    pool_.start([this, kind, folder = asked_folder_, asked = asked_, run = source_()] {
        const auto outcome = export_run(run, kind, folder, [this] { return goes_on_.load(); });
        QMetaObject::invokeMethod(
            this,
            [this, asked, outcome] {
                if (!outcome)
                    log::warning("training", "an export was not written: {}",
                                 english_message(outcome.error()));
                if (asked == asked_)
                    take(outcome);
            },
            Qt::QueuedConnection);
    });
}

QString RunExports::folder_of(Kind kind) const {
    if (!folder_.isEmpty())
        return folder_;
    return kind == ChartPng || kind == ChartSvg ? keeping_folder() : documents_folder();
}

void RunExports::take(const Result<QStringList> &outcome) {
    saving_ = false;
    if (outcome)
        names_ = *outcome;
    else
        problem_ = outcome.error();
    Q_EMIT changed();
}

QString RunExports::said() const {
    const QString folder = QDir::toNativeSeparators(asked_folder_);
    if (problem_ && problem_->code == "disk_full")
        return language_.text("save.disk_full");
    if (problem_ && (problem_->code == "no_permission" || problem_->code == "unwritable"))
        return language_.text("train.files.failed", {folder});
    if (problem_ && problem_->code == run_unreadable)
        return language_.text("train.files.unreadable");
    if (problem_)
        return language_.sentence(*problem_);
    if (names_.isEmpty())
        return {};
    return language_.text("train.files.done", {folder, names_.join(language_.text("save.and"))});
}

} // namespace vitrine
