// Curves of other programs from any bytes: what is read rises, is finite, and accuracies are shares.
#include "core/training/curves/foreign_curves.hpp"
#include "tests/fuzz/scratch_folder.hpp"

#include <cmath>
#include <cstdlib>

namespace {

void check(const vitrine::Result<vitrine::ForeignCurves> &read) {
    if (!read)
        return;
    for (const auto *curve :
         {&read->train_loss, &read->train_accuracy, &read->test_loss, &read->test_accuracy})
        for (std::size_t i = 0; i < curve->size(); ++i)
            if (!std::isfinite((*curve)[i].y) || (i > 0 && (*curve)[i].x <= (*curve)[i - 1].x))
                std::abort();
    for (const auto *curve : {&read->train_accuracy, &read->test_accuracy})
        for (const vitrine::CurvePoint &point : *curve)
            if (point.y < 0 || point.y > 1)
                std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    static const vitrine::ScratchFolder folder;
    check(vitrine::read_tensorboard(folder.write("events", bytes, size)));
    check(vitrine::read_metrics_csv(folder.write("table.csv", bytes, size)));
    return 0;
}
