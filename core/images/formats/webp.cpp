// WebP through libwebp; of an animation the first frame.
#include "core/images/formats/format.hpp"
#include "core/images/orientation.hpp"

#include <algorithm>
#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>

namespace vitrine::formats {
namespace {

using Demuxer = std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)>;

struct FirstFrame {
    FirstFrame() = default;
    FirstFrame(const FirstFrame &) = delete;
    FirstFrame &operator=(const FirstFrame &) = delete;
    ~FirstFrame() { WebPDemuxReleaseIterator(&iterator); }
    WebPIterator iterator{};
};

int orientation_of(const WebPDemuxer *demuxer) {
    WebPChunkIterator chunk{};
    int orientation = 1;
    if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk) != 0)
        orientation =
            exif_orientation(std::as_bytes(std::span(chunk.chunk.bytes, chunk.chunk.size)));
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

Error error_of(VP8StatusCode status) {
    switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
        return {"truncated", {}};
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        return {"unsupported", {"webp"}};
    case VP8_STATUS_OUT_OF_MEMORY:
        throw std::bad_alloc();
    default:
        return {"damaged", {"its data are broken"}};
    }
}

/// The frame's pixels: R G B, or R G B A when it has alpha.
Result<void> decode_frame(const WebPIterator &frame, bool alpha,
                          std::vector<std::uint8_t> &pixels) {
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0)
        return Error{"unsupported", {"webp", "another libwebp than this was built for"}};
    const int stride = frame.width * (alpha ? 4 : 3);
    pixels.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(frame.height));
    config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = {pixels.data(), stride, pixels.size()};
    const auto status = WebPDecode(frame.fragment.bytes, frame.fragment.size, &config);
    WebPFreeDecBuffer(&config.output);
    if (status != VP8_STATUS_OK)
        return error_of(status);
    return {};
}

/// A white picture of the whole canvas with the frame in its place.
Image on_canvas(const WebPIterator &frame, bool alpha, const std::vector<std::uint8_t> &pixels,
                int width, int height) {
    Image image{width, height, {}};
    image.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3,
                        255);
    const auto count = static_cast<std::size_t>(frame.width);
    for (int y = 0; y < frame.height; ++y) {
        std::uint8_t *to =
            image.pixels.data() + (std::ptrdiff_t{frame.y_offset + y} * width + frame.x_offset) * 3;
        const std::uint8_t *from =
            pixels.data() + static_cast<std::size_t>(y) * count * (alpha ? 4 : 3);
        if (alpha)
            lay_over_white(from, to, count);
        else
            std::copy_n(from, count * 3, to);
    }
    return image;
}

} // namespace

bool is_webp(std::span<const std::byte> start) noexcept {
    return starts_with(start, "RIFF") && starts_with(start, "WEBP", 8);
}

Result<Image> decode_webp(const Request &request) {
    const WebPData data{as_bytes8(request.bytes), request.bytes.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    const Demuxer demuxer(WebPDemuxPartial(&data, &state), WebPDemuxDelete);
    if (state == WEBP_DEMUX_PARSE_ERROR)
        return Error{"damaged", {"its chunks are broken"}};
    if (!demuxer)
        return Error{"truncated", {}};
    const auto width = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH);
    const auto height = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
    const int orientation = orientation_of(demuxer.get());
    if (state == WEBP_DEMUX_PARSING_HEADER) // the canvas is not known yet
        return Error{"truncated", {}};
    if (auto admitted = admit(request, width, height, orientation, 7); !admitted)
        return admitted.error();
    if (state != WEBP_DEMUX_DONE)
        return Error{"truncated", {}};

    FirstFrame first;
    if (WebPDemuxGetFrame(demuxer.get(), 1, &first.iterator) == 0)
        return Error{"damaged", {"it has no frame"}};
    const WebPIterator &frame = first.iterator;
    WebPBitstreamFeatures features;
    if (const auto status = WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &features);
        status != VP8_STATUS_OK)
        return error_of(status);
    const bool inside = frame.x_offset >= 0 && frame.y_offset >= 0 &&
                        frame.width <= static_cast<int>(width) - frame.x_offset &&
                        frame.height <= static_cast<int>(height) - frame.y_offset;
    if (!inside || features.width != frame.width || features.height != frame.height)
        return Error{"damaged", {"its sizes contradict each other"}};

    const bool alpha = features.has_alpha != 0;
    std::vector<std::uint8_t> pixels;
    if (auto decoded = decode_frame(frame, alpha, pixels); !decoded)
        return decoded.error();
    const bool fills_canvas =
        frame.width == static_cast<int>(width) && frame.height == static_cast<int>(height);
    if (fills_canvas && !alpha)
        return upright({frame.width, frame.height, std::move(pixels)}, orientation);
    Image image =
        on_canvas(frame, alpha, pixels, static_cast<int>(width), static_cast<int>(height));
    pixels = {};
    return upright(std::move(image), orientation);
}

} // namespace vitrine::formats
