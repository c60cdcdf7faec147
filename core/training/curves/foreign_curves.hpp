// Curves of a training that another program wrote down.
#pragma once

#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace vitrine {

struct CurvePoint {
    double x = 0; ///< a step or an epoch, see ForeignCurves
    double y = 0; ///< finite; accuracies from 0 to 1
    bool operator==(const CurvePoint &) const = default;
};

/// What could be recognised by its name. Each curve's x rises strictly; one that is not there is
/// empty, and one of them at least is not.
struct ForeignCurves {
    bool by_epoch = false; ///< x counts epochs, from 1; else steps
    std::vector<CurvePoint> train_loss;
    std::vector<CurvePoint> train_accuracy;
    std::vector<CurvePoint> test_loss;
    std::vector<CurvePoint> test_accuracy;
    std::int64_t skipped = 0; ///< values that are no numbers, or whose x does not rise
    bool torn = false;        ///< the file's last record is not whole: it may still be written

    [[nodiscard]] std::vector<CurvePoint> &curve(int kind); ///< in the order above
    [[nodiscard]] double last_x() const;                    ///< of all curves
};

/// TensorBoard's event file (see tensorboard.hpp), with scalars as PyTorch and as TensorFlow 2
/// write them. x counts steps. Every checksum is verified; a last record that is not whole is left
/// out. Errors: those of read_file(); bad_curves (path, reason): a checksum or a length is wrong;
/// no_curves (path): no loss and no accuracy is in it.
[[nodiscard]] Result<ForeignCurves> read_tensorboard(const std::filesystem::path &path);

/// A table with a line of names first: commas, semicolons or tabs between the columns, `epoch` or
/// `step` (or their usual other names), losses and accuracies of training and test. Cells may be
/// empty; lines that fit nothing are counted as skipped. Errors: those of read_file(); bad_curves
/// (path, reason); no_curves (path).
[[nodiscard]] Result<ForeignCurves> read_metrics_csv(const std::filesystem::path &path);

} // namespace vitrine
