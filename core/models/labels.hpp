// Lists of labels, in a manifest or in a file of their own.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace vitrine {

class JsonFields;
struct JsonFault;

struct LabelSet {
    std::vector<Phrase> labels{};
    std::vector<Parent> parents{};
    std::vector<int> never_headline{}; ///< class indices
    bool operator==(const LabelSet &) const = default;
};

/// Either plain text, one label a line, with the Chinese after a tab where there is one; or JSON:
/// {"labels": {"en": […], "zh": […]}, "parents": [{"id", "en", "zh", "members"}],
///  "never_headline": […]}, where all but labels.en may be left out.
/// A class may have one parent at most, or their probabilities would add up to more than one.
/// A label without Chinese gets the English word. Errors: bad_labels (field or line, reason).
[[nodiscard]] Result<LabelSet> parse_labels(std::string_view text);
/// Errors: those of parse_labels and of read_file.
[[nodiscard]] Result<LabelSet> read_labels(const std::filesystem::path &path);

/// The same three fields out of an open document (a manifest holds them too).
[[nodiscard]] LabelSet read_label_fields(JsonFields &fields, JsonFault &fault);

} // namespace vitrine
