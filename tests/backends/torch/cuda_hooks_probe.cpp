// Run in a folder of LibTorch whose CUDA half is a fake (see CMakeLists.txt). Exit status 0 when
// CUDA is there after the CPU backend has computed. With "late", ATen is called first, and CUDA
// must stay away: that shows that the order matters and that this program would notice.
#include "backends/cpu/cpu_backend.hpp"

#include <ATen/ATen.h>
#include <cstdio>
#include <string_view>

int main(int argc, char **argv) {
    const bool late = argc > 1 && std::string_view(argv[1]) == "late";
    if (late) {
        static_cast<void>(at::globalContext().hasCUDA());
    }
    const auto backend = vitrine::create_cpu_backend({});
    if (!backend || !(*backend)->matrix_product_seconds(16, 1)) {
        return 2;
    }
    const bool there = at::globalContext().hasCUDA();
    std::printf("CUDA %s\n", there ? "is there" : "stays away");
    return there != late ? 0 : 1;
}
