// Names for files that are written for a person to keep.
#pragma once

#include "core/support/result.hpp"

#include <QString>

namespace vitrine {

/// Where people look for pictures that they saved: their folder of pictures.
[[nodiscard]] QString keeping_folder();

/// Where people look for tables, reports and other files: their folder of documents.
[[nodiscard]] QString documents_folder();

/// `words` as they can stand in a file's name on any disk: without what means something there, and
/// at most 40 characters.
[[nodiscard]] QString name_of_words(const QString &words);

/// `folder`/`stem`.`ending`, or with -2, -3 … where there is such a file, so that nothing is
/// written over. Makes the folder. Blocks on the disk: not for the GUI thread. Errors:
/// no_permission (folder).
[[nodiscard]] Result<QString> free_file(const QString &folder, const QString &stem,
                                        const QString &ending);

} // namespace vitrine
