#include "core/models/safetensors_header.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

namespace vitrine {

namespace {

Error bad(std::string reason) { return {"bad_safetensors", {std::move(reason)}}; }

std::optional<DataType> data_type(std::string_view name) {
    static constexpr std::pair<std::string_view, DataType> known[] = {
        {"U8", DataType::uint8},    {"I32", DataType::int32},     {"I64", DataType::int64},
        {"F16", DataType::float16}, {"BF16", DataType::bfloat16}, {"F32", DataType::float32},
        {"F64", DataType::float64},
    };
    for (const auto &[text, type] : known) {
        if (text == name) {
            return type;
        }
    }
    return std::nullopt;
}

std::string quoted(const SafetensorsEntry &entry) {
    return fmt::format("\"{}\"", std::string_view(entry.name).substr(0, 200));
}

/// Reads the header as a stream of events, because a parsed document would have lost duplicate
/// names. The grammar is flat: name → {dtype, shape, data_offsets}, __metadata__ → {text: text}.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit HeaderReader(SafetensorsHeader &header) : header_(header) {}

    [[nodiscard]] const std::string &reason() const { return reason_; }

    bool start_object(std::size_t) override {
        if (place_ == Place::outside) {
            place_ = Place::top;
            return true;
        }
        if (place_ != Place::top) {
            return refuse("an object where none belongs in " + quoted_name());
        }
        place_ = in_metadata_ ? Place::metadata : Place::entry;
        return true;
    }

    bool key(std::string &text) override {
        switch (place_) {
        case Place::top:
            return begin_entry(text);
        case Place::entry:
            return begin_field(text);
        case Place::metadata:
            metadata_key_ = text;
            return !header_.metadata.contains(text) || refuse("duplicate metadata key " + text);
        default:
            return refuse("a key where none belongs");
        }
    }

    bool end_object() override {
        if (place_ == Place::top) {
            place_ = Place::outside;
            return true;
        }
        if (place_ == Place::entry && !end_entry()) {
            return false;
        }
        place_ = Place::top;
        return true;
    }

    bool start_array(std::size_t) override {
        if (place_ != Place::entry || field_ == Field::dtype) {
            return refuse("an array where none belongs in " + quoted_name());
        }
        place_ = Place::array;
        return true;
    }

    bool end_array() override {
        place_ = Place::entry;
        return true;
    }

    bool string(std::string &text) override {
        if (place_ == Place::metadata) {
            header_.metadata[metadata_key_] = text;
            return true;
        }
        if (place_ != Place::entry || field_ != Field::dtype) {
            return refuse("text where none belongs in " + quoted_name());
        }
        const std::optional<DataType> type = data_type(text);
        if (!type) {
            return refuse("dtype " + text + " of " + quoted_name() + " is not supported");
        }
        entry_.type = *type;
        return true;
    }

    bool number_unsigned(std::uint64_t number) override {
        if (place_ != Place::array) {
            return refuse("a number where none belongs in " + quoted_name());
        }
        if (field_ == Field::offsets) {
            offsets_.push_back(number);
            return offsets_.size() <= 2 || refuse("more than two data_offsets of " + quoted_name());
        }
        if (number > static_cast<std::uint64_t>(INT64_MAX)) {
            return refuse("shape of " + quoted_name() + " is too large");
        }
        entry_.shape.push_back(static_cast<std::int64_t>(number));
        return entry_.shape.size() <= 32 || refuse("too many dimensions in " + quoted_name());
    }

    bool number_integer(std::int64_t) override {
        return refuse("a negative number in " + quoted_name());
    }
    bool number_float(double, const std::string &) override {
        return refuse("a number that is not whole in " + quoted_name());
    }
    bool null() override { return refuse("null in " + quoted_name()); }
    bool boolean(bool) override { return refuse("a truth value in " + quoted_name()); }
    bool binary(nlohmann::json::binary_t &) override { return refuse("binary"); }
    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::json::exception &) override {
        return refuse("header is not JSON at byte " + std::to_string(position));
    }

  private:
    enum class Place { outside, top, metadata, entry, array };
    enum class Field { none, dtype, shape, offsets };

    bool refuse(std::string reason) {
        if (reason_.empty()) {
            reason_ = std::move(reason);
        }
        return false;
    }

    [[nodiscard]] std::string quoted_name() const {
        return in_metadata_ ? "__metadata__" : quoted(entry_);
    }

    bool begin_entry(const std::string &name) {
        entry_ = SafetensorsEntry{name};
        offsets_.clear();
        seen_.clear();
        field_ = Field::none;
        in_metadata_ = name == "__metadata__";
        if (!names_.insert(name).second) {
            return refuse("duplicate name " + quoted_name());
        }
        return names_.size() <= most_safetensors_entries || refuse("too many tensors");
    }

    bool begin_field(const std::string &text) {
        field_ = text == "dtype"          ? Field::dtype
                 : text == "shape"        ? Field::shape
                 : text == "data_offsets" ? Field::offsets
                                          : Field::none;
        if (field_ == Field::none) {
            return refuse("unknown field in " + quoted_name());
        }
        return seen_.insert(field_).second || refuse("duplicate " + text + " of " + quoted_name());
    }

    bool end_entry() {
        if (in_metadata_) {
            return true;
        }
        if (seen_.size() != 3) {
            return refuse("dtype, shape or data_offsets of " + quoted_name() + " is missing");
        }
        if (offsets_.size() != 2) {
            return refuse("data_offsets of " + quoted_name() + " are not two numbers");
        }
        entry_.begin = offsets_[0];
        entry_.end = offsets_[1];
        header_.entries.push_back(std::move(entry_));
        return true;
    }

    SafetensorsHeader &header_;
    std::string reason_;
    Place place_ = Place::outside;
    Field field_ = Field::none;
    bool in_metadata_ = false;
    SafetensorsEntry entry_;
    std::vector<std::uint64_t> offsets_;
    std::set<Field> seen_;
    std::set<std::string> names_;
    std::string metadata_key_;
};

/// Each tensor as long as its shape says, side by side from the first byte to the last.
Result<void> check_ranges(std::vector<SafetensorsEntry> &entries, std::uint64_t data_size) {
    for (const SafetensorsEntry &entry : entries) {
        const std::string name = quoted(entry);
        if (entry.begin > entry.end) {
            return bad("data_offsets of " + name + " run backwards");
        }
        if (entry.end > data_size) {
            return bad("data of " + name + " lie beyond the end of the file");
        }
        const std::optional<std::uint64_t> size = byte_count(entry.type, entry.shape);
        if (!size) {
            return bad("shape of " + name + " is too large");
        }
        if (*size != entry.end - entry.begin) {
            return bad("data of " + name + " do not have the size of its shape");
        }
    }
    std::ranges::sort(entries, {}, [](const SafetensorsEntry &entry) {
        return std::tuple(entry.begin, entry.end);
    });
    std::uint64_t covered = 0;
    for (const SafetensorsEntry &entry : entries) {
        if (entry.begin != covered) {
            return bad((entry.begin < covered ? "data overlap at " : "hole before ") +
                       quoted(entry));
        }
        covered = entry.end;
    }
    if (covered != data_size) {
        return bad("bytes after the last tensor");
    }
    return {};
}

} // namespace

Result<SafetensorsHeader> read_safetensors_header(const ByteSource &source) {
    constexpr std::uint64_t prefix = 8;
    if (source.size() < prefix) {
        return bad("shorter than a header");
    }
    std::array<std::byte, prefix> length_bytes{};
    if (auto read = source.read(0, length_bytes); !read) {
        return read.error();
    }
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < prefix; ++i) {
        length |= static_cast<std::uint64_t>(length_bytes[i]) << (8 * i);
    }
    if (length > largest_safetensors_header) {
        return bad("header length " + std::to_string(length) + " is too large");
    }
    if (length > source.size() - prefix) {
        return bad("header length " + std::to_string(length) + " exceeds the file");
    }
    std::string text(length, '\0');
    if (auto read = source.read(prefix, std::as_writable_bytes(std::span(text))); !read) {
        return read.error();
    }
    if (!text.starts_with('{')) {
        return bad("header does not begin with {");
    }
    // The JSON library takes a zero for the end of the text; the format pads with spaces alone.
    if (text.find('\0') != std::string::npos) {
        return bad("header holds a zero byte");
    }
    SafetensorsHeader header;
    HeaderReader reader(header);
    if (!nlohmann::json::sax_parse(text, &reader)) {
        return bad(reader.reason());
    }
    header.data_offset = prefix + length;
    if (auto checked = check_ranges(header.entries, source.size() - header.data_offset); !checked) {
        return checked.error();
    }
    return header;
}

TensorMap outline_of(const SafetensorsHeader &header) {
    TensorMap outline;
    for (const SafetensorsEntry &entry : header.entries) {
        outline.emplace(entry.name, Tensor{entry.type, entry.shape, {}});
    }
    return outline;
}

} // namespace vitrine
