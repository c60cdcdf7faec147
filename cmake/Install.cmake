# What the rooms do not install themselves. The installed tree finds its plugins, models and LibTorch
# relative to the program, so that it can be moved:
#   bin/vitrine   lib/vitrine/backends/   lib/vitrine/libtorch/   share/vitrine/
install(FILES packaging/vitrine.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
# For a stand: units of the user and of the system, and a session for a login manager.
install(FILES packaging/kiosk/vitrine-kiosk.service DESTINATION lib/systemd/user)
install(FILES packaging/kiosk/vitrine-kiosk@.service DESTINATION lib/systemd/system)
install(FILES packaging/kiosk/vitrine-kiosk.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/wayland-sessions)
install(PROGRAMS packaging/kiosk/vitrine-kiosk-session DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES packaging/vitrine.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES packaging/vitrine.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES LICENSE NOTICE README.md README.zh-CN.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(VITRINE_TORCH AND VITRINE_INSTALL_LIBTORCH)
    find_package(LibTorch REQUIRED)
    set(libtorch_destination lib/vitrine/libtorch)
    get_filename_component(beside "${LibTorch_ROOT_DIR}" DIRECTORY)
    # libtorch_cuda is half a gigabyte and runs only with the libraries of scripts/setup --cuda.
    set(without_cuda PATTERN "libtorch_cuda*" EXCLUDE PATTERN "libtorch_nvshmem*" EXCLUDE)
    if(EXISTS "${beside}/nvidia/cudnn/lib")
        set(without_cuda "")
    endif()
    install(DIRECTORY "${LibTorch_LIBRARY_DIR}/" DESTINATION ${libtorch_destination}/torch/lib
            FILES_MATCHING PATTERN "*.so*"
            PATTERN "libtorch_python*" EXCLUDE PATTERN "libshm*" EXCLUDE ${without_cuda})
    if(IS_DIRECTORY "${beside}/nvidia")
        install(DIRECTORY "${beside}/nvidia" DESTINATION ${libtorch_destination}
                FILES_MATCHING PATTERN "*.so*" PATTERN "include" EXCLUDE)
    endif()
    file(GLOB licences "${beside}/torch-*.dist-info/licenses")
    foreach(folder ${licences})
        install(DIRECTORY "${folder}" DESTINATION ${libtorch_destination})
    endforeach()
endif()
