// Which tensors a network is made of, by the contract's names.
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/tensor.hpp"
#include "core/support/result.hpp"

#include <string>
#include <vector>

namespace vitrine {

struct ExpectedTensor {
    std::string name;
    std::vector<std::int64_t> shape{};
    /// num_batches_tracked: an int64 scalar that computing does not need and old files lack.
    bool is_counter = false;
};

/// In the order of PyTorch's state_dict(), counters included. ResNets: torchvision's names and
/// modules (models/resnet.py); the fast net: Keller Jordan's airbench94 with the names of Vitrine's
/// model files; EfficientNet-Lite0: Tan and Le's B0 without squeeze-and-excitation and with the
/// names of the package efficientnet-lite-pytorch.
/// The architecture must be valid (see invalid_field()).
[[nodiscard]] std::vector<ExpectedTensor> expected_tensors(const Architecture &architecture);

/// Whether `tensors` are exactly the weights of this network; counters may be absent.
/// Errors: missing_tensor (name), unexpected_tensor (name), wrong_shape (name, wanted, given),
/// wrong_type (name, given): weights that are not floating-point.
[[nodiscard]] Result<void> check_tensors(const Architecture &architecture,
                                         const TensorMap &tensors);

} // namespace vitrine
