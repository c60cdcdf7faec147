// JPEG through libjpeg-turbo.
#include "core/images/formats/format.hpp"
#include "core/images/formats/jpeg_reader.hpp"
#include "core/images/orientation.hpp"

#include <algorithm>

namespace vitrine::formats {
namespace {

int orientation_of(const jpeg_decompress_struct &info) {
    for (const auto *marker = info.marker_list; marker != nullptr; marker = marker->next) {
        const auto data = std::as_bytes(std::span(marker->data, marker->data_length));
        if (marker->marker == JPEG_APP0 + 1 && starts_with(data, std::string_view("Exif\0\0", 6)))
            return exif_orientation(data);
    }
    return 1;
}

/// Every 8 × 8 block takes a bit at least (arithmetic coding less): a short file that claims a huge
/// picture is refused before memory is taken.
bool is_too_short(const jpeg_decompress_struct &info, std::size_t file_size) {
    std::uint64_t blocks = 0;
    for (int i = 0; i < info.num_components; ++i)
        blocks +=
            std::uint64_t{info.comp_info[i].width_in_blocks} * info.comp_info[i].height_in_blocks;
    return info.arith_code == FALSE && blocks / 8 > file_size;
}

/// Is there an end mark behind the segments and scans? A large picture whose end is missing is
/// refused before memory is taken; what is missing within is found in decoding.
bool reaches_the_end(std::span<const std::byte> bytes) {
    const auto byte = [&](std::size_t i) { return std::to_integer<unsigned>(bytes[i]); };
    std::size_t at = 2;
    while (at + 1 < bytes.size()) {
        if (byte(at) != 0xFF) {
            // Scans are long: look for the next mark as fast as memory can be read.
            const void *next = std::memchr(bytes.data() + at, 0xFF, bytes.size() - at);
            if (next == nullptr)
                return false;
            at = static_cast<std::size_t>(static_cast<const std::byte *>(next) - bytes.data());
            continue;
        }
        const unsigned mark = byte(at + 1);
        if (mark == 0xD9)
            return true;
        if (mark == 0xFF) // padding
            ++at;
        else if (mark <= 0x01 || (mark >= 0xD0 && mark <= 0xD8)) // no length follows
            at += 2;
        else if (at + 3 < bytes.size())
            at += 2 + ((byte(at + 2) << 8U) | byte(at + 3));
        else
            return false;
    }
    return false;
}

/// Scale in eighths: the smallest that leaves the shorter side at least twice the wanted one.
unsigned scale_for(const jpeg_decompress_struct &info, int target_side) {
    if (target_side <= 0)
        return JpegReader::whole_size;
    const std::uint64_t shorter = std::min(info.image_width, info.image_height);
    for (unsigned eighths = 1; eighths < 8; ++eighths)
        if (shorter * eighths / 8 >= 2 * static_cast<std::uint64_t>(target_side))
            return eighths;
    return JpegReader::whole_size;
}

/// Adobe's programs store CMYK inverted (255: no ink), and all others followed.
void cmyk_to_rgb(const std::uint8_t *cmyk, std::uint8_t *rgb, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[3 * i + channel] =
                static_cast<std::uint8_t>((cmyk[4 * i + channel] * cmyk[4 * i + 3] + 127) / 255);
}

Result<Image> read_pixels(JpegReader &reader, bool cmyk) {
    const auto width = std::size_t{reader.info().output_width};
    const auto height = std::size_t{reader.info().output_height};
    Image image{static_cast<int>(width), static_cast<int>(height), {}};
    // Grown row by row: a file that ends early never touches the memory for the rest.
    image.pixels.reserve(width * height * 3);
    std::vector<std::uint8_t> cmyk_row(cmyk ? width * 4 : 0);
    for (std::size_t y = 0; y < height; ++y) {
        image.pixels.resize((y + 1) * width * 3);
        std::uint8_t *row = image.pixels.data() + y * width * 3;
        if (!reader.read_row(cmyk ? cmyk_row.data() : row))
            return reader.error();
        if (cmyk)
            cmyk_to_rgb(cmyk_row.data(), row, width);
    }
    if (!reader.finish())
        return reader.error();
    return image;
}

} // namespace

bool is_jpeg(std::span<const std::byte> start) noexcept {
    return starts_with(start, "\xFF\xD8\xFF");
}

Result<Image> decode_jpeg(const Request &request) {
    JpegReader reader(request.bytes);
    if (!reader.read_header(request.limits.max_memory_bytes))
        return reader.error();
    const jpeg_decompress_struct &info = reader.info();
    const int orientation = orientation_of(info);
    // Several scans: all coefficients are kept, 16 bits each.
    const int coefficients = reader.has_multiple_scans() ? 2 * info.num_components : 0;
    if (auto admitted =
            admit(request, info.image_width, info.image_height, orientation, 3 + coefficients);
        !admitted)
        return admitted.error();
    if (is_too_short(info, request.bytes.size()) || !reaches_the_end(request.bytes))
        return Error{"truncated", {}};
    const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    if (!reader.start(cmyk ? JCS_CMYK : JCS_RGB, scale_for(info, request.limits.target_side)))
        return reader.error();
    auto image = read_pixels(reader, cmyk);
    if (!image)
        return image;
    return upright(std::move(*image), orientation);
}

} // namespace vitrine::formats
