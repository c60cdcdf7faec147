// What is told of a model in use.
#pragma once

#include "app/services/model_provider.hpp"

namespace vitrine {

class Catalog;

/// Of a session on one of this catalog's backends. Inference thread.
[[nodiscard]] OpenedModel facts_of(const ModelSession &session, const Catalog &catalog);

} // namespace vitrine
