#include "core/camera/faces/face_finder.hpp"

#include "core/camera/faces/face_module.hpp"
#include "core/camera/load_module.hpp"

#include <filesystem>
#include <string>
#include <system_error>

namespace vitrine {

namespace {

/// Of Debian's and Ubuntu's package opencv-data.
constexpr const char *packaged_cascade =
    "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";

} // namespace

Result<std::unique_ptr<FaceFinder>> make_face_finder() {
    return make_face_finder(packaged_cascade);
}

Result<std::unique_ptr<FaceFinder>> make_face_finder(const char *cascade) {
    std::error_code ignored;
    if (!std::filesystem::exists(cascade, ignored))
        return Error{"no_face_finder", {std::string(cascade) + " is not there"}};
    static const Result<void *> make =
        load_module({"vitrine_faces.so", face_interface_name, face_interface, make_face_finder_name,
                     "no_face_finder"});
    if (!make)
        return make.error();
    std::unique_ptr<FaceFinder> finder(reinterpret_cast<MakeFaceFinder>(*make)(cascade));
    if (finder == nullptr)
        return Error{"no_face_finder", {std::string(cascade) + " is no cascade"}};
    return finder;
}

} // namespace vitrine
