// A training on one page: what it was, how it went, what came of it.
#pragma once

#include "app/drawing/chart/chart_plan.hpp"
#include "core/metrics/confusion.hpp"
#include "core/support/result.hpp"

#include <QImage>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <vector>

namespace vitrine {

/// All texts are in the reader's language already. What is empty is left out.
struct RunReport {
    struct Line {
        QString words;
        QString value;
    };
    struct Picture {
        QImage image;
        QString words; ///< under it
    };
    QString title;
    QStringList facts;             ///< data, recipe, result: a line each
    std::vector<ChartPlan> charts; ///< side by side, two at most, with a yTitle each
    QString confusion_title;
    ConfusionMatrix confusion{1};
    QStringList class_names; ///< as many as the matrix has
    QString mix_ups_title;
    std::vector<Line> mix_ups;
    QString classes_title;
    std::vector<Line> classes;
    QString pictures_title;
    std::vector<Picture> pictures;
    QString footer;
};

/// A4, upright, one page, with real text and curves as paths; what does not fit is cut from the
/// lists' ends. Needs fonts, so a QGuiApplication; any thread. Errors: those of
/// write_file_atomically(); out_of_memory.
[[nodiscard]] Result<void> save_run_report(const RunReport &report,
                                           const std::filesystem::path &path);

} // namespace vitrine
