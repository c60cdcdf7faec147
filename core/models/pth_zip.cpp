#include "core/models/pth_storages.hpp"
#include "core/models/zip_directory.hpp"

namespace vitrine {

namespace {

using Directory = std::map<std::string, ZipEntry>;

Error bad(std::string reason) { return {"bad_pth", {std::move(reason)}}; }

Result<std::vector<std::byte>> read_entry(const ByteSource &source, const ZipEntry &entry) {
    std::vector<std::byte> bytes(entry.size);
    if (auto read = source.read(entry.offset, bytes); !read) {
        return read.error();
    }
    return bytes;
}

/// "archive/" where the archive holds archive/data.pkl.
Result<std::string> find_folder(const Directory &directory) {
    constexpr std::string_view wanted = "data.pkl";
    for (const auto &[name, entry] : directory) {
        const std::size_t slash = name.find('/');
        if (slash != std::string::npos && std::string_view(name).substr(slash + 1) == wanted) {
            return name.substr(0, slash + 1);
        }
    }
    return bad("the zip archive holds no data.pkl");
}

Result<void> check_byte_order(const ByteSource &source, const Directory &directory,
                              const std::string &folder) {
    const auto found = directory.find(folder + "byteorder");
    if (found == directory.end()) {
        return {}; // written before PyTorch 2.1, by a machine of unknown but likely byte order
    }
    constexpr std::string_view little = "little";
    if (found->second.size != little.size()) {
        return bad("the numbers are not little-endian");
    }
    const auto bytes = read_entry(source, found->second);
    if (!bytes) {
        return bytes.error();
    }
    if (std::string_view(reinterpret_cast<const char *>(bytes->data()), bytes->size()) != little) {
        return bad("the numbers are not little-endian");
    }
    return {};
}

} // namespace

Result<PthParts> read_pth_zip(const ByteSource &source) {
    const auto directory = read_zip_directory(source);
    if (!directory) {
        return directory.error();
    }
    const auto folder = find_folder(*directory);
    if (!folder) {
        return folder.error();
    }
    if (auto checked = check_byte_order(source, *directory, *folder); !checked) {
        return checked.error();
    }
    const ZipEntry &pickle = directory->at(*folder + "data.pkl");
    if (pickle.size > longest_pickle) {
        return bad("the pickle is too long");
    }
    const auto bytes = read_entry(source, pickle);
    if (!bytes) {
        return bytes.error();
    }
    auto document = read_pickle(*bytes);
    if (!document) {
        return document.error();
    }
    PthParts parts{std::move(*document), {}};
    for (const PickleStorage &storage : parts.document.storages) {
        const auto found = directory->find(*folder + "data/" + storage.key);
        if (found == directory->end()) {
            return bad("storage " + storage.key + " is missing");
        }
        // The count is at most 2⁶³, so dividing instead of multiplying avoids an overflow.
        const std::size_t width = size_of(storage.type);
        if (found->second.size % width != 0 || found->second.size / width != storage.count) {
            return bad("storage " + storage.key + " does not have the size that is claimed");
        }
        parts.storage_offsets.push_back(found->second.offset);
    }
    return parts;
}

} // namespace vitrine
