#include "core/training/run/checkpoint.hpp"

#include "core/models/safetensors.hpp"
#include "core/support/checksum.hpp"

#include <system_error>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr const char *progress_key = "vitrine_progress";
constexpr const char *checksum_key = "checksum";

std::string checksum_of(const std::string &progress, const TensorMap &state) {
    Checksum checksum;
    checksum.add(std::string_view(progress));
    for (const auto &[name, tensor] : state) {
        checksum.add(std::string_view(name));
        checksum.add(to_string(tensor.type));
        for (const std::int64_t side : tensor.shape)
            checksum.add(side);
        checksum.add(std::span<const std::byte>(tensor.bytes));
    }
    return checksum.hex();
}

Result<Checkpoint> read(const fs::path &path) {
    const auto damaged = [&path](std::string reason) {
        return Error{"checkpoint_damaged", {path.string(), std::move(reason)}};
    };
    auto file = read_safetensors(path);
    if (!file)
        return damaged(english_message(file.error()));
    const auto progress = file->metadata.find(progress_key);
    if (progress == file->metadata.end() ||
        file->metadata[checksum_key] != checksum_of(progress->second, file->tensors))
        return damaged("its checksum is wrong.");
    const auto json = nlohmann::json::parse(progress->second, nullptr, false);
    try {
        return Checkpoint{json.get<RunProgress>(), std::move(file->tensors)};
    } catch (const nlohmann::json::exception &exception) { // written by another version
        return damaged(std::string(exception.what()) + ".");
    }
}

} // namespace

fs::path Checkpoints::file(char generation) const {
    return folder_ / (std::string("checkpoint-") + generation + ".safetensors");
}

bool Checkpoints::exist() const {
    std::error_code ignored;
    return fs::exists(file('a'), ignored) || fs::exists(file('b'), ignored);
}

Result<void> Checkpoints::write(const Checkpoint &checkpoint) {
    SafetensorsFile content;
    const std::string progress = nlohmann::json(checkpoint.progress).dump();
    content.tensors = checkpoint.state;
    content.metadata[progress_key] = progress;
    content.metadata[checksum_key] = checksum_of(progress, checkpoint.state);
    if (auto written = write_safetensors(file(next_), content); !written)
        return written;
    next_ = next_ == 'a' ? 'b' : 'a';
    return {};
}

Result<FoundCheckpoint> Checkpoints::find() {
    FoundCheckpoint found;
    for (const char generation : {'a', 'b'}) {
        std::error_code ignored;
        if (!fs::exists(file(generation), ignored))
            continue;
        auto checkpoint = read(file(generation));
        if (!checkpoint) {
            found.damaged = checkpoint.error();
        } else if (!found.checkpoint ||
                   checkpoint->progress.saved > found.checkpoint->progress.saved) {
            found.checkpoint = std::move(*checkpoint);
            found.generation = generation;
        }
    }
    if (!found.checkpoint && found.damaged)
        return Error{"checkpoints_lost", {folder_.string(), found.damaged->arguments.back()}};
    next_ = found.checkpoint && found.generation == 'a' ? 'b' : 'a';
    return found;
}

} // namespace vitrine
