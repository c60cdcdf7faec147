// PNG through libpng.
#include "core/images/formats/format.hpp"
#include "core/images/orientation.hpp"

#include <algorithm>
#include <csetjmp>
#include <png.h>

namespace vitrine::formats {
namespace {

constexpr std::string_view signature("\x89PNG\r\n\x1A\n", 8);

/// libpng reports errors by longjmp. Each member that calls it sets the jump's target itself and
/// holds no object with a destructor, so that a jump skips none.
class PngReader {
  public:
    explicit PngReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    PngReader(const PngReader &) = delete;
    PngReader &operator=(const PngReader &) = delete;
    ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }

    bool read_header() {
        png_ = png_create_read_struct(
            PNG_LIBPNG_VER_STRING, this,
            [](png_structp png, png_const_charp text) { self(png).fail(text); },
            [](png_structp, png_const_charp) {});
        info_ = png_ == nullptr ? nullptr : png_create_info_struct(png_);
        if (info_ == nullptr)
            return false;
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp): libpng offers no other way
            return false;
        png_set_read_fn(png_, this, [](png_structp png, png_bytep to, std::size_t count) {
            self(png).read(png, to, count);
        });
        png_set_user_limits(png_, 0x7FFFFFFF, 0x7FFFFFFF); // admit() checks the size
        // Everything but pixels, palette, transparency and eXIf is skipped unread: a few KB of text
        // or of a profile inflate to megabytes. A negative count stands for unknown chunks and all
        // known ones that libpng can do without, eXIf among them.
        png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
        static constexpr png_byte exif[] = "eXIf";
        png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_AS_DEFAULT, exif, 1);
        png_set_chunk_malloc_max(png_, 8U << 20); // for chunks that later libpngs may know
        png_set_chunk_cache_max(png_, 1);         // keeps none of them
        png_read_info(png_, info_);
        return true;
    }

    /// Everything becomes 8 bits RGB or RGBA.
    bool start() {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        png_set_expand(png_);
        png_set_scale_16(png_);
        png_set_gray_to_rgb(png_);
        passes_ = png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
        return true;
    }

    bool read_row(std::uint8_t *row) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        png_read_row(png_, row, nullptr);
        return true;
    }

    bool finish() {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        png_read_end(png_, info_);
        return true;
    }

    [[nodiscard]] std::size_t width() const { return png_get_image_width(png_, info_); }
    [[nodiscard]] std::size_t height() const { return png_get_image_height(png_, info_); }
    [[nodiscard]] std::size_t row_bytes() const { return png_get_rowbytes(png_, info_); }
    [[nodiscard]] int channels() const { return png_get_channels(png_, info_); }
    [[nodiscard]] bool interlaced() const {
        return png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE;
    }
    [[nodiscard]] int passes() const noexcept { return passes_; }

    [[nodiscard]] int orientation() const {
        png_uint_32 size = 0;
        png_bytep data = nullptr;
        if (png_get_eXIf_1(png_, info_, &size, &data) == 0)
            return 1;
        return exif_orientation(std::as_bytes(std::span(data, size)));
    }

    [[nodiscard]] Error error() const {
        const std::string_view text = text_;
        if (ended_ || text.find("Not enough") != text.npos || text.find("Truncated") != text.npos)
            return {"truncated", {}};
        return {"damaged", {text.empty() ? "libpng cannot start" : text_}};
    }

  private:
    static PngReader &self(png_structp png) {
        return *static_cast<PngReader *>(png_get_error_ptr(png));
    }

    [[noreturn]] void fail(const char *text) {
        std::snprintf(text_, sizeof(text_), "%s", text);
        std::longjmp(target_, 1); // NOLINT(cert-err52-cpp)
    }

    void read(png_structp png, png_bytep to, std::size_t count) {
        if (count > bytes_.size() - position_) {
            ended_ = true;
            png_error(png, "end of file");
        }
        std::memcpy(to, bytes_.data() + position_, count);
        position_ += count;
    }

    std::span<const std::byte> bytes_;
    std::size_t position_ = 0;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    std::jmp_buf target_{};
    int passes_ = 1;
    bool ended_ = false;
    char text_[160] = "";
};

/// Do all chunks lie inside the file, up to the end mark? libpng takes memory for the length that
/// an eXIf chunk claims, up to 2 GB, before it looks for the data.
bool holds_its_chunks(std::span<const std::byte> bytes) {
    std::size_t at = signature.size();
    while (bytes.size() - at >= 12) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i)
            length = length << 8 | std::to_integer<std::size_t>(bytes[at + i]);
        if (length > bytes.size() - at - 12)
            return false;
        if (starts_with(bytes, "IEND", at + 4))
            return true;
        at += length + 12;
    }
    return false;
}

/// Interlaced pictures, of which all rows must be held at once.
Result<void> read_all_passes(PngReader &reader, std::uint8_t *rows) {
    for (int pass = 0; pass < reader.passes(); ++pass)
        for (std::size_t y = 0; y < reader.height(); ++y)
            if (!reader.read_row(rows + y * reader.row_bytes()))
                return reader.error();
    return {};
}

Result<void> read_interlaced(PngReader &reader, Image &image) {
    image.pixels.resize(reader.width() * reader.height() * 3);
    if (reader.channels() == 3)
        return read_all_passes(reader, image.pixels.data());
    std::vector<std::uint8_t> rgba(reader.row_bytes() * reader.height());
    if (auto read = read_all_passes(reader, rgba.data()); !read)
        return read;
    lay_over_white(rgba.data(), image.pixels.data(), reader.width() * reader.height());
    return {};
}

Result<void> read_in_order(PngReader &reader, Image &image) {
    const std::size_t row_size = reader.width() * 3;
    image.pixels.reserve(row_size * reader.height());
    std::vector<std::uint8_t> rgba(reader.channels() == 4 ? reader.row_bytes() : 0);
    for (std::size_t y = 0; y < reader.height(); ++y) {
        image.pixels.resize((y + 1) * row_size);
        std::uint8_t *row = image.pixels.data() + y * row_size;
        if (!reader.read_row(rgba.empty() ? row : rgba.data()))
            return reader.error();
        if (!rgba.empty())
            lay_over_white(rgba.data(), row, reader.width());
    }
    return {};
}

} // namespace

bool is_png(std::span<const std::byte> start) noexcept { return starts_with(start, signature); }

Result<Image> decode_png(const Request &request) {
    if (!holds_its_chunks(request.bytes))
        return Error{"truncated", {}};
    PngReader reader(request.bytes);
    if (!reader.read_header())
        return reader.error();
    if (auto admitted = admit(request, static_cast<std::int64_t>(reader.width()),
                              static_cast<std::int64_t>(reader.height()), reader.orientation(),
                              reader.interlaced() ? 7 : 3);
        !admitted)
        return admitted.error();
    // Deflate packs at most 1032 to 1: a short file that claims a huge picture is refused before
    // memory is taken.
    if (reader.row_bytes() * reader.height() / 1032 > request.bytes.size())
        return Error{"truncated", {}};
    if (!reader.start())
        return reader.error();
    Image image{static_cast<int>(reader.width()), static_cast<int>(reader.height()), {}};
    auto read = reader.interlaced() ? read_interlaced(reader, image) : read_in_order(reader, image);
    if (!read)
        return read.error();
    // The checksum of the compressed data and the end mark come last.
    if (!reader.finish())
        return reader.error();
    const int orientation = reader.orientation(); // eXIf may stand behind the pixels
    if (swaps_sides(orientation)) {
        request.source.width = image.height;
        request.source.height = image.width;
    }
    return upright(std::move(image), orientation);
}

} // namespace vitrine::formats
