#include "core/backend/backend.hpp"

namespace vitrine {

Result<std::unique_ptr<TrainingSession>> Backend::open_training(const TrainingSpec &,
                                                                const DatasetView &,
                                                                const std::string &device,
                                                                const ComputeLimits &) noexcept {
    return Error{"cannot_train", {device}};
}

} // namespace vitrine
