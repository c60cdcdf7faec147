// TFRecord framing and the few protocol-buffer fields that scalars are in, read strictly.
#include "core/support/atomic_file.hpp"
#include "core/training/curves/curve_names.hpp"
#include "core/training/run/tensorboard.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <string_view>

namespace vitrine {

namespace {

constexpr std::uint64_t file_limit = std::uint64_t{1} << 30;
constexpr std::uint64_t record_limit = std::uint64_t{64} << 20; ///< pictures may lie between

std::uint64_t little_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        number |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return number;
}

bool checksum_fits(std::string_view bytes, std::string_view masked) {
    const auto rotated = static_cast<std::uint32_t>(little_endian(masked)) - 0xA282EAD8U;
    return crc32c(bytes) == ((rotated >> 17) | (rotated << 15));
}

/// A field of a message.
struct Field {
    int number = 0;
    std::uint64_t value = 0; ///< of a number, however wide
    std::string_view bytes;  ///< of a text or a message
};

/// Walks through a message's fields; ends at its end or at what is no field.
class Message {
  public:
    explicit Message(std::string_view bytes) : rest_(bytes) {}

    std::optional<Field> next() {
        std::uint64_t key = 0;
        if (rest_.empty() || !varint(key))
            return std::nullopt;
        Field field{static_cast<int>(key >> 3), 0, {}};
        switch (key & 7) {
        case 0:
            return varint(field.value) ? std::optional(field) : std::nullopt;
        case 1:
            return fixed(8, field);
        case 2: {
            std::uint64_t size = 0;
            if (!varint(size) || size > rest_.size())
                return std::nullopt;
            field.bytes = rest_.substr(0, size);
            rest_.remove_prefix(size);
            return field;
        }
        case 5:
            return fixed(4, field);
        default:
            return std::nullopt;
        }
    }

  private:
    bool varint(std::uint64_t &number) {
        for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            number |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80)
                return true;
        }
        return false;
    }
    std::optional<Field> fixed(std::size_t size, Field field) {
        if (rest_.size() < size)
            return std::nullopt;
        field.value = little_endian(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return field;
    }

    std::string_view rest_;
};

double float_of(std::uint64_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

/// TensorProto: 1 dtype (1 float, 2 double), 4 tensor_content, 5 float_val, 6 double_val. Of one
/// number, as TensorFlow 2 writes scalars.
std::optional<double> number_of_tensor(std::string_view tensor) {
    constexpr std::uint64_t as_float = 1;
    constexpr std::uint64_t as_double = 2;
    std::uint64_t type = 0;
    std::string_view content;
    Message message(tensor);
    while (const auto field = message.next()) {
        if (field->number == 1)
            type = field->value;
        else if (field->number == 4)
            content = field->bytes;
        else if (field->number == 5)
            return float_of(field->bytes.size() == 4 ? little_endian(field->bytes) : field->value);
        else if (field->number == 6)
            return std::bit_cast<double>(field->bytes.size() == 8 ? little_endian(field->bytes)
                                                                  : field->value);
    }
    if (type == as_float && content.size() == 4)
        return float_of(little_endian(content));
    if (type == as_double && content.size() == 8)
        return std::bit_cast<double>(little_endian(content));
    return std::nullopt;
}

using Tags = std::map<std::string, std::vector<CurvePoint>, std::less<>>;

/// Value: 1 tag, 2 simple_value, 8 tensor.
void take_value(std::string_view value, double step, Tags &tags, ForeignCurves &curves) {
    std::string_view tag;
    std::optional<double> number;
    Message message(value);
    while (const auto field = message.next()) {
        if (field->number == 1)
            tag = field->bytes;
        else if (field->number == 2)
            number = float_of(field->value);
        else if (field->number == 8)
            number = number_of_tensor(field->bytes);
    }
    if (number && curve_named(tag))
        append_point(tags[std::string(tag)], {step, *number}, curves);
}

/// Event: 2 step, 5 summary (1 value), 7 session_log (1 status; 1: a run begins again here).
void take_event(std::string_view event, Tags &tags, ForeignCurves &curves) {
    double step = 0;
    std::vector<std::string_view> values;
    bool restarted = false;
    Message message(event);
    while (const auto field = message.next()) {
        if (field->number == 2)
            step = static_cast<double>(static_cast<std::int64_t>(field->value));
        if (field->number == 7)
            restarted = Message(field->bytes).next().value_or(Field{}).value == 1;
        if (field->number != 5)
            continue;
        Message summary(field->bytes);
        while (const auto value = summary.next())
            if (value->number == 1)
                values.push_back(value->bytes);
    }
    if (restarted)
        for (auto &[tag, points] : tags)
            std::erase_if(points, [step](const CurvePoint &point) { return point.x >= step; });
    for (const std::string_view value : values)
        take_value(value, step, tags, curves);
}

Result<void> read_records(std::string_view bytes, Tags &tags, ForeignCurves &curves) {
    constexpr std::size_t head = 12; // length and its checksum
    constexpr std::size_t tail = 4;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::string_view rest = bytes.substr(at);
        curves.torn = rest.size() < head;
        if (curves.torn)
            return {};
        const std::uint64_t length = little_endian(rest.substr(0, 8));
        if (!checksum_fits(rest.substr(0, 8), rest.substr(8, 4)) || length > record_limit)
            return Error{"bad_curves", {"", "a record's length is damaged"}};
        curves.torn = rest.size() < head + length + tail;
        if (curves.torn)
            return {};
        const std::string_view event = rest.substr(head, length);
        if (!checksum_fits(event, rest.substr(head + length, tail)))
            return Error{"bad_curves", {"", "a record's checksum is wrong"}};
        take_event(event, tags, curves);
        at += head + length + tail;
    }
    return {};
}

} // namespace

Result<ForeignCurves> read_tensorboard(const std::filesystem::path &path) {
    const auto bytes = read_file(path, file_limit);
    if (!bytes)
        return bytes.error();
    ForeignCurves curves;
    Tags tags;
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    if (auto read = read_records({first, bytes->size()}, tags, curves); !read)
        return Error{read.error().code, {path.string(), read.error().arguments[1]}};
    // Where two tags mean the same (each step's and each epoch's), the one that says more.
    for (auto &[tag, points] : tags) {
        const auto name = curve_named(tag);
        if (!name || *name == CurveName::epoch || *name == CurveName::step)
            continue;
        auto &curve = curves.curve(static_cast<int>(*name));
        if (points.size() > curve.size())
            curve = std::move(points);
    }
    if (!finish_curves(curves))
        return Error{"no_curves", {path.string()}};
    return curves;
}

} // namespace vitrine
