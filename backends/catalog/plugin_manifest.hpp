// What a backend plugin says of itself, in JSON that is read without loading it.
//
//   { "id": "cpu", "kind": "cpu", "abi": 4, "build": "LibTorch 2.15.0", "priority": 10,
//     "libraries": [{"name": "libtorch_cpu.so", "hint": "Run scripts/setup."}],
//     "capabilities": ["classify"] }
#pragma once

#include "core/support/result.hpp"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace vitrine {

/// A library that must be there before the plugin is loaded, and what to do where it is not.
struct WantedLibrary {
    QString name; ///< as the dynamic linker knows it: "libcuda.so.1"
    QString hint; ///< a sentence, "Install the NVIDIA driver."; may be empty
    bool operator==(const WantedLibrary &) const = default;
};

struct PluginManifest {
    QString id;                           ///< lower-case letters, digits, '_' and '-'
    QString kind;                         ///< "cpu" or "gpu"
    int abi = 0;                          ///< the backend_abi that it was built with
    QString build;                        ///< for people: what computes, with its version
    int priority = 0;                     ///< the highest ready one is chosen
    std::vector<WantedLibrary> libraries; ///< in the order in which they are checked
    QStringList capabilities;             ///< "classify", "train" …
    bool operator==(const PluginManifest &) const = default;
};

/// Checks what QPluginLoader::metaData() gave. id, kind, abi and priority are required, the rest
/// may be absent; unknown fields are ignored. Errors: not_ours (reason) where the interface is
/// somebody else's, wrong_abi (found, wanted), failed (reason) where it is ours but badly written.
[[nodiscard]] Result<PluginManifest> parse_plugin_metadata(const QJsonObject &metadata);

} // namespace vitrine
