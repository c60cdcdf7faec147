// The table of classified pictures, for the command line and the window alike.
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/verdict.hpp"
#include "core/support/result.hpp"

#include <string>

namespace vitrine {

/// What a line tells of a picture. RFC 4180, with a line feed at the end of lines.
struct CsvPicture {
    std::string path;
    int width = 0; ///< of the picture, upright
    int height = 0;
    double elapsed_ms = 0;
};

/// `top`: how many classes a picture; the same for all lines of a table. `chinese`: labels and
/// headline in Chinese where there is one.
[[nodiscard]] std::string csv_header(int top);
[[nodiscard]] std::string csv_line(const CsvPicture &picture, const Verdict &verdict,
                                   const Manifest &manifest, int top, bool chinese);
[[nodiscard]] std::string csv_failure(const std::string &path, const Error &error, int top);

} // namespace vitrine
