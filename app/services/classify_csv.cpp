#include "app/services/classify_csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine {
namespace {

std::string field(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

const std::string &word(const Phrase &phrase, bool chinese) {
    return chinese && !phrase.zh.empty() ? phrase.zh : phrase.en;
}

} // namespace

std::string csv_header(int top) {
    std::string header = "path,width,height,verdict,headline";
    for (int i = 1; i <= top; ++i)
        header += fmt::format(",label_{0},probability_{0}", i);
    return header + ",elapsed_ms,error\n";
}

std::string csv_line(const CsvPicture &picture, const Verdict &verdict, const Manifest &manifest,
                     int top, bool chinese) {
    std::string line =
        fmt::format("{},{},{},{},{}", field(picture.path), picture.width, picture.height,
                    to_string(verdict.confidence), field(word(verdict.headline, chinese)));
    const auto count = std::min(verdict.predictions.size(), static_cast<std::size_t>(top));
    for (std::size_t i = 0; i < count; ++i) {
        const Prediction &prediction = verdict.predictions[i];
        const Phrase &label = manifest.labels[static_cast<std::size_t>(prediction.id)];
        line += fmt::format(",{},{:.6f}", field(word(label, chinese)), prediction.probability);
    }
    return line + fmt::format(",{:.3f},\n", picture.elapsed_ms);
}

std::string csv_failure(const std::string &path, const Error &error, int top) {
    const std::string empty(static_cast<std::size_t>(5 + 2 * top), ',');
    return fmt::format("{}{},{}\n", field(path), empty, field(error.code));
}

} // namespace vitrine
