// Work for the GPU, noted once and then launched as a whole.
#pragma once

#include <ATen/cuda/CUDAGraph.h>
#include <functional>

namespace vitrine {

/// Notes what `work` launches on the current stream, which is not the default one, without
/// computing it. Where `work` throws, the stream leaves the capture before the exception goes on.
void capture_graph(at::cuda::CUDAGraph &graph, const std::function<void()> &work);

} // namespace vitrine
