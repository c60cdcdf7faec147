#include "core/models/pth.hpp"

#include "core/models/pth_storages.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace vitrine {

namespace {

Error bad(std::string reason) { return {"bad_pth", {std::move(reason)}}; }

/// The names under which training scripts keep the state dict inside a checkpoint.
bool is_wrapper(std::string_view key) {
    return key == "state_dict" || key == "model" || key == "net" || key == "model_state_dict";
}

/// The dictionary whose values are the tensors.
const PickleNode *find_state_dict(const PickleDocument &document) {
    constexpr int deepest = 4;
    const PickleNode *dictionary = &document.nodes[document.root];
    for (int depth = 0; depth < deepest; ++depth) {
        if (dictionary->kind != PickleKind::dictionary) {
            return nullptr;
        }
        const PickleNode *inner = nullptr;
        for (std::size_t i = 0; i + 1 < dictionary->items.size(); i += 2) {
            const PickleNode &value = document.nodes[dictionary->items[i + 1]];
            if (value.kind == PickleKind::dictionary &&
                is_wrapper(document.nodes[dictionary->items[i]].text)) {
                inner = &value;
                break;
            }
        }
        if (inner == nullptr) {
            return dictionary;
        }
        dictionary = inner;
    }
    return nullptr;
}

bool is_dense(const PickleTensor &tensor) {
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i > 0; --i) {
        if (tensor.shape[i - 1] != 1 && tensor.strides[i - 1] != expected) {
            return false;
        }
        expected *= tensor.shape[i - 1]; // byte_count() has ruled out an overflow
    }
    return true;
}

/// Elements from the first to the last that a non-empty view touches; nothing on overflow.
std::optional<std::uint64_t> extent(const PickleTensor &tensor) {
    std::int64_t last = 0;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        std::int64_t step = 0;
        if (__builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &step) ||
            __builtin_add_overflow(last, step, &last)) {
            return std::nullopt;
        }
    }
    return static_cast<std::uint64_t>(last) + 1;
}

/// Copies a strided view, whose first element is the first of `from`, in row-major order.
void gather(const PickleTensor &view, std::size_t width, std::span<const std::byte> from,
            std::span<std::byte> into) {
    std::vector<std::int64_t> index(view.shape.size(), 0);
    std::int64_t position = 0;
    for (std::size_t written = 0; written < into.size(); written += width) {
        std::memcpy(into.data() + written, from.data() + static_cast<std::size_t>(position) * width,
                    width);
        for (std::size_t i = view.shape.size(); i > 0; --i) {
            if (++index[i - 1] < view.shape[i - 1]) {
                position += view.strides[i - 1];
                break;
            }
            position -= view.strides[i - 1] * (view.shape[i - 1] - 1);
            index[i - 1] = 0;
        }
    }
}

/// Copies tensors out of the file, and keeps an eye on how much that is in all: many views of one
/// storage, or a view with stride 0, could otherwise make a small file large.
class TensorCopier {
  public:
    TensorCopier(const ByteSource &source, const PthParts &parts)
        : source_(source), parts_(parts), budget_(2 * source.size() + small) {}

    Result<Tensor> copy(const PickleTensor &view, const std::string &name) {
        const PickleStorage &storage = parts_.document.storages[view.storage];
        const std::size_t width = size_of(storage.type);
        const auto bytes = byte_count(storage.type, view.shape);
        if (!bytes) {
            return bad("the shape of " + name + " is too large");
        }
        Tensor tensor{storage.type, view.shape, {}};
        if (*bytes == 0) {
            return tensor;
        }
        const auto length = extent(view);
        if (!length || view.offset > storage.count || *length > storage.count - view.offset) {
            return bad(name + " reaches beyond its storage");
        }
        const std::uint64_t cost = std::max(*bytes, *length * width);
        if (cost > budget_) {
            return bad("the tensors are larger than the file");
        }
        budget_ -= cost;
        tensor.bytes.resize(*bytes);
        const std::uint64_t begin = parts_.storage_offsets[view.storage] + view.offset * width;
        if (is_dense(view)) {
            if (auto read = source_.read(begin, tensor.bytes); !read) {
                return read.error();
            }
            return tensor;
        }
        std::vector<std::byte> touched(*length * width);
        if (auto read = source_.read(begin, touched); !read) {
            return read.error();
        }
        gather(view, width, touched, tensor.bytes);
        return tensor;
    }

  private:
    static constexpr std::uint64_t small = 16U << 20U;
    const ByteSource &source_;
    const PthParts &parts_;
    std::uint64_t budget_;
};

/// DataParallel puts "module." before every name.
TensorMap without_module_prefix(TensorMap tensors) {
    constexpr std::string_view prefix = "module.";
    if (!std::ranges::all_of(tensors,
                             [&](const auto &entry) { return entry.first.starts_with(prefix); })) {
        return tensors;
    }
    TensorMap stripped;
    for (auto &[name, tensor] : tensors) {
        stripped.emplace(name.substr(prefix.size()), std::move(tensor));
    }
    return stripped;
}

Result<TensorMap> read_all(const ByteSource &source) {
    std::array<std::byte, 4> first{};
    if (source.size() < first.size()) {
        return bad("this is not a file of PyTorch");
    }
    if (auto read = source.read(0, first); !read) {
        return read.error();
    }
    constexpr std::array zip{std::byte{'P'}, std::byte{'K'}, std::byte{3}, std::byte{4}};
    const auto parts = first == zip ? read_pth_zip(source) : read_pth_legacy(source);
    if (!parts) {
        return parts.error();
    }
    const PickleDocument &document = parts->document;
    const PickleNode *dictionary = find_state_dict(document);
    if (dictionary == nullptr) {
        return bad("the file holds no dictionary of tensors");
    }
    TensorCopier copier(source, *parts);
    TensorMap tensors;
    for (std::size_t i = 0; i + 1 < dictionary->items.size(); i += 2) {
        const PickleNode &key = document.nodes[dictionary->items[i]];
        const PickleNode &value = document.nodes[dictionary->items[i + 1]];
        if (value.kind != PickleKind::tensor || key.kind != PickleKind::text) {
            continue; // an epoch, an accuracy
        }
        auto tensor =
            copier.copy(document.tensors[static_cast<std::size_t>(value.integer)], key.text);
        if (!tensor) {
            return tensor.error();
        }
        if (!tensors.emplace(key.text, std::move(*tensor)).second) {
            return bad(key.text + " is there twice");
        }
    }
    if (tensors.empty()) {
        return bad("the file holds no dictionary of tensors");
    }
    return without_module_prefix(std::move(tensors));
}

} // namespace

Result<TensorMap> parse_pth(std::span<const std::byte> bytes) {
    return read_all(MemorySource(bytes));
}

Result<TensorMap> read_pth(const std::filesystem::path &path) {
    auto source = open_file(path);
    if (!source) {
        return source.error();
    }
    return read_all(**source);
}

} // namespace vitrine
