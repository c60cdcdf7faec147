// JPEG through libjpeg-turbo.
#include "core/images/formats/format.hpp"
#include "core/images/orientation.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <fmt/format.h>

#include <jpeglib.h>

#include <jerror.h>

namespace vitrine::formats {
namespace {

/// A few stray bytes between segments are left by many cameras and editors; more are damage.
constexpr int tolerated_stray_bytes = 16;
/// A progressive file of thousands of scans costs minutes; real ones have about ten.
constexpr int max_scans = 100;

/// libjpeg reports errors by longjmp. Each member that calls it sets the jump's target itself and
/// holds no object with a destructor, so that a jump skips none.
class JpegReader {
  public:
    explicit JpegReader(std::span<const std::byte> bytes) : bytes_(bytes) {
        info_.err = jpeg_std_error(&handlers_);
        info_.client_data = this;
        handlers_.error_exit = [](j_common_ptr info) { self(info).fail(); };
        handlers_.emit_message = [](j_common_ptr info, int level) {
            if (level < 0)
                self(info).warn();
        };
        handlers_.output_message = [](j_common_ptr) {}; // nothing on standard error
        progress_.progress_monitor = [](j_common_ptr info) { self(info).check_scans(); };
    }
    JpegReader(const JpegReader &) = delete;
    JpegReader &operator=(const JpegReader &) = delete;
    ~JpegReader() {
        if (created_)
            jpeg_destroy_decompress(&info_);
    }

    bool read_header(std::int64_t max_memory) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp): libjpeg offers no other way
            return false;
        jpeg_create_decompress(&info_);
        created_ = true;
        info_.progress = &progress_;
        info_.mem->max_memory_to_use = static_cast<long>(max_memory);
        jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xFFFF);
        jpeg_mem_src(&info_, as_bytes8(bytes_), static_cast<unsigned long>(bytes_.size()));
        jpeg_read_header(&info_, TRUE);
        return true;
    }

    bool start(bool cmyk, unsigned eighths) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        info_.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
        info_.scale_num = eighths;
        info_.scale_denom = 8;
        jpeg_start_decompress(&info_);
        return true;
    }

    bool read_row(std::uint8_t *row) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        jpeg_read_scanlines(&info_, &row, 1);
        return true;
    }

    bool finish() {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        jpeg_finish_decompress(&info_);
        return true;
    }

    [[nodiscard]] const jpeg_decompress_struct &info() const noexcept { return info_; }
    [[nodiscard]] bool has_multiple_scans() noexcept {
        return jpeg_has_multiple_scans(&info_) != FALSE;
    }

    [[nodiscard]] Error error() {
        switch (handlers_.msg_code) {
        case JWRN_JPEG_EOF:
        case JWRN_HIT_MARKER:
        case JERR_INPUT_EOF:
        case JERR_INPUT_EMPTY:
        case JERR_NO_IMAGE:
            return {"truncated", {}};
        case JERR_OUT_OF_MEMORY:
        case JERR_NO_BACKING_STORE:
        case JERR_IMAGE_TOO_BIG:
            return {"out_of_memory",
                    {fmt::format("{} × {} pixels", info_.image_width, info_.image_height)}};
        case JERR_BAD_PRECISION:
        case JERR_SOF_UNSUPPORTED:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_NOT_COMPILED:
        case JERR_ARITH_NOTIMPL:
            return {"unsupported", {"jpeg", text()}};
        default:
            return {"damaged", {too_many_scans_ ? std::string("it has too many scans") : text()}};
        }
    }

  private:
    static JpegReader &self(j_common_ptr info) {
        return *static_cast<JpegReader *>(info->client_data);
    }

    [[noreturn]] void fail() { std::longjmp(target_, 1); } // NOLINT(cert-err52-cpp)

    /// libjpeg only warns of missing and damaged data, and fills in grey.
    void warn() {
        switch (handlers_.msg_code) {
        case JWRN_ADOBE_XFORM:
        case JWRN_BOGUS_PROGRESSION:
        case JWRN_JFIF_MAJOR:
        case JWRN_BOGUS_ICC:
        case JWRN_TOO_MUCH_DATA:
            return;
        case JWRN_EXTRANEOUS_DATA:
            if (handlers_.msg_parm.i[0] <= tolerated_stray_bytes)
                return;
            break;
        default:
            break;
        }
        fail();
    }

    void check_scans() {
        if (info_.input_scan_number > max_scans) {
            too_many_scans_ = true;
            handlers_.msg_code = 0;
            fail();
        }
    }

    std::string text() {
        char buffer[JMSG_LENGTH_MAX] = "";
        handlers_.format_message(reinterpret_cast<j_common_ptr>(&info_), buffer);
        return buffer;
    }

    std::span<const std::byte> bytes_;
    jpeg_decompress_struct info_{};
    jpeg_error_mgr handlers_{};
    jpeg_progress_mgr progress_{};
    std::jmp_buf target_{};
    bool created_ = false;
    bool too_many_scans_ = false;
};

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
        return 8;
    const std::uint64_t shorter = std::min(info.image_width, info.image_height);
    for (unsigned eighths = 1; eighths < 8; ++eighths)
        if (shorter * eighths / 8 >= 2 * static_cast<std::uint64_t>(target_side))
            return eighths;
    return 8;
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
    if (!reader.start(cmyk, scale_for(info, request.limits.target_side)))
        return reader.error();
    auto image = read_pixels(reader, cmyk);
    if (!image)
        return image;
    return upright(std::move(*image), orientation);
}

} // namespace vitrine::formats
