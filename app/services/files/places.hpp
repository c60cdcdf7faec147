// Where people keep pictures.
#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace vitrine {

struct Place {
    enum class Kind { pictures, downloads, desktop, removable };
    Kind kind = Kind::pictures;
    QString path;
    QString name; ///< of a removable medium; empty for the others
};

/// The user's own folders, then what is mounted below /media and /run/media. Looks at no disk but
/// the user's: a medium that does not answer does not hold this up.
[[nodiscard]] std::vector<Place> favourite_places();

/// The mount points below /media and /run/media in the text of /proc/self/mountinfo (see proc(5):
/// the fifth field, with space, tab, line feed and backslash as octal escapes).
[[nodiscard]] std::vector<QString> removable_media(std::string_view mountinfo);

} // namespace vitrine
