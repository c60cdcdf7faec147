#include "backends/catalog/process_environment.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace vitrine {
namespace {

bool is_openmp_mapped() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find("/libgomp") != std::string::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

void prepare_process(int argc, char **argv) {
    constexpr const char *variable = "OMP_WAIT_POLICY";
    // Being set is also what ends the circle after starting again.
    if (std::getenv(variable) != nullptr || setenv(variable, "PASSIVE", 0) != 0) {
        return;
    }
    if (argc < 1 || !is_openmp_mapped()) {
        return;
    }
    // The link is resolved, else the process would show as "exe" in lists.
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        execv(program.c_str(), argv);
        error.assign(errno, std::generic_category());
    }
    std::fprintf(stderr, "vitrine: could not start again with %s=PASSIVE (%s); threads may spin\n",
                 variable, error.message().c_str());
}

} // namespace vitrine
