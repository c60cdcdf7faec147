// The first frame of a GIF through giflib.
#include "core/images/formats/format.hpp"

#include <algorithm>
#include <array>
#include <gif_lib.h>
#include <memory>

namespace vitrine::formats {
namespace {

struct Source {
    std::span<const std::byte> bytes;
    std::size_t position = 0;
    bool ended = false; ///< more was asked for than is there
};

int read_from_memory(GifFileType *gif, GifByteType *to, int count) {
    auto &source = *static_cast<Source *>(gif->UserData);
    const std::size_t available =
        std::min(static_cast<std::size_t>(count), source.bytes.size() - source.position);
    std::memcpy(to, source.bytes.data() + source.position, available);
    source.position += available;
    source.ended = source.ended || available < static_cast<std::size_t>(count);
    return static_cast<int>(available);
}

struct Close {
    void operator()(GifFileType *gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

Error error_of(const Source &source, int code) {
    if (source.ended)
        return {"truncated", {}};
    if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
        throw std::bad_alloc();
    const char *text = GifErrorString(code);
    return {"damaged", {text == nullptr ? "its data are broken" : text}};
}

Error error_of(const GifFileType *gif) {
    return error_of(*static_cast<const Source *>(gif->UserData), gif->Error);
}

/// Goes to the first picture. Gives the index of the transparent colour, or −1.
Result<int> find_first_frame(GifFileType *gif) {
    int transparent = -1;
    for (;;) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        if (DGifGetRecordType(gif, &type) == GIF_ERROR)
            return error_of(gif);
        if (type == IMAGE_DESC_RECORD_TYPE) {
            if (DGifGetImageDesc(gif) == GIF_ERROR)
                return error_of(gif);
            return transparent;
        }
        if (type == TERMINATE_RECORD_TYPE)
            return Error{"damaged", {"it has no frame"}};
        if (type != EXTENSION_RECORD_TYPE)
            continue;
        int code = 0;
        GifByteType *block = nullptr;
        if (DGifGetExtension(gif, &code, &block) == GIF_ERROR)
            return error_of(gif);
        while (block != nullptr) {
            GraphicsControlBlock control{};
            if (code == GRAPHICS_EXT_FUNC_CODE &&
                DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
                transparent = control.TransparentColor;
            if (DGifGetExtensionNext(gif, &block) == GIF_ERROR)
                return error_of(gif);
        }
    }
}

/// Colours by index; indices beyond the map are black, the transparent one is white.
std::array<GifColorType, 256> palette_of(const GifFileType *gif, int transparent) {
    std::array<GifColorType, 256> palette{};
    const ColorMapObject *map =
        gif->Image.ColorMap != nullptr ? gif->Image.ColorMap : gif->SColorMap;
    if (map != nullptr)
        std::copy_n(map->Colors, std::clamp(map->ColorCount, 0, 256), palette.begin());
    if (transparent >= 0 && transparent < 256)
        palette[static_cast<std::size_t>(transparent)] = {255, 255, 255};
    return palette;
}

/// The rows in the order in which they are stored (GIF89a, appendix E).
std::vector<int> row_order(int height, bool interlaced) {
    std::vector<int> rows;
    rows.reserve(static_cast<std::size_t>(height));
    if (!interlaced)
        for (int y = 0; y < height; ++y)
            rows.push_back(y);
    else
        for (const auto &[start, step] : {std::pair{0, 8}, {4, 8}, {2, 4}, {1, 2}})
            for (int y = start; y < height; y += step)
                rows.push_back(y);
    return rows;
}

Result<void> read_frame(GifFileType *gif, int transparent, Image &canvas) {
    const GifImageDesc &frame = gif->Image;
    const auto palette = palette_of(gif, transparent);
    std::vector<GifPixelType> indices(static_cast<std::size_t>(frame.Width));
    for (const int y : row_order(frame.Height, frame.Interlace)) {
        if (DGifGetLine(gif, indices.data(), frame.Width) == GIF_ERROR)
            return error_of(gif);
        std::uint8_t *to =
            canvas.pixels.data() + (std::ptrdiff_t{frame.Top + y} * canvas.width + frame.Left) * 3;
        for (const GifPixelType index : indices) {
            *to++ = palette[index].Red;
            *to++ = palette[index].Green;
            *to++ = palette[index].Blue;
        }
    }
    return {};
}

/// Is the rest of the file there, up to the end mark? `rest` begins with the data blocks of a
/// frame; behind them are further frames, or nothing.
bool reaches_the_end(std::span<const std::byte> rest) {
    std::size_t at = 0;
    const auto byte = [&](std::size_t i) { return std::to_integer<unsigned>(rest[i]); };
    const auto skip_blocks = [&] {
        while (at < rest.size() && byte(at) != 0)
            at += byte(at) + 1;
        ++at;
    };
    skip_blocks();
    while (at < rest.size()) {
        const unsigned kind = byte(at);
        if (kind == 0x3B)
            return true;
        if (kind == 0x21) {
            at += 2;
        } else if (kind == 0x2C && at + 10 <= rest.size()) {
            const unsigned flags = byte(at + 9);
            at += 11 + ((flags & 0x80U) != 0 ? std::size_t{3} << ((flags & 7U) + 1) : 0);
        } else {
            // Some writers leave zeros or other bytes here; decoders look for the next record.
            ++at;
            continue;
        }
        skip_blocks();
    }
    return false;
}

} // namespace

bool is_gif(std::span<const std::byte> start) noexcept {
    return starts_with(start, "GIF87a") || starts_with(start, "GIF89a");
}

Result<Image> decode_gif(const Request &request) {
    Source source{request.bytes};
    int code = 0;
    const Gif gif(DGifOpen(&source, read_from_memory, &code));
    if (!gif)
        return error_of(source, code);
    auto transparent = find_first_frame(gif.get());
    if (!transparent)
        return transparent.error();
    const GifImageDesc &frame = gif->Image;
    if (frame.Left < 0 || frame.Top < 0 || frame.Width <= 0 || frame.Height <= 0)
        return Error{"damaged", {"its frame has no size"}};
    // Browsers enlarge a canvas that is too small for its frame; so do we.
    const int width = std::max(gif->SWidth, frame.Left + frame.Width);
    const int height = std::max(gif->SHeight, frame.Top + frame.Height);
    if (auto admitted = admit(request, width, height, 1, 3); !admitted)
        return admitted.error();
    // Before pixel memory is taken.
    if (!reaches_the_end(request.bytes.subspan(source.position)))
        return Error{"truncated", {}};
    Image canvas{width, height, {}};
    canvas.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3,
                         255);
    if (auto read = read_frame(gif.get(), *transparent, canvas); !read)
        return read.error();
    return canvas;
}

} // namespace vitrine::formats
