// BMP, read by our own code: it is small, and no library in Debian does this alone.
// After Microsoft's "Bitmap Storage", BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER.
#include "core/images/formats/format.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

namespace vitrine::formats {
namespace {

constexpr std::size_t file_header_size = 14;

enum Compression : std::uint32_t { rgb = 0, rle8 = 1, rle4 = 2, bit_fields = 3, alpha_fields = 6 };

using Colour = std::array<std::uint8_t, 3>;

struct Header {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool top_down = false;
    unsigned bits = 0;
    std::uint32_t compression = rgb;
    std::size_t pixels_at = 0;
    std::array<std::uint32_t, 4> masks{}; ///< R, G, B, alpha
    std::vector<Colour> palette;

    [[nodiscard]] std::size_t stored_row() const { // rows end on four bytes
        return (static_cast<std::size_t>(width) * bits + 31) / 32 * 4;
    }
};

/// Little-endian numbers; 0 outside the file (the caller has checked where it matters).
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] std::uint8_t byte(std::size_t at) const noexcept {
        return at < bytes_.size() ? std::to_integer<std::uint8_t>(bytes_[at]) : std::uint8_t{0};
    }
    [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const noexcept {
        std::uint32_t result = 0;
        for (std::size_t i = size; i-- > 0;)
            result = result << 8 | byte(at + i);
        return result;
    }

  private:
    std::span<const std::byte> bytes_;
};

Error unsupported(std::string what) { return {"unsupported", {"bmp", std::move(what)}}; }

Result<void> read_masks(const Reader &file, std::uint32_t header_size, Header &header) {
    if (header.compression == rgb) {
        // 16 bits: 5 each. 32 bits: the fourth byte means nothing.
        header.masks = header.bits == 16 ? std::array<std::uint32_t, 4>{0x7C00, 0x03E0, 0x001F, 0}
                                         : std::array<std::uint32_t, 4>{0xFF0000, 0xFF00, 0xFF, 0};
        return {};
    }
    const bool has_alpha = header_size >= 56 || header.compression == alpha_fields;
    for (std::size_t i = 0; i < (has_alpha ? 4U : 3U); ++i)
        header.masks[i] = file.number(file_header_size + 40 + 4 * i, 4);
    for (const std::uint32_t mask : header.masks) {
        const std::uint32_t run = mask == 0 ? 0 : mask >> std::countr_zero(mask);
        if ((run & (run + 1)) != 0)
            return Error{"damaged", {"its colour masks have holes"}};
    }
    return {};
}

void read_palette(const Reader &file, std::uint32_t header_size, std::uint32_t colours,
                  Header &header) {
    const std::size_t entry = header_size == 12 ? 3 : 4;
    const bool masks_follow = header_size == 40 && header.compression == bit_fields;
    const std::size_t start = file_header_size + header_size + (masks_follow ? 12 : 0);
    // Indices without a colour are black.
    header.palette.resize(256);
    const std::size_t count =
        colours == 0 ? std::size_t{1} << header.bits : std::min<std::size_t>(colours, 256);
    for (std::size_t i = 0; i < count && start + entry * (i + 1) <= header.pixels_at; ++i) {
        const std::size_t at = start + entry * i;
        header.palette[i] = {file.byte(at + 2), file.byte(at + 1), file.byte(at)};
    }
}

Result<void> check_kind(const Header &header) {
    const bool known_bits = header.bits == 1 || header.bits == 2 || header.bits == 4 ||
                            header.bits == 8 || header.bits == 16 || header.bits == 24 ||
                            header.bits == 32;
    if (!known_bits)
        return unsupported(std::to_string(header.bits) + " bits a pixel");
    const bool fits = header.compression == rgb ||
                      (header.compression == rle8 && header.bits == 8) ||
                      (header.compression == rle4 && header.bits == 4) ||
                      ((header.compression == bit_fields || header.compression == alpha_fields) &&
                       (header.bits == 16 || header.bits == 32));
    if (!fits)
        return unsupported("compression " + std::to_string(header.compression) + " with " +
                           std::to_string(header.bits) + " bits");
    return {};
}

Result<Header> read_header(const Reader &file) {
    if (file.size() < file_header_size + 12)
        return Error{"truncated", {}};
    Header header;
    header.pixels_at = file.number(10, 4);
    const std::uint32_t header_size = file.number(14, 4);
    if (file.size() < file_header_size + header_size)
        return Error{"truncated", {}};
    std::uint32_t colours = 0;
    if (header_size == 12) {
        header.width = file.number(18, 2);
        header.height = file.number(20, 2);
        header.bits = file.number(24, 2);
    } else if (header_size >= 40) {
        header.width = static_cast<std::int32_t>(file.number(18, 4));
        header.height = static_cast<std::int32_t>(file.number(22, 4));
        header.top_down = header.height < 0;
        header.height = std::abs(header.height);
        header.bits = file.number(28, 2);
        header.compression = file.number(30, 4);
        colours = file.number(46, 4);
    } else {
        return unsupported("a header of " + std::to_string(header_size) + " bytes");
    }
    if (auto known = check_kind(header); !known)
        return known.error();
    if (header.bits <= 8)
        read_palette(file, header_size, colours, header);
    else if (auto read = read_masks(file, header_size, header); !read)
        return read.error();
    return header;
}

/// The bits of `value` under `mask`, brought to 0 … 255.
std::uint8_t field(std::uint32_t value, std::uint32_t mask) noexcept {
    if (mask == 0)
        return 0;
    const std::uint32_t most = mask >> std::countr_zero(mask);
    const std::uint64_t part = (value & mask) >> std::countr_zero(mask);
    return static_cast<std::uint8_t>((part * 255 + most / 2) / most);
}

void read_row(const Reader &file, const Header &header, std::size_t at, std::uint8_t *to) {
    const auto width = static_cast<std::size_t>(header.width);
    for (std::size_t x = 0; x < width; ++x, to += 3) {
        if (header.bits <= 8) {
            const std::size_t bit = x * header.bits;
            const unsigned index = (file.byte(at + bit / 8) >> (8 - header.bits - bit % 8)) &
                                   ((1U << header.bits) - 1);
            std::ranges::copy(header.palette[index], to);
        } else if (header.bits == 24) {
            to[0] = file.byte(at + 3 * x + 2);
            to[1] = file.byte(at + 3 * x + 1);
            to[2] = file.byte(at + 3 * x);
        } else {
            const std::size_t size = header.bits / 8;
            const std::uint32_t value = file.number(at + size * x, size);
            const int alpha = header.masks[3] == 0 ? 255 : field(value, header.masks[3]);
            for (std::size_t channel = 0; channel < 3; ++channel)
                to[channel] = over_white(field(value, header.masks[channel]), alpha);
        }
    }
}

/// Run-length coding of 8 or 4 bits: pairs (count, value), or 0 and an escape.
class RunDecoder {
  public:
    RunDecoder(const Reader &file, const Header &header, Image &image)
        : file_(file), header_(header), image_(image), at_(header.pixels_at) {}

    Result<void> decode() {
        while (at_ + 2 <= file_.size()) {
            const unsigned count = file_.byte(at_);
            const unsigned value = file_.byte(at_ + 1);
            at_ += 2;
            if (count > 0) {
                for (unsigned i = 0; i < count; ++i)
                    put(header_.bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
            } else if (value == 0) { // end of row
                x_ = 0;
                ++y_;
            } else if (value == 1) { // end of picture
                return {};
            } else if (value == 2) { // jump
                x_ += file_.byte(at_);
                y_ += file_.byte(at_ + 1);
                at_ += 2;
            } else {
                literal(value);
            }
        }
        return Error{"truncated", {}};
    }

  private:
    void literal(unsigned count) {
        for (unsigned i = 0; i < count; ++i) {
            const unsigned byte = file_.byte(at_ + (header_.bits == 8 ? i : i / 2));
            put(header_.bits == 8 ? byte : i % 2 == 0 ? byte >> 4 : byte & 15);
        }
        const std::size_t bytes = header_.bits == 8 ? count : (count + 1) / 2;
        at_ += bytes + bytes % 2;
    }

    void put(unsigned index) {
        if (x_ < header_.width && y_ < header_.height) {
            const std::int64_t row = header_.top_down ? y_ : header_.height - 1 - y_;
            std::ranges::copy(header_.palette[index],
                              image_.pixels.data() + (row * header_.width + x_) * 3);
        }
        ++x_;
    }

    const Reader &file_;
    const Header &header_;
    Image &image_;
    std::size_t at_;
    std::int64_t x_ = 0;
    std::int64_t y_ = 0;
};

} // namespace

bool is_bmp(std::span<const std::byte> start) noexcept {
    // "BM" alone begins many a text: the reserved bytes and the kind of header must fit too.
    if (!starts_with(start, "BM"))
        return false;
    const Reader file(start);
    return start.size() < 18 || (file.number(14, 4) >= 12 && file.number(14, 4) <= 256 &&
                                 file.number(10, 4) >= file_header_size + 12);
}

Result<Image> decode_bmp(const Request &request) {
    const Reader file(request.bytes);
    auto header = read_header(file);
    if (!header)
        return header.error();
    if (auto admitted = admit(request, header->width, header->height, 1, 3); !admitted)
        return admitted.error();
    const auto width = static_cast<std::size_t>(header->width);
    const auto height = static_cast<std::size_t>(header->height);
    const bool runs = header->compression == rle8 || header->compression == rle4;
    if (!runs && file.size() < header->pixels_at + header->stored_row() * height)
        return Error{"truncated", {}};
    Image image{static_cast<int>(width), static_cast<int>(height), {}};
    image.pixels.resize(width * height * 3);
    if (runs) {
        // What the runs jump over shows the first colour.
        for (std::size_t i = 0; i < width * height; ++i)
            std::ranges::copy(header->palette[0], image.pixels.data() + 3 * i);
        if (auto decoded = RunDecoder(file, *header, image).decode(); !decoded)
            return decoded.error();
        return image;
    }
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t row = header->top_down ? y : height - 1 - y;
        read_row(file, *header, header->pixels_at + y * header->stored_row(),
                 image.pixels.data() + row * width * 3);
    }
    return image;
}

} // namespace vitrine::formats
