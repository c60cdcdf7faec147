#include "core/models/labels.hpp"

#include "core/models/json_fields.hpp"
#include "core/support/atomic_file.hpp"

namespace vitrine {

namespace {

using nlohmann::json;

constexpr std::uint64_t largest_labels_file = 16U << 20U;

std::vector<Phrase> read_phrases(const json &value, JsonFault &fault) {
    std::vector<std::string> english;
    std::vector<std::string> chinese;
    JsonFields fields(value, "labels", fault);
    fields.read("en", english, true);
    fields.read("zh", chinese);
    fields.finish();
    if (english.empty()) {
        fault.report("labels.en", "is empty");
    }
    if (!chinese.empty() && chinese.size() != english.size()) {
        fault.report("labels.zh", "does not have as many words as labels.en");
        return {};
    }
    std::vector<Phrase> labels;
    for (std::size_t i = 0; i < english.size(); ++i) {
        if (english[i].empty()) {
            fault.report(fields.item("en", i), "is empty");
        }
        const bool translated = !chinese.empty() && !chinese[i].empty();
        labels.push_back({english[i], translated ? chinese[i] : english[i]});
    }
    return labels;
}

std::vector<Parent> read_parents(const json &value, int classes, JsonFault &fault) {
    std::vector<Parent> parents;
    if (!value.is_array()) {
        fault.report("parents", "is not a list");
        return parents;
    }
    std::vector<bool> taken(static_cast<std::size_t>(classes), false);
    for (std::size_t i = 0; i < value.size(); ++i) {
        JsonFields fields(value[i], "parents[" + std::to_string(i) + "]", fault);
        Parent parent;
        fields.read("id", parent.id, true);
        fields.read("en", parent.word.en, true);
        fields.read("zh", parent.word.zh);
        fields.read("members", parent.members, 0, classes - 1, true);
        fields.finish();
        if (parent.members.empty()) {
            fault.report(fields.field("members"), "is empty");
        }
        if (fault.error) {
            return parents; // a member may be out of range
        }
        for (const int member : parent.members) {
            if (taken[static_cast<std::size_t>(member)]) {
                fault.report(fields.field("members"),
                             "class " + std::to_string(member) + " has two parents");
            }
            taken[static_cast<std::size_t>(member)] = true;
        }
        if (parent.word.zh.empty()) {
            parent.word.zh = parent.word.en;
        }
        parents.push_back(std::move(parent));
    }
    return parents;
}

Result<LabelSet> parse_json_labels(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        return Error{"bad_labels", {"(document)", "is not JSON"}};
    }
    JsonFault fault{"bad_labels"};
    JsonFields fields(document, "", fault);
    LabelSet set = read_label_fields(fields, fault);
    fields.finish();
    if (fault.error) {
        return *fault.error;
    }
    return set;
}

} // namespace

LabelSet read_label_fields(JsonFields &fields, JsonFault &fault) {
    LabelSet set;
    if (const auto *value = fields.find("labels", true)) {
        set.labels = read_phrases(*value, fault);
    }
    const int classes = static_cast<int>(set.labels.size());
    if (const auto *value = fields.find("parents", false)) {
        set.parents = read_parents(*value, classes, fault);
    }
    fields.read("never_headline", set.never_headline, 0, classes - 1);
    return set;
}

Result<LabelSet> parse_labels(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) { // byte order mark
        text.remove_prefix(3);
    }
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return Error{"bad_labels", {"(document)", "is empty"}};
    }
    if (text[first] == '{') {
        return parse_json_labels(text);
    }
    LabelSet set;
    int line_number = 0;
    while (!text.empty()) {
        ++line_number;
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        const std::size_t tab = line.find('\t');
        const std::string english(line.substr(0, tab));
        if (english.empty()) {
            return Error{"bad_labels", {"line " + std::to_string(line_number), "is empty"}};
        }
        const std::string chinese(tab == std::string_view::npos ? std::string_view{}
                                                                : line.substr(tab + 1));
        set.labels.push_back({english, chinese.empty() ? english : chinese});
    }
    return set;
}

Result<LabelSet> read_labels(const std::filesystem::path &path) {
    const auto bytes = read_file(path, largest_labels_file);
    if (!bytes) {
        return bytes.error();
    }
    return parse_labels({reinterpret_cast<const char *>(bytes->data()), bytes->size()});
}

} // namespace vitrine
