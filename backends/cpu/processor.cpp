#include "backends/cpu/processor.hpp"

#include <fstream>

namespace vitrine {

std::string processor_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "CPU";
}

#if defined(__x86_64__)
bool computes_bfloat16() { return __builtin_cpu_supports("avx512bf16") != 0; }
bool has_avx2_and_fma() {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
}
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0; }
#else
bool computes_bfloat16() { return false; }
bool has_avx2_and_fma() { return false; }
bool has_avx512() { return false; }
#endif

} // namespace vitrine
