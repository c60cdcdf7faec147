// Started by symbol_binding_test. OpenCV is in this process from the start, and with it a BLAS.
//
//   binding_probe catalog FOLDER ID    loads the plugin through the catalog
//   binding_probe plain FILE           loads the plugin as a careless program would
//   binding_probe search FOLDER        only scans
//
// Prints a line for each symbol that libtorch_cpu defines itself but found in a BLAS or LAPACK
// elsewhere ("stolen sgemm_ libblas.so.3"), then "blas N torch N looked N". With LD_BIND_NOW all
// symbols are bound when the library is loaded, so that none is left undecided.
#include "backends/catalog/catalog.hpp"

#include <QDir>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>
#include <link.h>
#include <string>
#include <string_view>

namespace {

struct Object {
    std::uint64_t base = 0;
    const ElfW(Dyn) *dynamic = nullptr;
};

int take_torch(dl_phdr_info *info, size_t, void *into) {
    auto &object = *static_cast<Object *>(into);
    if (std::string_view(info->dlpi_name).find("/libtorch_cpu.so") == std::string_view::npos) {
        return 0;
    }
    object.base = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            object.dynamic =
                reinterpret_cast<const ElfW(Dyn) *>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        }
    }
    return 1;
}

std::uint64_t value_of(const Object &object, ElfW(Sxword) tag) {
    for (const auto *entry = object.dynamic; entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == tag) {
            return entry->d_un.d_val;
        }
    }
    return 0;
}

/// Prints the symbols that another BLAS took; gives how many were looked at.
int print_stolen(const Object &object) {
    const auto *relocation = reinterpret_cast<const ElfW(Rela) *>(value_of(object, DT_JMPREL));
    const auto count = value_of(object, DT_PLTRELSZ) / sizeof(ElfW(Rela));
    const auto *symbols = reinterpret_cast<const ElfW(Sym) *>(value_of(object, DT_SYMTAB));
    const auto *names = reinterpret_cast<const char *>(value_of(object, DT_STRTAB));
    int looked = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto &symbol = symbols[ELF64_R_SYM(relocation[i].r_info)];
        if (symbol.st_shndx == SHN_UNDEF) {
            continue;
        }
        ++looked;
        const void *bound = *reinterpret_cast<void *const *>(object.base + relocation[i].r_offset);
        Dl_info info{};
        if (dladdr(bound, &info) == 0) {
            continue;
        }
        const std::string_view file(info.dli_fname);
        const auto slash = file.rfind('/');
        const std::string name(file.substr(slash == std::string_view::npos ? 0 : slash + 1));
        if (name.starts_with("libblas") || name.starts_with("liblapack") ||
            name.starts_with("libopenblas")) {
            std::printf("stolen %s %s\n", names + symbol.st_name, name.c_str());
        }
    }
    return looked;
}

int mapped(const char *part) {
    std::ifstream maps("/proc/self/maps");
    int lines = 0;
    for (std::string line; std::getline(maps, line);) {
        lines += line.find(part) != std::string::npos ? 1 : 0;
    }
    return lines;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 3) {
        return 2;
    }
    const std::string_view how = argv[1];
    if (how == "plain") {
        if (dlopen(argv[2], RTLD_NOW | RTLD_LOCAL) == nullptr) {
            std::printf("failed %s\n", dlerror());
            return 1;
        }
    } else {
        vitrine::Catalog catalog({QString::fromLocal8Bit(argv[2])}, {});
        catalog.scan();
        if (how == "catalog") {
            const auto chosen = catalog.load(QString::fromLocal8Bit(argv[3]));
            if (!chosen) {
                std::printf("failed %s\n", vitrine::english_message(chosen.error()).c_str());
                return 1;
            }
        }
    }
    Object torch;
    dl_iterate_phdr(take_torch, &torch);
    const int looked = torch.dynamic == nullptr ? 0 : print_stolen(torch);
    std::printf("blas %d torch %d looked %d\n", mapped("/libblas"), mapped("/libtorch_cpu"),
                looked);
    return 0;
}
