#include "app/services/picture_reader.hpp"

#include "core/images/decode_image.hpp"

#include <QFile>
#include <QPainter>

#include <algorithm>
#include <filesystem>

namespace vitrine {
namespace {

std::filesystem::path to_path(const QString &path) {
    return {QFile::encodeName(path).toStdString()};
}

constexpr int picture_priority = 1;
constexpr int thumbnail_priority = 0;

} // namespace

QImage to_qimage(const Image &image, int longest_side) {
    if (image.empty())
        return {};
    const QImage view(image.pixels.data(), image.width, image.height,
                      static_cast<qsizetype>(image.width) * 3, QImage::Format_RGB888);
    if (std::max(image.width, image.height) > longest_side)
        return view
            .scaled(longest_side, longest_side, Qt::KeepAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    return view.convertToFormat(QImage::Format_RGB32);
}

Result<Image> from_qimage(const QImage &image) {
    if (image.isNull())
        return Error{"not_an_image"};
    const std::int64_t limit = DecodeLimits{}.max_pixels;
    if (std::int64_t{image.width()} * image.height() > limit)
        return Error{
            "too_large",
            {std::to_string(image.width()), std::to_string(image.height()), std::to_string(limit)}};
    QImage flat(image.size(), QImage::Format_RGB888);
    if (flat.isNull())
        return Error{"out_of_memory"};
    flat.fill(Qt::white);
    QPainter(&flat).drawImage(flat.rect(), image, image.rect());
    Image result{flat.width(), flat.height(), {}};
    const auto row_bytes = static_cast<std::ptrdiff_t>(flat.width()) * 3;
    result.pixels.reserve(static_cast<std::size_t>(row_bytes * flat.height()));
    for (int row = 0; row < flat.height(); ++row) {
        const uchar *line = flat.constScanLine(row);
        result.pixels.insert(result.pixels.end(), line, line + row_bytes);
    }
    return result;
}

PictureReader::PictureReader(QObject *parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

PictureReader::~PictureReader() {
    newest_ = ~quint64{0};
    pool_.clear();
    pool_.waitForDone();
}

void PictureReader::read(quint64 ticket, const QString &path) {
    start(ticket, [path] { return read_image(to_path(path)); });
}

void PictureReader::convert(quint64 ticket, const QImage &image) {
    start(ticket, [image] { return from_qimage(image); });
}

void PictureReader::start(quint64 ticket, std::function<Result<Image>()> make) {
    newest_ = ticket;
    pool_.start(
        [this, ticket, make = std::move(make)] {
            if (newest_ != ticket)
                return; // the visitor has gone on to another
            auto decoded = make();
            if (newest_ != ticket)
                return;
            if (!decoded) {
                Q_EMIT read_failed(ticket, decoded.error());
                return;
            }
            auto image = std::make_shared<const Image>(std::move(*decoded));
            QImage preview = to_qimage(*image, preview_side);
            QImage thumbnail = preview;
            if (std::min(preview.width(), preview.height()) > thumbnail_side)
                thumbnail =
                    preview.scaled(thumbnail_side, thumbnail_side, Qt::KeepAspectRatioByExpanding,
                                   Qt::SmoothTransformation);
            Q_EMIT read_done(ticket, {std::move(image), std::move(preview), std::move(thumbnail)});
        },
        picture_priority);
}

void PictureReader::read_thumbnail(quint64 ticket, int index, const QString &path, int side) {
    pool_.start(
        [this, ticket, index, path, side] {
            if (newest_ == ~quint64{0})
                return;
            DecodeLimits limits;
            limits.target_side = side;
            const auto decoded = read_image(to_path(path), limits);
            if (!decoded)
                return; // the tile stays empty; tapping it tells why
            const int shorter = std::min(decoded->width, decoded->height);
            const int longer = std::max(decoded->width, decoded->height);
            const int wanted = shorter > side ? side * longer / shorter : longer;
            Q_EMIT thumbnail_done(ticket, index, to_qimage(*decoded, wanted));
        },
        thumbnail_priority);
}

} // namespace vitrine
