// NVIDIA GPUs through LibTorch.
#pragma once

#include "core/backend/backend.hpp"

#include <memory>

namespace vitrine {

/// Loads driver and libraries, then counts devices. Errors: no_device (reason),
/// missing_library (name, what to do).
[[nodiscard]] Result<std::shared_ptr<Backend>> create_cuda_backend(const HostServices &services);

} // namespace vitrine
