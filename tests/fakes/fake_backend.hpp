// A backend without a network, for tests: deterministic, in closed form, with faults on demand.
//
//   features[k]  = mean of colour k over the picture, 0 to 1               (k = R, G, B)
//   logits[c]    = Σ_k features[k] · sin(1 + 3c + k)
//   maps         = 2 × 2 cells, each Σ_k (mean of colour k in the cell) · sin(1 + 3·lead + k)
//
// Environment, read when a backend is created (the last when the library is mapped):
//   VITRINE_FAKE_CREATE       no_device, missing_library or failed: create() gives this error;
//                             no_devices: devices() gives an empty list
//   VITRINE_FAKE_LOSE_AFTER   N: every classify() after the Nth gives device_lost
//   VITRINE_FAKE_SLOW_MS      N: classify() takes so long, or until its deadline
//   VITRINE_FAKE_WRONG        1: logits are 10 % off, so that golden pictures disagree
//   VITRINE_FAKE_LOAD_LOG     FILE: a line with the plugin's id is appended when it is mapped
#pragma once

#include "core/backend/backend.hpp"

#include <memory>
#include <string>

namespace vitrine {

struct FakeIdentity {
    std::string device_id;
    std::string device_name;
};

[[nodiscard]] Result<std::shared_ptr<Backend>> create_fake_backend(const FakeIdentity &identity,
                                                                   const HostServices &services);

/// Makes one static of this in each plugin: writes to VITRINE_FAKE_LOAD_LOG.
struct FakeLoadMark {
    explicit FakeLoadMark(const char *id);
};

} // namespace vitrine
