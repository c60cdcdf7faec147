#include "app/services/picture_card.hpp"

#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "app/services/verdict_words.hpp"
#include "core/support/atomic_file.hpp"

#include <QBuffer>
#include <QFile>
#include <QFont>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

// The light theme's, since such a picture is printed and sent.
constexpr QRgb ground = 0xFFF6F4EF;
constexpr QRgb ink = 0xFF14181C;
constexpr QRgb quiet = 0xFF55606B;
constexpr QRgb track = 0xFFDDD8CE;
constexpr int width = 1080;
constexpr int margin = 48;
constexpr int inner = width - 2 * margin;
constexpr int most_picture = 1080; ///< height
constexpr int bar_height = 14;
constexpr int gap = 16;

QRgb tone_of(Confidence verdict) {
    switch (verdict) {
    case Confidence::sure:
        return 0xFF0F5F3A;
    case Confidence::probably:
        return 0xFF724A00;
    case Confidence::not_sure:
    case Confidence::unknown:
        break;
    }
    return 0xFF4A545E;
}

/// Draws text below what was drawn, or only measures where there is no painter.
class Column {
  public:
    explicit Column(QPainter *painter) : painter_(painter) {}

    void text(const QString &words, int size, QRgb colour, bool bold) {
        if (words.isEmpty())
            return;
        QFont font = font_of(size, bold);
        const QRect room(margin, y_, inner, 10'000);
        const QRect taken = QFontMetrics(font).boundingRect(room, Qt::TextWordWrap, words);
        if (painter_ != nullptr) {
            painter_->setFont(font);
            painter_->setPen(QColor::fromRgb(colour));
            painter_->drawText(QRect(margin, y_, inner, taken.height()), Qt::TextWordWrap, words);
        }
        y_ += taken.height() + gap / 2;
    }

    void picture(const QImage &image, QSize size) {
        if (painter_ != nullptr)
            painter_->drawImage(
                QRect(QPoint((width - size.width()) / 2, y_), size),
                image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        y_ += size.height() + 2 * gap;
    }

    void bar(const PictureCard::Bar &bar, QRgb tone) {
        const QFont font = font_of(30, false);
        const QFontMetrics metrics(font);
        if (painter_ != nullptr) {
            const QRect line(margin, y_, inner, metrics.height());
            const int number = metrics.horizontalAdvance(bar.percentage) + gap;
            painter_->setFont(font);
            painter_->setPen(QColor::fromRgb(ink));
            painter_->drawText(line, Qt::AlignLeft,
                               metrics.elidedText(bar.label, Qt::ElideRight, inner - number));
            painter_->setPen(QColor::fromRgb(quiet));
            painter_->drawText(line, Qt::AlignRight, bar.percentage);
            fill(inner, track, metrics.height());
            fill(static_cast<int>(std::lround(inner * std::clamp(bar.probability, 0.0, 1.0))), tone,
                 metrics.height());
        }
        y_ += metrics.height() + bar_height + gap;
    }

    void space(int height) { y_ += height; }
    [[nodiscard]] int height() const { return y_; }

  private:
    static QFont font_of(int size, bool bold) {
        QFont font = QGuiApplication::font();
        font.setPixelSize(size);
        font.setBold(bold);
        return font;
    }
    void fill(int length, QRgb colour, int below) {
        painter_->setPen(Qt::NoPen);
        painter_->setBrush(QColor::fromRgb(colour));
        painter_->drawRoundedRect(
            QRect(margin, y_ + below, std::max(length, bar_height), bar_height), bar_height / 2.0,
            bar_height / 2.0);
    }
    QPainter *painter_;
    int y_ = margin;
};

QSize picture_size(const QImage &picture) {
    QSize size = picture.size().scaled(inner, most_picture, Qt::KeepAspectRatio);
    return size.expandedTo({1, 1});
}

int lay_out(QPainter *painter, const PictureCard &card) {
    Column column(painter);
    column.picture(card.picture, picture_size(card.picture));
    column.text(card.headline, 72, ink, true);
    column.text(card.confidence, 40, tone_of(card.verdict), true);
    column.text(card.kinds, 32, quiet, false);
    column.space(gap);
    for (const PictureCard::Bar &bar : card.bars)
        column.bar(bar, tone_of(card.verdict));
    column.text(card.footer, 24, quiet, false);
    return column.height() + margin - gap / 2;
}

/// "vitrine-ship-or-boat-2031-04-05-060708": of the subject only what every disk takes.
QString stem_of(const PictureCard &card, const QDateTime &now) {
    QString stem = QStringLiteral("vitrine-");
    for (const QChar letter : card.subject)
        if (letter.isLetterOrNumber())
            stem.append(letter);
        else if (!stem.endsWith(u'-'))
            stem.append(u'-');
    if (!stem.endsWith(u'-'))
        stem.append(u'-');
    return stem + now.toString(QStringLiteral("yyyy-MM-dd-HHmmss"));
}

} // namespace

PictureCard card_of(const QImage &picture, const Verdict &verdict, const Manifest &manifest,
                    const Language &language) {
    PictureCard card{picture,
                     headline_of(verdict, manifest, language),
                     confidence_of(verdict, language),
                     kinds_of(verdict, manifest, language),
                     language.text("save.footer", {language.word(manifest.title)}),
                     {},
                     verdict.confidence,
                     {}};
    if (verdict.confidence == Confidence::sure || verdict.confidence == Confidence::probably)
        card.subject = language.word(verdict.headline);
    for (const Candidate &candidate : verdict.candidates)
        card.bars.push_back({language.word(candidate.word),
                             language.percentage(candidate.probability), candidate.probability});
    return card;
}

QImage draw_picture_card(const PictureCard &card) {
    QImage image(width, lay_out(nullptr, card), QImage::Format_RGB32);
    if (image.isNull())
        return image;
    image.fill(ground);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    lay_out(&painter, card);
    return image;
}

Result<QString> save_picture_card(const PictureCard &card, const QString &folder,
                                  const QDateTime &now) {
    const QImage image = draw_picture_card(card);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        return Error{"out_of_memory"};
    const auto path = free_file(folder, stem_of(card, now), QStringLiteral("png"));
    if (!path)
        return path.error();
    const auto written = write_file_atomically(
        QFile::encodeName(*path).toStdString(),
        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    if (!written)
        return written.error();
    return path;
}

} // namespace vitrine
