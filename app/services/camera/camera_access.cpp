#include "app/services/camera/camera_access.hpp"

#include "core/camera/v4l2/list_cameras.hpp"

namespace vitrine {

CameraAccess CameraAccess::of_machine() {
    return {[] {
                std::vector<CameraChoice> choices;
                for (const v4l2::Camera &camera : v4l2::list_cameras())
                    choices.push_back({camera.device, camera.name});
                return choices;
            },
            [](const SourceName &name) { return make_source(name, true); },
            [] { return make_face_finder(); }};
}

} // namespace vitrine
