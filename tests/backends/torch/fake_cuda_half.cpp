// Stands for libtorch_cuda.so: brings hooks that say that CUDA is there.
#include <ATen/detail/CUDAHooksInterface.h>

namespace {

// The name is the key under which ATen looks them up.
struct CUDAHooks final : at::CUDAHooksInterface {
    explicit CUDAHooks(at::CUDAHooksArgs) {}
    void init() const override {}
    bool hasCUDA() const override { return true; }
};

using at::CUDAHooksRegistry;
using at::RegistererCUDAHooksRegistry;
REGISTER_CUDA_HOOKS(CUDAHooks)

} // namespace
