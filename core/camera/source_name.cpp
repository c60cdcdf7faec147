#include "core/camera/source_name.hpp"

#include "core/camera/files/folder_source.hpp"
#include "core/camera/files/video_module.hpp"
#include "core/camera/v4l2/camera_source.hpp"
#include "core/camera/v4l2/list_cameras.hpp"
#include "core/images/formats/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

namespace vitrine {

namespace {

constexpr std::string_view camera_word = "camera";

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return result;
}

bool is_picture(const std::filesystem::path &path) {
    std::array<char, 16> start{};
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    const auto bytes = std::as_bytes(std::span(start));
    return formats::is_jpeg(bytes) || formats::is_png(bytes) || formats::is_webp(bytes) ||
           formats::is_bmp(bytes) || formats::is_tiff(bytes);
}

Result<SourceName> parse_address(std::string_view text) {
    static constexpr std::array<std::string_view, 3> known{"rtsp", "http", "https"};
    const std::string scheme = lower(text.substr(0, text.find("://")));
    if (std::ranges::find(known, scheme) == known.end())
        return Error{"bad_source",
                     {shown_address(text), "streams begin with rtsp://, http:// or https://"}};
    return SourceName{SourceName::Kind::stream, std::string(text)};
}

Result<SourceName> parse_path(std::string_view text) {
    const std::filesystem::path path(text);
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) {
        if (problem == std::errc::permission_denied)
            return Error{"no_permission", {path.string()}};
        return Error{"vanished", {path.string()}};
    }
    if (std::filesystem::is_directory(status))
        return SourceName{SourceName::Kind::pictures, path.string()};
    if (std::filesystem::is_character_file(status))
        return SourceName{SourceName::Kind::camera, path.string()};
    if (!std::filesystem::is_regular_file(status))
        return Error{"not_a_file", {path.string()}};
    return SourceName{is_picture(path) ? SourceName::Kind::pictures : SourceName::Kind::video,
                      path.string()};
}

/// Between a camera's place, its name and its number, which hold none.
constexpr char identity_mark = '\t';

} // namespace

Result<SourceName> parse_source_name(std::string_view text) {
    if (text.empty() || text.find('\0') != std::string_view::npos)
        return Error{"bad_source", {std::string(text), "it is empty"}};
    if (text == camera_word)
        return SourceName{SourceName::Kind::camera, {}};
    if (text.starts_with("camera:"))
        return SourceName{SourceName::Kind::camera,
                          std::string(text.substr(camera_word.size() + 1))};
    if (text.find("://") != std::string_view::npos)
        return parse_address(text);
    std::error_code ignored;
    if (text.find('/') != std::string_view::npos || std::filesystem::exists(text, ignored) ||
        std::filesystem::path(text).has_extension())
        return parse_path(text);
    return SourceName{SourceName::Kind::camera, std::string(text)};
}

std::vector<std::string> camera_identities(const std::vector<v4l2::Camera> &cameras) {
    std::vector<std::string> identities(cameras.size());
    std::map<std::string, int> met;
    const auto name_those = [&](bool shown) {
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const v4l2::Camera &camera = cameras[i];
            if (v4l2::can_be_shown(camera) != shown)
                continue;
            if (camera.bus.empty()) {
                identities[i] = camera.device;
                continue;
            }
            identities[i] = camera.bus + identity_mark + camera.name;
            if (const int number = ++met[identities[i]]; number > 1)
                identities[i] += identity_mark + std::to_string(number);
        }
    };
    name_those(true);
    name_those(false);
    return identities;
}

Result<std::string> find_camera(const std::string &place, const v4l2::DeviceCalls &calls) {
    if (place.starts_with('/'))
        return place;
    if (is_number(place))
        return "/dev/video" + place;
    const auto cameras = v4l2::list_cameras(calls);
    if (const auto mark = place.find(identity_mark); mark != std::string::npos) {
        const auto identities = camera_identities(cameras);
        const auto found = std::ranges::find(identities, place);
        if (found == identities.end())
            return Error{"camera_gone",
                         {place.substr(mark + 1, place.find(identity_mark, mark + 1) - mark - 1)}};
        return cameras[static_cast<std::size_t>(found - identities.begin())].device;
    }
    if (cameras.empty())
        return Error{"no_camera", {}};
    const v4l2::Camera *found = nullptr;
    std::string known;
    for (const v4l2::Camera &camera : cameras) {
        known += (known.empty() ? "" : ", ") + camera.name;
        const bool meant = lower(camera.name).find(lower(place)) != std::string::npos;
        if (meant && (found == nullptr || (!can_be_shown(*found) && can_be_shown(camera))))
            found = &camera;
    }
    return found != nullptr ? Result<std::string>(found->device)
                            : Error{"no_such_camera", {place, known}};
}

std::string shown_address(std::string_view address) {
    const std::size_t start = address.find("://");
    if (start == std::string_view::npos)
        return std::string(address);
    const std::size_t host = start + 3;
    const std::size_t end = std::min(address.find_first_of("/?#", host), address.size());
    const std::size_t at = address.substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < host)
        return std::string(address);
    return std::string(address.substr(0, host)) + std::string(address.substr(at + 1));
}

bool may_be_live(const SourceName &name) noexcept {
    return name.kind == SourceName::Kind::camera || name.kind == SourceName::Kind::stream;
}

Result<std::unique_ptr<FrameSource>> make_source(const SourceName &name, bool loop) {
    switch (name.kind) {
    case SourceName::Kind::camera: {
        if (name.place.empty())
            return v4l2::make_any_camera_source();
        auto device = find_camera(name.place);
        if (!device)
            return device.error();
        return v4l2::make_camera_source(*std::move(device));
    }
    case SourceName::Kind::pictures:
        return make_folder_source(name.place, loop);
    case SourceName::Kind::video:
        return make_video_source({name.place, name.place, false, loop});
    case SourceName::Kind::stream:
        break;
    }
    return make_video_source({name.place, shown_address(name.place), true, loop});
}

} // namespace vitrine
