#include "core/models/model_file.hpp"

#include "core/models/expected_tensors.hpp"
#include "core/models/safetensors.hpp"
#include "core/models/safetensors_header.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine {

namespace {

constexpr const char *manifest_key = "vitrine";
constexpr const char *images_name = "golden.images";
constexpr const char *logits_name = "golden.logits";
constexpr std::uint64_t most_needless_bytes = 64U << 20U;

Error mismatch(std::string reason) { return {"golden_mismatch", {std::move(reason)}}; }

Result<Manifest> manifest_of(const std::map<std::string, std::string> &metadata,
                             const std::filesystem::path &path) {
    const auto found = metadata.find(manifest_key);
    if (found == metadata.end()) {
        return Error{"not_a_model", {path.string()}};
    }
    return parse_manifest(found->second);
}

/// Takes the golden tensors out of `tensors`.
Result<GoldenSet> take_golden(TensorMap &tensors, const Manifest &manifest) {
    const auto images_node = tensors.extract(images_name);
    const auto logits_node = tensors.extract(logits_name);
    if (images_node.empty() && logits_node.empty()) {
        return GoldenSet{};
    }
    if (images_node.empty() || logits_node.empty()) {
        return mismatch("pictures without logits, or logits without pictures");
    }
    const Tensor &images = images_node.mapped();
    const Tensor &logits = logits_node.mapped();
    const InputRule &input = manifest.input;
    const std::vector<std::int64_t> picture{input.height, input.width, 3};
    if (images.type != DataType::uint8 || images.shape.size() != 4 ||
        !std::equal(picture.begin(), picture.end(), images.shape.begin() + 1)) {
        return mismatch("the pictures are " + shape_text(images.shape) +
                        ", not N x height x width x 3 bytes");
    }
    const std::int64_t classes = manifest.architecture.classes;
    if (logits.type != DataType::float32 ||
        logits.shape != std::vector<std::int64_t>{images.shape[0], classes}) {
        return mismatch("the logits are " + shape_text(logits.shape) + ", not pictures x classes");
    }
    GoldenSet golden;
    const std::size_t picture_size =
        static_cast<std::size_t>(input.height) * static_cast<std::size_t>(input.width) * 3;
    const std::size_t row_size = static_cast<std::size_t>(classes) * sizeof(float);
    for (std::size_t i = 0; i < static_cast<std::size_t>(images.shape[0]); ++i) {
        Image image{input.width, input.height, std::vector<std::uint8_t>(picture_size)};
        std::memcpy(image.pixels.data(), images.bytes.data() + i * picture_size, picture_size);
        golden.images.push_back(std::move(image));
        std::vector<float> row(static_cast<std::size_t>(classes));
        std::memcpy(row.data(), logits.bytes.data() + i * row_size, row_size);
        golden.logits.push_back(std::move(row));
    }
    return golden;
}

Result<void> put_golden(const GoldenSet &golden, const Manifest &manifest, TensorMap &tensors) {
    if (golden.images.size() != golden.logits.size()) {
        return mismatch("pictures and logits are not equally many");
    }
    if (golden.images.empty()) {
        return {};
    }
    const auto count = static_cast<std::int64_t>(golden.images.size());
    const InputRule &input = manifest.input;
    const std::int64_t classes = manifest.architecture.classes;
    Tensor images{DataType::uint8, {count, input.height, input.width, 3}, {}};
    Tensor logits{DataType::float32, {count, classes}, {}};
    const std::size_t picture_size =
        static_cast<std::size_t>(input.height) * static_cast<std::size_t>(input.width) * 3;
    for (std::size_t i = 0; i < golden.images.size(); ++i) {
        const Image &image = golden.images[i];
        if (image.width != input.width || image.height != input.height ||
            image.pixels.size() != picture_size) {
            return mismatch("a picture does not have the model's input size");
        }
        if (golden.logits[i].size() != static_cast<std::size_t>(classes)) {
            return mismatch("there are not as many logits as classes");
        }
        const auto pixels = std::as_bytes(std::span(image.pixels));
        images.bytes.insert(images.bytes.end(), pixels.begin(), pixels.end());
        const auto row = std::as_bytes(std::span(golden.logits[i]));
        logits.bytes.insert(logits.bytes.end(), row.begin(), row.end());
    }
    tensors[images_name] = std::move(images);
    tensors[logits_name] = std::move(logits);
    return {};
}

/// As a checked header claims them.
std::uint64_t bytes_of(const Tensor &tensor) {
    return byte_count(tensor.type, tensor.shape).value_or(0);
}

/// Whether the header is that of a model, so that nothing is allocated for what is none.
Result<void> check_header(const SafetensorsHeader &header, const std::filesystem::path &path) {
    const auto manifest = manifest_of(header.metadata, path);
    if (!manifest) {
        return manifest.error();
    }
    TensorMap weights = outline_of(header);
    for (const char *name : {images_name, logits_name}) {
        const auto golden = weights.extract(name);
        if (golden && bytes_of(golden.mapped()) > most_needless_bytes) {
            return mismatch("they take more than 64 MB");
        }
    }
    // Whether they are the network's weights is for who computes with them. But much memory is
    // taken for nothing else.
    std::uint64_t needless = 0;
    for (const auto &[name, tensor] : weights) {
        needless += bytes_of(tensor);
    }
    for (const ExpectedTensor &expected : expected_tensors(manifest->architecture)) {
        const auto found = weights.find(expected.name);
        if (found != weights.end() && found->second.shape == expected.shape) {
            needless -= bytes_of(found->second);
        }
    }
    if (needless <= most_needless_bytes) {
        return {};
    }
    return check_tensors(manifest->architecture, weights);
}

} // namespace

Result<Model> read_model(const std::filesystem::path &path) {
    auto file = read_safetensors(
        path, [&path](const SafetensorsHeader &header) { return check_header(header, path); });
    if (!file) {
        return file.error();
    }
    auto manifest = manifest_of(file->metadata, path);
    if (!manifest) {
        return manifest.error();
    }
    auto golden = take_golden(file->tensors, *manifest);
    if (!golden) {
        // Another network's weights are the greater trouble.
        const Result<void> fits = check_tensors(manifest->architecture, file->tensors);
        return fits ? golden.error() : fits.error();
    }
    return Model{std::move(*manifest), std::move(file->tensors), std::move(*golden)};
}

Result<Manifest> read_model_manifest(const std::filesystem::path &path) {
    const auto metadata = read_safetensors_metadata(path);
    if (!metadata) {
        return metadata.error();
    }
    return manifest_of(*metadata, path);
}

Result<void> write_model(const std::filesystem::path &path, const Model &model) {
    SafetensorsFile file{model.weights, {{manifest_key, to_json(model.manifest)}}};
    if (auto put = put_golden(model.golden, model.manifest, file.tensors); !put) {
        return put;
    }
    return write_safetensors(path, file);
}

} // namespace vitrine
