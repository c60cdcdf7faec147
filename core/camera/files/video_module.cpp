#include "core/camera/files/video_module.hpp"

#include "core/camera/load_module.hpp"

namespace vitrine {

Result<std::unique_ptr<FrameSource>> make_video_source(const VideoRequest &request) {
    static const Result<void *> make =
        load_module({"vitrine_video.so", video_interface_name, video_interface,
                     make_video_source_name, "no_video_support"});
    if (!make)
        return make.error();
    std::unique_ptr<FrameSource> source(reinterpret_cast<MakeVideoSource>(*make)(request));
    if (source == nullptr)
        return Error{"out_of_memory", {}};
    return source;
}

} // namespace vitrine
