#include "app/commands/live/list_sources.hpp"

#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/camera/v4l2/list_cameras.hpp"
#include "core/support/json_text.hpp"

#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;
using v4l2::Camera;

Json to_json(const Camera &camera) {
    Json formats = Json::array();
    for (const v4l2::OfferedFormat &format : camera.formats)
        formats.push_back({{"format", v4l2::format_name(format.pixel_format)},
                           {"width", format.width},
                           {"height", format.height},
                           {"frames_per_second", format.frames_per_second}});
    const bool usable = camera.problem.code.empty();
    return {{"device", camera.device},
            {"name", camera.name},
            {"formats", formats},
            {"problem", usable ? Json() : Json(sentence_of(camera.problem))}};
}

void put_in_words(const Camera &camera) {
    put("{}  {}\n", camera.device, camera.name);
    if (!camera.problem.code.empty())
        put("    {}\n", sentence_of(camera.problem));
    for (const v4l2::OfferedFormat &format : camera.formats)
        put("    {} {}×{}, {:.4g}/s\n", v4l2::format_name(format.pixel_format), format.width,
            format.height, format.frames_per_second);
}

} // namespace

ExitStatus list_sources(bool json) {
    const auto cameras = v4l2::list_cameras();
    if (json) {
        Json array = Json::array();
        for (const Camera &camera : cameras)
            array.push_back(to_json(camera));
        put("{}\n", json_text(array));
        return ExitStatus::done;
    }
    for (const Camera &camera : cameras)
        put_in_words(camera);
    if (cameras.empty())
        say("{}\n", speech().text("live.no_camera").toStdString());
    return ExitStatus::done;
}

} // namespace vitrine
