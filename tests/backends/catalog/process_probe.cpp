// Started by process_environment_test: prepares the process as the program does, then brings
// libgomp in and leaves it to say (OMP_DISPLAY_ENV) what it understood.
#include "backends/catalog/process_environment.hpp"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string_view>
#include <unistd.h>

int main(int argc, char **argv) {
    const bool prepare = argc < 2 || std::string_view(argv[1]) != "--unprepared";
    if (prepare) {
        vitrine::prepare_process(argc, argv);
    }
    const bool openmp = dlopen("libgomp.so.1", RTLD_NOW | RTLD_LOCAL) != nullptr;
    std::printf("pid %ld openmp %d arguments", static_cast<long>(getpid()), openmp ? 1 : 0);
    for (int i = 1; i < argc; ++i) {
        std::printf(" [%s]", argv[i]);
    }
    std::printf("\n");
    return 0;
}
