#include "core/models/pickle_globals.hpp"

#include <algorithm>
#include <array>

namespace vitrine {

namespace {

constexpr std::size_t most_dimensions = 32;
constexpr std::size_t longest_key = 512;

constexpr std::string_view ordered_dictionary_name = "collections.OrderedDict";
constexpr std::string_view rebuild_tensor_name = "torch._utils._rebuild_tensor_v2";
constexpr std::string_view rebuild_parameter_name = "torch._utils._rebuild_parameter";

Error bad(std::string reason) { return {"bad_pth", {std::move(reason)}}; }

/// A whole number that is not negative.
std::optional<std::int64_t> count_of(const PickleNode &node) {
    if (node.kind != PickleKind::integer || node.integer < 0) {
        return std::nullopt;
    }
    return node.integer;
}

std::optional<std::vector<std::int64_t>> counts_of(const PickleDocument &document, PickleRef ref) {
    const PickleNode &list = document.nodes[ref];
    std::vector<std::int64_t> counts;
    if (list.kind != PickleKind::tuple || list.items.size() > most_dimensions) {
        return std::nullopt;
    }
    for (const PickleRef item : list.items) {
        const auto count = count_of(document.nodes[item]);
        if (!count) {
            return std::nullopt;
        }
        counts.push_back(*count);
    }
    return counts;
}

/// OrderedDict(), or OrderedDict([[key, value], …]) as Python 2 wrote it.
Result<PickleNode> ordered_dictionary(const PickleDocument &document,
                                      const std::vector<PickleRef> &arguments) {
    PickleNode dictionary{.kind = PickleKind::dictionary};
    if (arguments.empty()) {
        return dictionary;
    }
    const Error wrong = bad("an OrderedDict has arguments that it cannot have");
    const PickleNode &pairs = document.nodes[arguments[0]];
    if (arguments.size() > 1 || pairs.kind != PickleKind::list) {
        return wrong;
    }
    for (const PickleRef ref : pairs.items) {
        const PickleNode &pair = document.nodes[ref];
        if (pair.items.size() != 2) {
            return wrong;
        }
        dictionary.items.push_back(pair.items[0]);
        dictionary.items.push_back(pair.items[1]);
    }
    return dictionary;
}

/// (storage, offset, shape, strides, requires_grad, backward_hooks[, metadata]).
Result<PickleNode> rebuild_tensor(PickleDocument &document,
                                  const std::vector<PickleRef> &arguments) {
    if (arguments.size() < 6 || arguments.size() > 7 ||
        document.nodes[arguments[0]].kind != PickleKind::storage) {
        return bad("a tensor is not built from a storage");
    }
    const auto offset = count_of(document.nodes[arguments[1]]);
    auto shape = counts_of(document, arguments[2]);
    auto strides = counts_of(document, arguments[3]);
    if (!offset || !shape || !strides || shape->size() != strides->size()) {
        return bad("a tensor has a wrong offset, shape or stride");
    }
    if (document.tensors.size() >= most_pickle_tensors) {
        return bad("the pickle holds too many tensors");
    }
    document.tensors.push_back({static_cast<std::uint32_t>(document.nodes[arguments[0]].integer),
                                static_cast<std::uint64_t>(*offset), std::move(*shape),
                                std::move(*strides)});
    return PickleNode{.kind = PickleKind::tensor,
                      .integer = static_cast<std::int64_t>(document.tensors.size() - 1)};
}

} // namespace

std::optional<DataType> storage_type(std::string_view name) {
    static constexpr std::pair<std::string_view, DataType> known[] = {
        {"torch.FloatStorage", DataType::float32},
        {"torch.HalfStorage", DataType::float16},
        {"torch.BFloat16Storage", DataType::bfloat16},
        {"torch.DoubleStorage", DataType::float64},
        {"torch.LongStorage", DataType::int64},
        {"torch.IntStorage", DataType::int32},
        {"torch.ByteStorage", DataType::uint8},
        {"torch.storage.UntypedStorage", DataType::uint8},
    };
    for (const auto &[known_name, type] : known) {
        if (known_name == name) {
            return type;
        }
    }
    return std::nullopt;
}

bool is_allowed_global(std::string_view name) {
    return name == ordered_dictionary_name || name == rebuild_tensor_name ||
           name == rebuild_parameter_name || storage_type(name).has_value();
}

bool is_unsupported_storage(std::string_view name) {
    static constexpr std::array<std::string_view, 6> known{
        "torch.CharStorage",         "torch.ShortStorage",         "torch.BoolStorage",
        "torch.ComplexFloatStorage", "torch.ComplexDoubleStorage", "torch.QInt8Storage"};
    return std::ranges::find(known, name) != known.end();
}

Result<PickleNode> call_global(PickleDocument &document, std::string_view name,
                               const std::vector<PickleRef> &arguments) {
    if (name == ordered_dictionary_name) {
        return ordered_dictionary(document, arguments);
    }
    if (name == rebuild_tensor_name) {
        return rebuild_tensor(document, arguments);
    }
    if (name == rebuild_parameter_name) { // (tensor, requires_grad, backward_hooks)
        if (arguments.size() != 3 || document.nodes[arguments[0]].kind != PickleKind::tensor) {
            return bad("a parameter is not built from a tensor");
        }
        return PickleNode(document.nodes[arguments[0]]);
    }
    return bad("the pickle calls " + std::string(name));
}

Result<PickleNode> open_storage(PickleDocument &document, const PickleNode &id) {
    const Error wrong = bad("a storage is described wrongly");
    if (id.kind != PickleKind::tuple || id.items.size() < 5 || id.items.size() > 6) {
        return wrong;
    }
    const auto part = [&](std::size_t i) -> const PickleNode & {
        return document.nodes[id.items[i]];
    };
    const auto type = storage_type(part(1).text);
    const auto count = count_of(part(4));
    if (part(0).text != "storage" || part(1).kind != PickleKind::global || !type ||
        part(2).kind != PickleKind::text || part(2).text.size() > longest_key || !count) {
        return wrong;
    }
    if (id.items.size() == 6 && part(5).kind != PickleKind::none) {
        return bad("a storage is a view of another, which is not supported");
    }
    if (document.storages.size() >= most_pickle_tensors) {
        return bad("the pickle holds too many storages");
    }
    document.storages.push_back({part(2).text, *type, static_cast<std::uint64_t>(*count)});
    return PickleNode{.kind = PickleKind::storage,
                      .integer = static_cast<std::int64_t>(document.storages.size() - 1)};
}

} // namespace vitrine
