#include "core/images/decode_image.hpp"

#include "core/images/formats/format.hpp"
#include "core/support/atomic_file.hpp"

#include <array>
#include <exception>
#include <fmt/format.h>
#include <new>

namespace vitrine {
namespace {

struct Format {
    std::string_view name;
    bool (*recognises)(std::span<const std::byte>) noexcept;
    Result<Image> (*decode)(const formats::Request &);
};

constexpr std::array known_formats{
    Format{"jpeg", formats::is_jpeg, formats::decode_jpeg},
    Format{"png", formats::is_png, formats::decode_png},
    Format{"webp", formats::is_webp, formats::decode_webp},
    Format{"gif", formats::is_gif, formats::decode_gif},
    Format{"tiff", formats::is_tiff, formats::decode_tiff},
    Format{"bmp", formats::is_bmp, formats::decode_bmp},
};

const Format *format_of(std::span<const std::byte> bytes) noexcept {
    for (const Format &format : known_formats)
        if (format.recognises(bytes))
            return &format;
    return nullptr;
}

/// Pictures that people do have, but that are not read: better said than "not a picture".
std::string_view known_but_unread(std::span<const std::byte> bytes) noexcept {
    if (formats::starts_with(bytes, "ftyp", 4)) {
        for (const std::string_view brand : {"heic", "heix", "heif", "mif1", "msf1"})
            if (formats::starts_with(bytes, brand, 8))
                return "HEIC";
        if (formats::starts_with(bytes, "avif", 8) || formats::starts_with(bytes, "avis", 8))
            return "AVIF";
    }
    if (formats::starts_with(bytes, "\xFF\x0A") ||
        formats::starts_with(bytes, std::string_view("\0\0\0\x0CJXL ", 8)))
        return "JPEG XL";
    if (formats::starts_with(bytes, std::string_view("\0\0\0\x0CjP  ", 8)))
        return "JPEG 2000";
    return {};
}

Result<void> is_picture(std::span<const std::byte> start) {
    if (start.empty())
        return Error{"empty_file", {}};
    if (format_of(start) != nullptr)
        return {};
    if (const auto name = known_but_unread(start); !name.empty())
        return Error{"unsupported", {std::string(name)}};
    return Error{"not_an_image", {}};
}

} // namespace

Result<Image> decode_image(std::span<const std::byte> bytes, const DecodeLimits &limits,
                           PictureSource *source) {
    PictureSource unwanted;
    PictureSource &noted = source == nullptr ? unwanted : *source;
    noted = {};
    if (auto recognised = is_picture(bytes); !recognised)
        return recognised.error();
    const Format &format = *format_of(bytes);
    noted.format = format.name;
    try {
        return format.decode({bytes, limits, noted});
    } catch (const std::bad_alloc &) {
        return Error{"out_of_memory", {fmt::format("{} × {} pixels", noted.width, noted.height)}};
    } catch (const std::exception &exception) {
        return Error{"damaged", {exception.what()}};
    }
}

Result<Image> read_image(const std::filesystem::path &path, const DecodeLimits &limits,
                         PictureSource *source) {
    if (source != nullptr)
        *source = {};
    // A film of 200 MB that is called .jpg is refused after its first bytes.
    auto bytes = read_file(path, static_cast<std::uint64_t>(limits.max_file_bytes), is_picture);
    if (!bytes)
        return bytes.error();
    return decode_image(*bytes, limits, source);
}

} // namespace vitrine
