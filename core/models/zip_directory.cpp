#include "core/models/zip_directory.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace vitrine {

namespace {

constexpr std::uint64_t end_size = 22; ///< end of central directory, without comment
constexpr std::uint64_t longest_comment = 65'535;
constexpr std::uint64_t locator_size = 20; ///< zip64 end of central directory locator
constexpr std::uint64_t end64_size = 56;
constexpr std::uint64_t central_size = 46;
constexpr std::uint64_t local_size = 30;
constexpr std::uint64_t largest_directory = 16U << 20U;
constexpr std::uint32_t see_zip64 = 0xFFFF'FFFF;

Error bad(std::string reason) { return {"bad_pth", {"the zip archive " + std::move(reason)}}; }

std::uint64_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        value |= static_cast<std::uint64_t>(bytes[at + i]) << (8 * i);
    }
    return value;
}

Result<std::vector<std::byte>> read_part(const ByteSource &source, std::uint64_t offset,
                                         std::uint64_t size) {
    if (offset > source.size() || size > source.size() - offset) {
        return bad("is cut off");
    }
    std::vector<std::byte> bytes(size);
    if (auto read = source.read(offset, bytes); !read) {
        return read.error();
    }
    return bytes;
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t count = 0;
};

/// Follows the zip64 locator that lies before the end record.
Result<Directory> find_directory64(const ByteSource &source, std::uint64_t end_offset) {
    if (end_offset < locator_size) {
        return bad("has no directory");
    }
    const auto locator = read_part(source, end_offset - locator_size, locator_size);
    if (!locator) {
        return locator.error();
    }
    const auto end = read_part(source, number(*locator, 8, 8), end64_size);
    if (!end) {
        return end.error();
    }
    if (number(*locator, 0, 4) != 0x07064B50 || number(*end, 0, 4) != 0x06064B50) {
        return bad("has no directory");
    }
    return Directory{number(*end, 48, 8), number(*end, 40, 8), number(*end, 32, 8)};
}

Result<Directory> find_directory(const ByteSource &source) {
    const std::uint64_t tail = std::min(source.size(), end_size + longest_comment);
    const auto bytes = read_part(source, source.size() - tail, tail);
    if (!bytes) {
        return bytes.error();
    }
    for (std::uint64_t back = end_size; back <= tail; ++back) {
        const std::uint64_t at = tail - back;
        if (number(*bytes, at, 4) != 0x06054B50 || number(*bytes, at + 20, 2) != back - end_size) {
            continue;
        }
        const Directory directory{number(*bytes, at + 16, 4), number(*bytes, at + 12, 4),
                                  number(*bytes, at + 10, 2)};
        const bool needs_zip64 = directory.offset == see_zip64 || directory.size == see_zip64 ||
                                 directory.count == 0xFFFF;
        return needs_zip64 ? find_directory64(source, source.size() - back) : directory;
    }
    return bad("is cut off");
}

struct CentralRecord {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t local_offset = 0;
};

/// Replaces the fields that say "see zip64", in their order, by those of extra field 1.
bool apply_zip64(std::span<const std::byte> extra, std::uint64_t &packed, CentralRecord &record) {
    if (record.size != see_zip64 && packed != see_zip64 && record.local_offset != see_zip64) {
        return true;
    }
    while (extra.size() >= 4) {
        const std::uint64_t id = number(extra, 0, 2);
        const std::uint64_t length = number(extra, 2, 2);
        extra = extra.subspan(4);
        if (length > extra.size()) {
            return false;
        }
        if (id != 1) {
            extra = extra.subspan(length);
            continue;
        }
        std::size_t at = 0;
        for (std::uint64_t *field : {&record.size, &packed, &record.local_offset}) {
            if (*field != see_zip64) {
                continue;
            }
            if (at + 8 > length) {
                return false;
            }
            *field = number(extra, at, 8);
            at += 8;
        }
        return true;
    }
    return false;
}

/// One record from the front of `bytes`, which keeps the rest.
Result<CentralRecord> take_record(std::span<const std::byte> &bytes) {
    if (bytes.size() < central_size || number(bytes, 0, 4) != 0x02014B50) {
        return bad("has a damaged directory");
    }
    const std::uint64_t name_length = number(bytes, 28, 2);
    const std::uint64_t extra_length = number(bytes, 30, 2);
    const std::uint64_t length = central_size + name_length + extra_length + number(bytes, 32, 2);
    if (length > bytes.size()) {
        return bad("has a damaged directory");
    }
    CentralRecord record{{reinterpret_cast<const char *>(bytes.data()) + central_size, name_length},
                         number(bytes, 24, 4),
                         number(bytes, 42, 4)};
    std::uint64_t packed = number(bytes, 20, 4);
    if (!apply_zip64(bytes.subspan(central_size + name_length, extra_length), packed, record)) {
        return bad("has a damaged directory");
    }
    if ((number(bytes, 8, 2) & 1U) != 0) {
        return bad("is encrypted");
    }
    if (number(bytes, 10, 2) != 0 || packed != record.size) {
        return bad("is compressed, which PyTorch never does");
    }
    bytes = bytes.subspan(length);
    return record;
}

Result<ZipEntry> find_data(const ByteSource &source, const CentralRecord &record,
                           std::uint64_t limit) {
    if (record.local_offset > limit) {
        return bad("has an entry beyond its end");
    }
    const auto local = read_part(source, record.local_offset, local_size);
    if (!local) {
        return local.error();
    }
    if (number(*local, 0, 4) != 0x04034B50) {
        return bad("has a damaged entry");
    }
    const ZipEntry entry{record.local_offset + local_size + number(*local, 26, 2) +
                             number(*local, 28, 2),
                         record.size};
    if (entry.offset > limit || entry.size > limit - entry.offset) {
        return bad("has an entry that is larger than the archive");
    }
    return entry;
}

bool overlap(const std::map<std::string, ZipEntry> &entries) {
    std::vector<ZipEntry> order;
    for (const auto &[name, entry] : entries) {
        order.push_back(entry);
    }
    std::ranges::sort(order, {}, &ZipEntry::offset);
    return std::ranges::adjacent_find(order, [](const ZipEntry &left, const ZipEntry &right) {
               return left.offset + left.size > right.offset;
           }) != order.end();
}

} // namespace

Result<std::map<std::string, ZipEntry>> read_zip_directory(const ByteSource &source) {
    const auto directory = find_directory(source);
    if (!directory) {
        return directory.error();
    }
    if (directory->size > largest_directory ||
        directory->count > largest_directory / central_size) {
        return bad("has too many entries");
    }
    const auto bytes = read_part(source, directory->offset, directory->size);
    if (!bytes) {
        return bytes.error();
    }
    std::map<std::string, ZipEntry> entries;
    std::span<const std::byte> rest(*bytes);
    for (std::uint64_t i = 0; i < directory->count; ++i) {
        const auto record = take_record(rest);
        if (!record) {
            return record.error();
        }
        const auto entry = find_data(source, *record, directory->offset);
        if (!entry) {
            return entry.error();
        }
        if (!entries.emplace(record->name, *entry).second) {
            return bad("has two entries of the same name");
        }
    }
    if (overlap(entries)) {
        return bad("has entries that overlap");
    }
    return entries;
}

} // namespace vitrine
