#include "core/models/safetensors.hpp"

#include "core/models/safetensors_header.hpp"
#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

std::string_view dtype_name(DataType type) {
    switch (type) {
    case DataType::uint8:
        return "U8";
    case DataType::int32:
        return "I32";
    case DataType::int64:
        return "I64";
    case DataType::float16:
        return "F16";
    case DataType::bfloat16:
        return "BF16";
    case DataType::float32:
        return "F32";
    case DataType::float64:
        return "F64";
    }
    return "";
}

Result<SafetensorsFile> read_all(const ByteSource &source, const AcceptHeader &accept) {
    Result<SafetensorsHeader> header = read_safetensors_header(source);
    if (!header) {
        return header.error();
    }
    if (accept) {
        if (auto accepted = accept(*header); !accepted) {
            return accepted.error();
        }
    }
    SafetensorsFile file;
    file.metadata = std::move(header->metadata);
    for (SafetensorsEntry &entry : header->entries) {
        Tensor tensor{entry.type, std::move(entry.shape), {}};
        tensor.bytes.resize(entry.end - entry.begin);
        if (auto read = source.read(header->data_offset + entry.begin, tensor.bytes); !read) {
            return read.error();
        }
        file.tensors.emplace(std::move(entry.name), std::move(tensor));
    }
    return file;
}

/// Widest elements first, as the Python library orders them, so that every tensor is aligned.
std::vector<const TensorMap::value_type *> data_order(const TensorMap &tensors) {
    std::vector<const TensorMap::value_type *> order;
    for (const auto &entry : tensors) {
        order.push_back(&entry);
    }
    std::ranges::stable_sort(order, std::ranges::greater{}, [](const TensorMap::value_type *entry) {
        return size_of(entry->second.type);
    });
    return order;
}

Result<std::string> header_text(const SafetensorsFile &file,
                                const std::vector<const TensorMap::value_type *> &order) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!file.metadata.empty()) {
        header["__metadata__"] = file.metadata;
    }
    std::uint64_t offset = 0;
    for (const auto *entry : order) {
        const auto &[name, tensor] = *entry;
        const std::optional<std::uint64_t> size = byte_count(tensor.type, tensor.shape);
        if (name == "__metadata__" || !size || *size != tensor.bytes.size()) {
            return Error{"bad_safetensors", {"\"" + name + "\" cannot be written"}};
        }
        header[name] = {{"dtype", dtype_name(tensor.type)},
                        {"shape", tensor.shape},
                        {"data_offsets", {offset, offset + *size}}};
        offset += *size;
    }
    // Text that is not UTF-8 is written with replacement characters rather than thrown at us.
    std::string text = json_text(header);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

} // namespace

Result<SafetensorsFile> parse_safetensors(std::span<const std::byte> bytes) {
    return read_all(MemorySource(bytes), {});
}

Result<SafetensorsFile> read_safetensors(const std::filesystem::path &path,
                                         const AcceptHeader &accept) {
    auto source = open_file(path);
    if (!source) {
        return source.error();
    }
    return read_all(**source, accept);
}

Result<std::map<std::string, std::string>>
read_safetensors_metadata(const std::filesystem::path &path) {
    auto source = open_file(path);
    if (!source) {
        return source.error();
    }
    auto header = read_safetensors_header(**source);
    if (!header) {
        return header.error();
    }
    return std::move(header->metadata);
}

Result<void> write_safetensors(const std::filesystem::path &path, const SafetensorsFile &file) {
    const auto order = data_order(file.tensors);
    const Result<std::string> header = header_text(file, order);
    if (!header) {
        return header.error();
    }
    return write_file_atomically(path, [&](FileSink &sink) -> Result<void> {
        std::array<std::byte, 8> length{};
        for (std::size_t i = 0; i < length.size(); ++i) {
            length[i] = static_cast<std::byte>(header->size() >> (8 * i));
        }
        if (auto written = sink.write(std::span<const std::byte>(length)); !written) {
            return written;
        }
        if (auto written = sink.write(std::string_view(*header)); !written) {
            return written;
        }
        for (const auto *entry : order) {
            if (auto written = sink.write(std::span<const std::byte>(entry->second.bytes));
                !written) {
                return written;
            }
        }
        return {};
    });
}

} // namespace vitrine
