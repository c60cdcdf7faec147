// A picture with what was said of it, as one image to keep.
#pragma once

#include "core/models/verdict.hpp"
#include "core/support/result.hpp"

#include <QColor>
#include <QDateTime>
#include <QImage>
#include <QString>

#include <vector>

namespace vitrine {

class Language;

struct PictureCard {
    struct Bar {
        QString label;
        QString percentage;
        double probability = 0; ///< 0 to 1
    };
    QImage picture;
    QString headline;   ///< "这是猫"
    QString confidence; ///< "很有把握"; may be empty, as kinds and footer
    QString kinds;
    QString footer;
    std::vector<Bar> bars;
    Confidence verdict = Confidence::sure; ///< gives confidence and bars their colour
    QString subject{};                     ///< for the file's name, "cat"; empty: nothing is named
};

/// What `manifest`'s model says of the picture, in words.
[[nodiscard]] PictureCard card_of(const QImage &picture, const Verdict &verdict,
                                  const Manifest &manifest, const Language &language);

/// The photo above, the words and bars below; 1080 px wide. Any thread.
[[nodiscard]] QImage draw_picture_card(const PictureCard &card);

/// Draws the card and writes it to `folder` (made where it is missing) as
/// vitrine[-<subject>]-<date>-<time>[-<n>].png, never over another file, whole or not at all. Gives
/// the path. Blocks on the disk: not for the GUI thread. Errors: those of write_file_atomically(),
/// out_of_memory.
[[nodiscard]] Result<QString> save_picture_card(const PictureCard &card, const QString &folder,
                                                const QDateTime &now);

} // namespace vitrine
