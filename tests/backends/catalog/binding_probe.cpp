// Started by symbol_binding_test. OpenCV is in this process from the start, and with it a BLAS.
//
//   binding_probe catalog FOLDER ID    loads the plugin through the catalog
//   binding_probe plain FILE           loads the plugin as a careless program would
//   binding_probe search FOLDER        only scans
//
// Lets the plugin multiply matrices, then prints a line for each symbol that libtorch_cpu defines
// itself and that was bound to a BLAS or LAPACK elsewhere ("stolen sgemm_ libblas.so.3"), and
// "blas N torch N looked N": how many times each is mapped, and how many symbols were looked at.
// LD_BIND_NOW must be set, else a symbol is bound at its first call only.
#include "backends/catalog/catalog.hpp"
#include "backends/catalog/plugin.hpp"

#include <QPluginLoader>
#include <algorithm>
#include <cstdio>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>
#include <link.h>
#include <string>
#include <string_view>

namespace {

struct Object {
    std::uint64_t base = 0;
    std::uint64_t end = 0; ///< behind its last segment
    const ElfW(Dyn) *dynamic = nullptr;
};

int take_torch(dl_phdr_info *info, size_t, void *into) {
    auto &object = *static_cast<Object *>(into);
    if (std::string_view(info->dlpi_name).find("/libtorch_cpu.so") == std::string_view::npos) {
        return 0;
    }
    object.base = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto &segment = info->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD) {
            object.end = std::max<std::uint64_t>(object.end, info->dlpi_addr + segment.p_vaddr +
                                                                 segment.p_memsz);
        }
        if (segment.p_type == PT_DYNAMIC) {
            object.dynamic = reinterpret_cast<const ElfW(Dyn) *>(info->dlpi_addr + segment.p_vaddr);
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

/// The last part of the path of what an address lies in.
std::string library_of(const void *address) {
    Dl_info info{};
    if (dladdr(address, &info) == 0) {
        return {};
    }
    const std::string_view file(info.dli_fname);
    return std::string(file.substr(file.rfind('/') + 1)); // npos + 1 is 0
}

/// Prints the symbols that another library took; gives how many were looked at.
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
        const auto *slot =
            reinterpret_cast<const std::uint64_t *>(object.base + relocation[i].r_offset);
        if (*slot >= object.base && *slot < object.end) {
            continue; // its own, told without dladdr(), which takes half a millisecond here
        }
        const std::string library = library_of(reinterpret_cast<const void *>(*slot));
        if (library.starts_with("libblas") || library.starts_with("liblapack") ||
            library.starts_with("libopenblas")) {
            std::printf("stolen %s %s\n", names + symbol.st_name, library.c_str());
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

using Loaded = vitrine::Result<std::shared_ptr<vitrine::Backend>>;

Loaded load_through_catalog(const char *folder, const char *id) {
    vitrine::Catalog catalog({QString::fromLocal8Bit(folder)}, {});
    catalog.scan();
    auto chosen = catalog.load(QString::fromLocal8Bit(id));
    return chosen ? Loaded(chosen->backend) : Loaded(chosen.error());
}

Loaded load_carelessly(const char *file) {
    QPluginLoader loader(QString::fromLocal8Bit(file)); // prevents unloading, binds as usual
    auto *plugin = qobject_cast<vitrine::BackendPlugin *>(loader.instance());
    return plugin == nullptr ? Loaded({"failed", {loader.errorString().toStdString()}})
                             : plugin->create({});
}

} // namespace

int main(int argc, char **argv) {
    const std::string_view how = argc < 3 ? "" : argv[1];
    if (how == "search") {
        vitrine::Catalog catalog({QString::fromLocal8Bit(argv[2])}, {});
        catalog.scan();
    } else if ((how == "catalog" && argc == 4) || how == "plain") {
        const Loaded backend =
            how == "plain" ? load_carelessly(argv[2]) : load_through_catalog(argv[2], argv[3]);
        const auto seconds = backend ? (*backend)->matrix_product_seconds(256, 1)
                                     : vitrine::Result<double>(backend.error());
        if (!seconds) {
            std::printf("failed %s\n", vitrine::english_message(seconds.error()).c_str());
            return 1;
        }
    } else {
        return 2;
    }
    Object torch;
    dl_iterate_phdr(take_torch, &torch);
    const int looked = torch.dynamic == nullptr ? 0 : print_stolen(torch);
    std::printf("blas %d torch %d looked %d\n", mapped("/libblas"), mapped("/libtorch_cpu"),
                looked);
    return 0;
}
