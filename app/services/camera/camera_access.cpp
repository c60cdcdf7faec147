#include "app/services/camera/camera_access.hpp"

#include "core/camera/v4l2/list_cameras.hpp"

#include <memory>
#include <utility>

namespace vitrine {

CameraList list_of_machine(const v4l2::DeviceCalls &calls) {
    /// Cameras are opened to ask their names only when there are others than the last time.
    struct Last {
        std::vector<std::pair<std::string, std::string>> devices; ///< with their stamps
        std::vector<CameraChoice> choices;
        bool settled = false; ///< all could be asked; a new one is denied for a moment
    };
    return [&calls, last = std::make_shared<Last>()](bool afresh) {
        std::vector<std::pair<std::string, std::string>> devices;
        for (const std::string &device : calls.devices())
            devices.emplace_back(device, calls.stamp(device));
        if (!afresh && last->settled && devices == last->devices)
            return last->choices;
        *last = {std::move(devices), {}, true};
        const auto cameras = v4l2::list_cameras(calls);
        const auto identities = camera_identities(cameras);
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const v4l2::Camera &camera = cameras[i];
            const bool asked = camera.problem.code.empty();
            last->settled = last->settled && asked;
            if (!asked || can_be_shown(camera))
                last->choices.push_back({identities[i], camera.name, camera.device, asked});
        }
        return last->choices;
    };
}

CameraAccess CameraAccess::of_machine() {
    return {list_of_machine(), [](const SourceName &name) { return make_source(name, true); },
            [] { return make_face_finder(); }};
}

} // namespace vitrine
