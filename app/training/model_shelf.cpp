#include "app/training/model_shelf.hpp"

#include "core/models/model_file.hpp"

#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

Result<fs::path> shelve_model(const fs::path &best, const fs::path &shelf, const std::string &name,
                              const Phrase &title) {
    auto model = read_model(best);
    if (!model)
        return model.error();
    std::error_code error;
    fs::create_directories(shelf, error);
    if (error)
        return Error{"unwritable", {shelf.string(), error.message()}};
    model->manifest.name = name;
    model->manifest.title = title;
    const fs::path file = shelf / (name + ".safetensors");
    if (auto written = write_model(file, *model); !written)
        return written.error();
    return file;
}

} // namespace vitrine
