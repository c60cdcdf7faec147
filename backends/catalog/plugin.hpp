// The envelope in which a backend travels: a Qt plugin round the Qt-free interface.
#pragma once

#include "core/backend/backend.hpp"

#include <QtPlugin>
#include <memory>

namespace vitrine {

class BackendPlugin {
  public:
    virtual ~BackendPlugin() = default;
    /// Called once for each use, on any thread but the GUI's. Errors: no_device (reason),
    /// missing_library (name, what to do), failed (reason).
    [[nodiscard]] virtual Result<std::shared_ptr<Backend>>
    create(const HostServices &services) noexcept = 0;
};

} // namespace vitrine

// The number behind the slash is backend_abi.
#define VITRINE_BACKEND_IID "org.vitrine.Backend/4"
Q_DECLARE_INTERFACE(vitrine::BackendPlugin, VITRINE_BACKEND_IID)
