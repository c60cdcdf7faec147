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
        for (const v4l2::Camera &camera : v4l2::list_cameras(calls)) {
            const bool asked = camera.problem.code.empty();
            last->settled = last->settled && asked;
            if (!asked || v4l2::choose_format(camera.formats)) // else nothing of it can be shown
                last->choices.push_back({camera_identity(camera), camera.name});
        }
        return last->choices;
    };
}

CameraAccess CameraAccess::of_machine() {
    return {list_of_machine(), [](const SourceName &name) { return make_source(name, true); },
            [] { return make_face_finder(); }};
}

} // namespace vitrine
