// A model small enough to write in a test, for the fake backend.
#pragma once

#include "core/models/model_file.hpp"

namespace vitrine {

/// Three colours: the fake backend's logits tell a red picture from a green and a blue one. No
/// weights, no golden pictures. `temperature` far below 1 makes the verdicts sure.
[[nodiscard]] Model tiny_model(const std::string &name, double temperature);

} // namespace vitrine
