// Bytes as a file, for parsers that take a path.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace vitrine {

/// The same folder each time, in memory where the system has such a place; it goes with the
/// process.
class ScratchFolder {
  public:
    ScratchFolder() {
        const std::filesystem::path memory = "/dev/shm";
        std::string name =
            ((access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path()) /
             "vitrine-fuzz-XXXXXX")
                .string();
        if (mkdtemp(name.data()) == nullptr)
            std::abort();
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    std::filesystem::path write(const char *name, const std::uint8_t *data,
                                std::size_t size) const {
        std::ofstream file(path_ / name, std::ios::binary);
        file.write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

} // namespace vitrine
