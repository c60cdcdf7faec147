// What crosses between the program and the module that finds faces with OpenCV.
#pragma once

#include "core/camera/faces/face_finder.hpp"

namespace vitrine {

/// Rises with every change of what crosses: Frame, Rect, FaceFinder.
inline constexpr int face_interface = 1;

// What the module exports, under these names.
extern "C" {
using FaceInterface = int (*)();
using MakeFaceFinder = FaceFinder *(*)(const char *cascade); ///< null: the file is no cascade
}
inline constexpr const char *face_interface_name = "vitrine_face_interface";
inline constexpr const char *make_face_finder_name = "vitrine_make_face_finder";

} // namespace vitrine
