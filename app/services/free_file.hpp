// Names for files that are written for a person to keep.
#pragma once

#include "core/support/result.hpp"

#include <QString>

namespace vitrine {

/// Where people look for what they saved: their folder of pictures.
[[nodiscard]] QString keeping_folder();

/// `folder`/`stem`.`ending`, or with -2, -3 … where there is such a file, so that nothing is
/// written over. Makes the folder. Blocks on the disk: not for the GUI thread. Errors:
/// no_permission (folder).
[[nodiscard]] Result<QString> free_file(const QString &folder, const QString &stem,
                                        const QString &ending);

} // namespace vitrine
