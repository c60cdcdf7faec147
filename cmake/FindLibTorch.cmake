# Finds LibTorch in ${VITRINE_LIBTORCH}, which is one of
#   a folder with torch/ (and nvidia/) side by side, as unpacked from the PyPI wheels;
#   a site-packages folder, which looks the same;
#   a torch/ folder itself, or a LibTorch archive: include/ and lib/.
#
# Targets
#   LibTorch::cpu   torch_cpu and c10 alone: libtorch.so would pull CUDA in
#   LibTorch::cuda  the same with torch_cuda and c10_cuda; only where the CUDA runtime's headers are
# Variables
#   LibTorch_LIBRARY_DIR    folder of libtorch_cpu.so
#   LibTorch_VERSION        as in torch/version.h
#   LibTorch_INSTALL_RPATH  where an installed plugin looks for LibTorch
set(_roots "${VITRINE_LIBTORCH}/torch" "${VITRINE_LIBTORCH}" "${VITRINE_LIBTORCH}/libtorch")
foreach(_prefix IN LISTS CMAKE_PREFIX_PATH)
    list(APPEND _roots "${_prefix}" "${_prefix}/torch")
endforeach()

set(LibTorch_ROOT_DIR "")
foreach(_root IN LISTS _roots)
    if(EXISTS "${_root}/include/ATen/ATen.h" AND EXISTS "${_root}/lib/libtorch_cpu.so")
        get_filename_component(LibTorch_ROOT_DIR "${_root}" REALPATH)
        break()
    endif()
endforeach()

if(NOT LibTorch_ROOT_DIR)
    if(LibTorch_FIND_REQUIRED)
        message(FATAL_ERROR
            "LibTorch is not in ${VITRINE_LIBTORCH}. Run scripts/setup, name your own with "
            "-DVITRINE_LIBTORCH=DIR, or build without it with -DVITRINE_TORCH=OFF.")
    endif()
    set(LibTorch_FOUND FALSE)
    return()
endif()
set(LibTorch_FOUND TRUE)
set(LibTorch_LIBRARY_DIR "${LibTorch_ROOT_DIR}/lib")
# A tree with a copy of LibTorch looks nowhere else: a folder of the machine that built it might be
# absent, or anybody's, where the tree is installed.
set(LibTorch_INSTALL_RPATH "$ORIGIN/../libtorch/torch/lib")
if(NOT VITRINE_INSTALL_LIBTORCH)
    set(VITRINE_INSTALLED_LIBTORCH "${LibTorch_LIBRARY_DIR}" CACHE STRING
        "Folder of libtorch_cpu.so for an installed tree without a copy of LibTorch")
    set(LibTorch_INSTALL_RPATH "${VITRINE_INSTALLED_LIBTORCH}")
endif()

set(_version_header "${LibTorch_ROOT_DIR}/include/torch/headeronly/version.h")
if(NOT EXISTS "${_version_header}")
    set(_version_header "${LibTorch_ROOT_DIR}/include/torch/csrc/api/include/torch/version.h")
endif()
set(LibTorch_VERSION "unknown")
if(EXISTS "${_version_header}")
    file(STRINGS "${_version_header}" _line REGEX "define TORCH_VERSION \"")
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" LibTorch_VERSION "${_line}")
endif()

set(_includes "${LibTorch_ROOT_DIR}/include"
              "${LibTorch_ROOT_DIR}/include/torch/csrc/api/include")
if(NOT TARGET LibTorch::cpu)
    add_library(LibTorch::cpu INTERFACE IMPORTED)
    set_target_properties(LibTorch::cpu PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${_includes}"
        INTERFACE_LINK_LIBRARIES
            "${LibTorch_LIBRARY_DIR}/libtorch_cpu.so;${LibTorch_LIBRARY_DIR}/libc10.so")
    # The profiler's CUDA libraries that libtorch_cpu.so needs are found through its own RPATH.
    target_link_options(LibTorch::cpu INTERFACE "LINKER:--allow-shlib-undefined")
endif()

get_filename_component(_beside "${LibTorch_ROOT_DIR}" DIRECTORY)
find_path(LibTorch_CUDA_INCLUDE cuda_runtime_api.h
    HINTS "${_beside}/nvidia/cu13/include" "${_beside}/nvidia/cuda_runtime/include"
          /usr/local/cuda/include
    NO_CACHE)
if(LibTorch_CUDA_INCLUDE AND EXISTS "${LibTorch_LIBRARY_DIR}/libtorch_cuda.so"
   AND NOT TARGET LibTorch::cuda)
    # The runtime library that LibTorch itself brings; needed by ATen's inline headers.
    find_library(LibTorch_CUDART NAMES libcudart.so.13 libcudart.so.12 libcudart.so
        HINTS "${LibTorch_CUDA_INCLUDE}/../lib" "${LibTorch_CUDA_INCLUDE}/../lib64"
        NO_CACHE)
    add_library(LibTorch::cuda INTERFACE IMPORTED)
    set(_cuda_libraries "${LibTorch_LIBRARY_DIR}/libtorch_cuda.so"
                        "${LibTorch_LIBRARY_DIR}/libc10_cuda.so")
    if(LibTorch_CUDART)
        list(APPEND _cuda_libraries "${LibTorch_CUDART}")
    endif()
    set_target_properties(LibTorch::cuda PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${LibTorch_CUDA_INCLUDE}"
        INTERFACE_LINK_LIBRARIES "LibTorch::cpu;-Wl,--no-as-needed;${_cuda_libraries}")
endif()
