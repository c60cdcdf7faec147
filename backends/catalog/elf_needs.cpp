#include "backends/catalog/elf_needs.hpp"

#include <cerrno>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <link.h>
#include <optional>
#include <span>
#include <string_view>

namespace vitrine {
namespace {

#if defined(__x86_64__)
constexpr auto this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr auto this_machine = EM_AARCH64;
#else
#error "name this machine's ELF number"
#endif

// Far more than any real object has; bounds what a damaged file can make us allocate.
constexpr std::size_t largest_table = 64U << 20U;

Error not_a_library(const char *why) { return Error{"not_ours", {why}}; }

class ElfFile {
  public:
    explicit ElfFile(const std::filesystem::path &path) : stream_(path, std::ios::binary) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(path, ignored);
        size_ = ignored ? 0 : size;
    }

    [[nodiscard]] bool is_open() const { return stream_.is_open(); }

    template <typename T> bool read(std::uint64_t offset, std::span<T> into) {
        if (offset > size_ || into.size_bytes() > size_ - offset) {
            return false;
        }
        stream_.clear();
        stream_.seekg(static_cast<std::streamoff>(offset));
        stream_.read(reinterpret_cast<char *>(into.data()),
                     static_cast<std::streamsize>(into.size_bytes()));
        return stream_.good() || into.empty();
    }

    template <typename T>
    std::optional<std::vector<T>> read_table(std::uint64_t offset, std::uint64_t count) {
        if (count > largest_table / sizeof(T) || offset > size_ ||
            count > (size_ - offset) / sizeof(T)) {
            return std::nullopt;
        }
        std::vector<T> table(count);
        if (!read(offset, std::span<T>(table))) {
            return std::nullopt;
        }
        return table;
    }

  private:
    std::ifstream stream_;
    std::uint64_t size_ = 0;
};

std::vector<std::string> split_folders(std::string_view text) {
    std::vector<std::string> folders;
    while (!text.empty()) {
        const std::size_t end = text.find(':');
        if (end != 0) {
            folders.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return folders;
}

std::optional<std::uint64_t> file_offset_of(std::span<const ElfW(Phdr)> segments,
                                            std::uint64_t address) {
    for (const auto &segment : segments) {
        if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
            address - segment.p_vaddr < segment.p_filesz) {
            return segment.p_offset + (address - segment.p_vaddr);
        }
    }
    return std::nullopt;
}

std::optional<Error> check_header(const ElfW(Ehdr) & header) {
    const bool elf = std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0;
    if (!elf) {
        return not_a_library("it is not a library");
    }
    if (header.e_ident[EI_CLASS] != (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_machine != this_machine) {
        return not_a_library("it is a library for another machine");
    }
    if (header.e_type != ET_DYN || header.e_phentsize != sizeof(ElfW(Phdr))) {
        return not_a_library("it is not a shared library");
    }
    return std::nullopt;
}

Result<ElfNeeds> interpret(std::span<const ElfW(Dyn)> dynamic, const std::vector<char> &strings) {
    ElfNeeds needs;
    for (const auto &entry : dynamic) {
        if (entry.d_tag == DT_NULL) {
            break;
        }
        if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RPATH && entry.d_tag != DT_RUNPATH) {
            continue;
        }
        const std::uint64_t start = entry.d_un.d_val;
        if (start >= strings.size() ||
            std::memchr(strings.data() + start, 0, strings.size() - start) == nullptr) {
            return not_a_library("it is damaged: a name lies outside its table");
        }
        const std::string text(strings.data() + start);
        if (entry.d_tag == DT_NEEDED) {
            needs.needed.push_back(text);
        } else {
            (entry.d_tag == DT_RPATH ? needs.rpath : needs.runpath) = split_folders(text);
        }
    }
    if (!needs.runpath.empty()) {
        needs.rpath.clear(); // as the dynamic linker does
    }
    return needs;
}

} // namespace

Result<ElfNeeds> read_elf_needs(const std::filesystem::path &path) {
    ElfFile file(path);
    if (!file.is_open()) {
        return Error{"unreadable", {path.string(), std::strerror(errno)}};
    }
    ElfW(Ehdr) header{};
    if (!file.read(0, std::span(&header, 1))) {
        return not_a_library("it is not a library");
    }
    if (const auto error = check_header(header)) {
        return *error;
    }
    const auto segments = file.read_table<ElfW(Phdr)>(header.e_phoff, header.e_phnum);
    if (!segments) {
        return not_a_library("it is cut short");
    }
    std::vector<ElfW(Dyn)> dynamic;
    for (const auto &segment : *segments) {
        if (segment.p_type == PT_DYNAMIC) {
            auto table =
                file.read_table<ElfW(Dyn)>(segment.p_offset, segment.p_filesz / sizeof(ElfW(Dyn)));
            if (!table) {
                return not_a_library("it is cut short");
            }
            dynamic = std::move(*table);
        }
    }
    std::uint64_t address = 0;
    std::uint64_t size = 0;
    for (const auto &entry : dynamic) {
        if (entry.d_tag == DT_STRTAB) {
            address = entry.d_un.d_ptr;
        } else if (entry.d_tag == DT_STRSZ) {
            size = entry.d_un.d_val;
        }
    }
    const auto offset = file_offset_of(*segments, address);
    const auto strings = offset ? file.read_table<char>(*offset, size) : std::nullopt;
    if (!strings) {
        return not_a_library("it is cut short");
    }
    return interpret(dynamic, *strings);
}

} // namespace vitrine
