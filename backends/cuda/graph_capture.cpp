#include "backends/cuda/graph_capture.hpp"

#include <exception>

namespace vitrine {

void capture_graph(at::cuda::CUDAGraph &graph, const std::function<void()> &work) {
    graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    try {
        work();
    } catch (...) {
        try {
            graph.capture_end();           // whose end fails as it must
        } catch (const std::exception &) { // the first error says more
        }
        throw;
    }
    graph.capture_end();
}

} // namespace vitrine
