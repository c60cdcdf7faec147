#include "core/models/pickle_opcodes.hpp"
#include "core/models/pth.hpp"
#include "core/support/atomic_file.hpp"

#include <array>
#include <limits>

namespace vitrine {

namespace {

using namespace pickle;

Error bad(std::string reason) { return {"bad_pth", {std::move(reason)}}; }

void put_number(std::string &into, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) {
        into += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
}

std::string_view storage_class(DataType type) {
    switch (type) {
    case DataType::uint8:
        return "ByteStorage";
    case DataType::int32:
        return "IntStorage";
    case DataType::int64:
        return "LongStorage";
    case DataType::float16:
        return "HalfStorage";
    case DataType::bfloat16:
        return "BFloat16Storage";
    case DataType::float32:
        return "FloatStorage";
    case DataType::float64:
        return "DoubleStorage";
    }
    return "";
}

/// Writes the instructions that build OrderedDict([(name, tensor), …]).
class StateDictPickle {
  public:
    StateDictPickle() {
        opcode(PROTO);
        out_ += '\x02';
        global("collections", "OrderedDict");
        opcode(EMPTY_TUPLE);
        opcode(REDUCE);
        opcode(MARK);
    }

    /// The tensor's numbers lie in data/`key`.
    void add(const std::string &name, const Tensor &tensor, std::size_t key) {
        text(name);
        global("torch._utils", "_rebuild_tensor_v2");
        opcode(MARK);
        opcode(MARK);
        text("storage");
        global("torch", storage_class(tensor.type));
        text(std::to_string(key));
        text("cpu");
        integer(tensor.element_count());
        opcode(TUPLE);
        opcode(BINPERSID);
        integer(0); // offset
        sizes(tensor.shape);
        std::vector<std::int64_t> strides(tensor.shape.size(), 1);
        for (std::size_t i = strides.size(); i > 1; --i) {
            strides[i - 2] = strides[i - 1] * std::max<std::int64_t>(tensor.shape[i - 1], 1);
        }
        sizes(strides);
        opcode(NEWFALSE); // requires_grad
        global("collections", "OrderedDict");
        opcode(EMPTY_TUPLE);
        opcode(REDUCE); // backward hooks
        opcode(TUPLE);
        opcode(REDUCE);
    }

    std::string finish() {
        opcode(SETITEMS);
        opcode(STOP);
        return std::move(out_);
    }

  private:
    void opcode(Opcode code) { out_ += static_cast<char>(code); }
    void global(std::string_view module, std::string_view name) {
        opcode(GLOBAL);
        out_.append(module).append("\n").append(name).append("\n");
    }
    void text(std::string_view value) {
        opcode(BINUNICODE);
        put_number(out_, value.size(), 4);
        out_ += value;
    }
    void integer(std::int64_t value) {
        if (value <= std::numeric_limits<std::int32_t>::max()) {
            opcode(BININT);
            put_number(out_, static_cast<std::uint64_t>(value), 4);
        } else {
            opcode(LONG1);
            out_ += '\x08';
            put_number(out_, static_cast<std::uint64_t>(value), 8);
        }
    }
    void sizes(const std::vector<std::int64_t> &values) {
        opcode(MARK);
        for (const std::int64_t value : values) {
            integer(value);
        }
        opcode(TUPLE);
    }

    std::string out_;
};

/// CRC-32 of ISO 3309 as zip uses it: reflected, polynomial 0xEDB88320.
std::uint32_t checksum(std::span<const std::byte> bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < made.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
            }
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t value = 0xFFFFFFFFU;
    for (const std::byte byte : bytes) {
        value = table[(value ^ static_cast<std::uint32_t>(byte)) & 0xFFU] ^ (value >> 8);
    }
    return ~value;
}

/// A zip archive that stores, with every entry's data at a multiple of 64 bytes (PyTorch maps
/// them). Sizes stay under 4 GB, so zip64 is not needed (see write_pth).
class ZipWriter {
  public:
    explicit ZipWriter(FileSink &sink) : sink_(sink) {}

    Result<void> add(const std::string &name, std::span<const std::byte> bytes) {
        const std::string fields = common_fields(bytes);
        const std::size_t padding = padding_for(name.size());
        std::string local = "PK\x03\x04" + fields;
        put_number(local, name.size(), 2);
        put_number(local, padding, 2);
        local += name;
        local += "FB"; // the id of the padding field that PyTorch uses
        put_number(local, padding - 4, 2);
        local.append(padding - 4, '\0');

        directory_ += "PK\x01\x02";
        put_number(directory_, 0, 2); // made by MS-DOS: no file modes
        directory_ += fields;
        put_number(directory_, name.size(), 2);
        directory_.append(2 + 2 + 2 + 2 + 4, '\0'); // extra, comment, disk, attributes
        put_number(directory_, offset_, 4);
        directory_ += name;
        ++count_;
        if (auto written = write(local); !written) {
            return written;
        }
        offset_ += bytes.size();
        return sink_.write(bytes);
    }

    Result<void> finish() {
        std::string end = directory_ + "PK\x05\x06";
        put_number(end, 0, 4); // this disk, the directory's disk
        put_number(end, count_, 2);
        put_number(end, count_, 2);
        put_number(end, directory_.size(), 4);
        put_number(end, offset_, 4);
        put_number(end, 0, 2); // comment
        return write(end);
    }

  private:
    /// From "version needed" to the sizes: the same in both headers.
    static std::string common_fields(std::span<const std::byte> bytes) {
        std::string fields;
        put_number(fields, 10, 2);    // version needed: 1.0
        put_number(fields, 0x800, 2); // names are UTF-8
        put_number(fields, 0, 2);     // stored
        put_number(fields, 0, 2);     // midnight
        put_number(fields, 0x21, 2);  // 1 January 1980: same content, same bytes
        put_number(fields, checksum(bytes), 4);
        put_number(fields, bytes.size(), 4);
        put_number(fields, bytes.size(), 4);
        return fields;
    }
    [[nodiscard]] std::size_t padding_for(std::size_t name_length) const {
        constexpr std::uint64_t alignment = 64;
        const std::uint64_t begin = offset_ + 30 + name_length + 4;
        return 4 + static_cast<std::size_t>((alignment - begin % alignment) % alignment);
    }
    Result<void> write(std::string_view text) {
        offset_ += text.size();
        return sink_.write(text);
    }

    FileSink &sink_;
    std::string directory_;
    std::uint64_t offset_ = 0;
    std::uint64_t count_ = 0;
};

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Room for headers and directory, counted generously.
constexpr std::uint64_t overhead_of_entry = 512;
constexpr std::size_t most_entries = 60'000; // more need zip64

Result<void> check(const std::vector<std::pair<std::string, Tensor>> &state_dict) {
    std::uint64_t total = 0;
    for (const auto &[name, tensor] : state_dict) {
        const auto size = byte_count(tensor.type, tensor.shape);
        if (!size || *size != tensor.bytes.size()) {
            return bad(name + " does not have the size of its shape");
        }
        total += *size + 2 * name.size() + overhead_of_entry;
    }
    if (total > std::numeric_limits<std::uint32_t>::max() || state_dict.size() > most_entries) {
        return bad("the state dict is larger than 4 GB");
    }
    return {};
}

} // namespace

Result<void> write_pth(const std::filesystem::path &path,
                       const std::vector<std::pair<std::string, Tensor>> &state_dict) {
    if (auto checked = check(state_dict); !checked) {
        return checked;
    }
    StateDictPickle pickle;
    for (std::size_t i = 0; i < state_dict.size(); ++i) {
        pickle.add(state_dict[i].first, state_dict[i].second, i);
    }
    const std::string instructions = pickle.finish();
    return write_file_atomically(path, [&](FileSink &sink) -> Result<void> {
        ZipWriter zip(sink);
        if (auto added = zip.add("archive/data.pkl", bytes_of(instructions)); !added) {
            return added;
        }
        if (auto added = zip.add("archive/byteorder", bytes_of("little")); !added) {
            return added;
        }
        for (std::size_t i = 0; i < state_dict.size(); ++i) {
            if (auto added =
                    zip.add("archive/data/" + std::to_string(i), state_dict[i].second.bytes);
                !added) {
                return added;
            }
        }
        if (auto added = zip.add("archive/version", bytes_of("3\n")); !added) {
            return added;
        }
        return zip.finish();
    });
}

} // namespace vitrine
