// How `classify` says what it found: in words, as CSV, or as JSON lines.
#pragma once

#include "core/models/manifest.hpp"
#include "core/models/verdict.hpp"
#include "core/support/result.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace vitrine {

struct ClassifiedPicture {
    std::string path;
    int width = 0; ///< of the picture, upright
    int height = 0;
    std::string backend; ///< what computed it
    std::string device;
    Verdict verdict;
    std::span<const float> logits;
    double elapsed_ms = 0; ///< reading, decoding, fitting, and its share of the batch
};

struct ClassifyFormat {
    enum class Kind { words, json, csv };
    Kind kind = Kind::words;
    bool logits = false; ///< json only
    int top = 5;
};

/// Writes on standard output, one line a picture, in the language of speech().
class ClassifyOutput {
  public:
    virtual ~ClassifyOutput() = default;
    virtual void classified(const ClassifiedPicture &picture) = 0;
    virtual void failed(const std::string &path, const Error &error) = 0;
};

/// `manifest` outlives the output; `top` of the format is at most its number of classes.
[[nodiscard]] std::unique_ptr<ClassifyOutput> make_output(const ClassifyFormat &format,
                                                          const Manifest &manifest);

} // namespace vitrine
