// The CPU through LibTorch.
#pragma once

#include "core/backend/backend.hpp"

#include <memory>

namespace vitrine {

/// Loads CUDA's half of LibTorch where it is usable (see cuda_preload.hpp), then makes the backend.
[[nodiscard]] Result<std::shared_ptr<Backend>> create_cpu_backend(const HostServices &services);

} // namespace vitrine
