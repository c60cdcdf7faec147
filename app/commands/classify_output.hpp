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

enum class Tongue { en, zh };
/// What the environment (LC_ALL, LC_MESSAGES, LANG) asks for.
[[nodiscard]] Tongue environment_tongue();
[[nodiscard]] const std::string &in_tongue(const Phrase &phrase, Tongue tongue);

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
    Tongue tongue = Tongue::en;
};

/// Writes on standard output, one line a picture.
class ClassifyOutput {
  public:
    virtual ~ClassifyOutput() = default;
    virtual void classified(const ClassifiedPicture &picture) = 0;
    virtual void failed(const std::string &path, const Error &error) = 0;
};

/// `manifest` outlives the output; `top` of the format is at most its number of classes.
[[nodiscard]] std::unique_ptr<ClassifyOutput> make_output(const ClassifyFormat &format,
                                                          const Manifest &manifest);

/// The verdict as a person says it, with its mark ("● ◐ ○").
[[nodiscard]] std::string verdict_sentence(const Verdict &verdict, std::size_t classes,
                                           Tongue tongue);

} // namespace vitrine
