#include "core/camera/files/video_module.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <system_error>

namespace vitrine {

namespace {

std::filesystem::path module_file() {
    std::error_code ignored;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char *beside : {"../lib/vitrine_video.so", "../lib/vitrine/vitrine_video.so"})
        if (auto file = folder / beside; std::filesystem::exists(file, ignored))
            return file.lexically_normal();
    return {};
}

Error no_support() {
    const char *reason = dlerror(); // NOLINT(concurrency-mt-unsafe): of this thread
    return {"no_video_support", {reason == nullptr ? "vitrine_video.so" : reason}};
}

Result<MakeVideoSource> load() {
    const auto file = module_file();
    if (file.empty())
        return Error{"no_video_support", {"vitrine_video.so is not there"}};
    // Local: what it brings, a BLAS among it, is nobody else's. Never unloaded: the libraries
    // behind it start threads.
    void *const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr)
        return no_support();
    const auto version = reinterpret_cast<VideoInterface>(dlsym(library, video_interface_name));
    const auto make = reinterpret_cast<MakeVideoSource>(dlsym(library, make_video_source_name));
    if (version == nullptr || make == nullptr)
        return no_support();
    if (version() != video_interface)
        return Error{"no_video_support", {"vitrine_video.so is of another version"}};
    return make;
}

} // namespace

Result<std::unique_ptr<FrameSource>> make_video_source(const VideoRequest &request) {
    static std::mutex mutex;
    static MakeVideoSource make = nullptr;
    {
        const std::lock_guard lock(mutex);
        if (make == nullptr) {
            auto loaded = load();
            if (!loaded)
                return loaded.error();
            make = *loaded;
        }
    }
    std::unique_ptr<FrameSource> source(make(request));
    if (source == nullptr)
        return Error{"out_of_memory", {}};
    return source;
}

} // namespace vitrine
