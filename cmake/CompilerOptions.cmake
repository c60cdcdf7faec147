# Warnings and sanitizers, as an interface target that every target of the project links.
add_library(vitrine_options INTERFACE)
target_compile_options(vitrine_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion)
target_compile_definitions(vitrine_options INTERFACE QT_NO_KEYWORDS)
target_include_directories(vitrine_options INTERFACE "${PROJECT_SOURCE_DIR}")
if(VITRINE_SANITIZE)
    target_compile_options(vitrine_options INTERFACE -fsanitize=${VITRINE_SANITIZE}
                                                     -fno-sanitize-recover=all -g)
    target_link_options(vitrine_options INTERFACE -fsanitize=${VITRINE_SANITIZE})
    target_compile_definitions(vitrine_options INTERFACE VITRINE_SANITIZED)
endif()
if(VITRINE_FUZZ)
    target_compile_options(vitrine_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
