// The first page of a TIFF through libtiff.
#include "core/images/formats/format.hpp"
#include "core/images/orientation.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <limits>
#include <memory>
#include <tiffio.h>

namespace vitrine::formats {
namespace {

/// A file in memory, as libtiff's callbacks see it.
struct Source {
    std::span<const std::byte> bytes;
    std::uint64_t position = 0;
    bool ended = false; ///< more was asked for than is there
    char text[200] = "";
};

tmsize_t read_from_memory(thandle_t handle, void *to, tmsize_t count) {
    auto &source = *static_cast<Source *>(handle);
    const std::uint64_t size = source.bytes.size();
    const std::uint64_t available = source.position < size ? size - source.position : 0;
    const std::uint64_t taken = std::min(available, static_cast<std::uint64_t>(count));
    source.ended = source.ended || taken < static_cast<std::uint64_t>(count);
    if (taken > 0)
        std::memcpy(to, source.bytes.data() + source.position, taken);
    source.position += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t refuse_to_write(thandle_t, void *, tmsize_t) { return 0; }

toff_t seek_in_memory(thandle_t handle, toff_t offset, int whence) {
    auto &source = *static_cast<Source *>(handle);
    const std::uint64_t base = whence == SEEK_CUR   ? source.position
                               : whence == SEEK_END ? source.bytes.size()
                                                    : 0;
    source.position = base + offset;
    return source.position;
}

int close_nothing(thandle_t) { return 0; }

toff_t size_in_memory(thandle_t handle) { return static_cast<Source *>(handle)->bytes.size(); }

/// Keeps the first message: what follows are its consequences.
int keep_error(TIFF *, void *user, const char *, const char *format, va_list arguments) {
    auto &source = *static_cast<Source *>(user);
    if (source.text[0] == '\0')
        std::vsnprintf(source.text, sizeof(source.text), format, arguments);
    return 1;
}

int drop_warning(TIFF *, void *, const char *, const char *, va_list) { return 1; }

struct Close {
    void operator()(TIFF *tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

Tiff open(Source &source, std::int64_t max_memory) {
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
        TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
    if (!options)
        throw std::bad_alloc();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(max_memory));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), drop_warning, nullptr);
    return Tiff(TIFFClientOpenExt("picture", "rm", &source, read_from_memory, refuse_to_write,
                                  seek_in_memory, close_nothing, size_in_memory, nullptr, nullptr,
                                  options.get()));
}

Error error_of(const Source &source) {
    const std::string_view text = source.text;
    const bool short_data = text.find("ead error") != text.npos ||
                            text.find("Not enough data") != text.npos ||
                            text.find("Premature EOF") != text.npos;
    if (source.ended || short_data)
        return {"truncated", {}};
    return {"damaged", {text.empty() ? "its data are broken" : std::string(text)}};
}

/// Do all strips or tiles lie inside the file? Some codecs do not miss their last bytes.
bool holds_its_data(TIFF *tiff, std::uint64_t size) {
    const std::uint32_t count =
        TIFFIsTiled(tiff) != 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t bytes = TIFFGetStrileByteCount(tiff, i);
        if (bytes > size || TIFFGetStrileOffset(tiff, i) > size - bytes)
            return false;
    }
    return true;
}

class RgbaReader {
  public:
    RgbaReader() = default;
    RgbaReader(const RgbaReader &) = delete;
    RgbaReader &operator=(const RgbaReader &) = delete;
    ~RgbaReader() {
        if (begun_)
            TIFFRGBAImageEnd(&image_);
    }

    bool begin(TIFF *tiff, char *text) {
        begun_ = TIFFRGBAImageBegin(&image_, tiff, 1, text) != 0;
        // The tag is obeyed by upright(): libtiff only mirrors, it does not turn.
        image_.orientation = ORIENTATION_TOPLEFT;
        image_.req_orientation = ORIENTATION_TOPLEFT;
        return begun_;
    }

    bool read(std::uint32_t *pixels) {
        return TIFFRGBAImageGet(&image_, pixels, image_.width, image_.height) != 0;
    }

  private:
    TIFFRGBAImage image_{};
    bool begun_ = false;
};

} // namespace

bool is_tiff(std::span<const std::byte> start) noexcept {
    using namespace std::string_view_literals;
    return starts_with(start, "II*\0"sv) || starts_with(start, "MM\0*"sv) ||
           starts_with(start, "II+\0"sv) || starts_with(start, "MM\0+"sv);
}

Result<Image> decode_tiff(const Request &request) {
    Source source{request.bytes};
    const Tiff tiff = open(source, request.limits.max_memory_bytes);
    if (!tiff)
        return error_of(source);
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t tag = ORIENTATION_TOPLEFT;
    TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_ORIENTATION, &tag);
    const int orientation = tag >= 1 && tag <= 8 ? tag : 1;
    // RGBA and RGB together, and a strip or tile, which may be the whole picture with 16 bits.
    if (auto admitted = admit(request, width, height, orientation, 10); !admitted)
        return admitted.error();
    char text[1024] = "";
    if (TIFFRGBAImageOK(tiff.get(), text) == 0)
        return Error{"unsupported", {"tiff", text}};
    if (!holds_its_data(tiff.get(), request.bytes.size()))
        return Error{"truncated", {}};
    RgbaReader reader;
    if (!reader.begin(tiff.get(), text))
        return source.ended ? error_of(source) : Error{"unsupported", {"tiff", text}};
    const std::size_t count = std::size_t{width} * height;
    std::vector<std::uint32_t> rgba(count);
    if (!reader.read(rgba.data()))
        return error_of(source);
    Image image{static_cast<int>(width), static_cast<int>(height), {}};
    image.pixels.resize(count * 3);
    for (std::size_t i = 0; i < count; ++i) {
        // Premultiplied by alpha: white shines through by what is missing.
        const std::uint32_t white = 255 - TIFFGetA(rgba[i]);
        image.pixels[3 * i] = static_cast<std::uint8_t>(std::min(255U, TIFFGetR(rgba[i]) + white));
        image.pixels[3 * i + 1] =
            static_cast<std::uint8_t>(std::min(255U, TIFFGetG(rgba[i]) + white));
        image.pixels[3 * i + 2] =
            static_cast<std::uint8_t>(std::min(255U, TIFFGetB(rgba[i]) + white));
    }
    rgba = {};
    return upright(std::move(image), orientation);
}

} // namespace vitrine::formats
