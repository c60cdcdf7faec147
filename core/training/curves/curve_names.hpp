// What the columns and tags of other programs are called.
#pragma once

#include "core/training/curves/foreign_curves.hpp"

#include <optional>
#include <string_view>

namespace vitrine {

enum class CurveName { train_loss, train_accuracy, test_loss, test_accuracy, epoch, step };

/// As PyTorch, Keras, Lightning, fastai and timm spell them: "loss", "Loss/train", "val_acc",
/// "eval_top1", "global_step", "Iteration". Nothing where it is none of these.
[[nodiscard]] std::optional<CurveName> curve_named(std::string_view words);

/// Takes a point; false, and counted as skipped, where it is no number or x does not rise.
bool append_point(std::vector<CurvePoint> &curve, CurvePoint point, ForeignCurves &curves);

/// Percentages become shares. False where no curve has a point.
[[nodiscard]] bool finish_curves(ForeignCurves &curves);

} // namespace vitrine
