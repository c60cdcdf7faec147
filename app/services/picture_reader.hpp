// Reads pictures off the GUI thread.
#pragma once

#include "core/images/image.hpp"
#include "core/support/result.hpp"

#include <QImage>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace vitrine {

/// A decoded picture: the pixels that the model is given, upright, and the same for the screen.
struct ReadPicture {
    std::shared_ptr<const Image> image;
    QImage preview;     ///< at most PictureReader::preview_side on its longer side
    QImage thumbnail{}; ///< PictureReader::thumbnail_side on its shorter side, or smaller
};

/// Decodes one picture at a time on a thread of its own. Of the pictures asked for with read() and
/// convert() only the newest is answered; thumbnails are all answered, after the pictures. Signals
/// come on the thread that this object lives on.
class PictureReader : public QObject {
    Q_OBJECT

  public:
    static constexpr int preview_side = 2048; ///< every graphics card takes this
    static constexpr int thumbnail_side = 160;

    explicit PictureReader(QObject *parent = nullptr);
    ~PictureReader() override; ///< waits for the file that is being decoded

    /// `ticket` comes back with the answer. Tickets must grow.
    void read(quint64 ticket, const QString &path);
    /// The same for a picture that is in memory already (pasted).
    void convert(quint64 ticket, const QImage &image);
    /// What is under way is not answered, and let go as soon as it can be. `ticket`: newer than
    /// any.
    void forget(quint64 ticket) { newest_ = ticket; }
    /// `side`: pixels of the shorter side.
    void read_thumbnail(quint64 ticket, int index, const QString &path, int side);

  Q_SIGNALS:
    void read_done(quint64 ticket, const vitrine::ReadPicture &picture);
    void read_failed(quint64 ticket, const vitrine::Error &error);
    void thumbnail_done(quint64 ticket, int index, const QImage &thumbnail);

  private:
    void start(quint64 ticket, std::function<Result<Image>()> make);

    std::atomic<quint64> newest_ = 0;
    QThreadPool pool_;
};

/// The same pixels as a QImage, shrunk where its longer side is above `longest_side`.
[[nodiscard]] QImage to_qimage(const Image &image, int longest_side);
/// The same pixels as core knows them, transparency over white. Errors: not_an_image (null),
/// too_large (width, height, limit in pixels, as for files), out_of_memory.
[[nodiscard]] Result<Image> from_qimage(const QImage &image);

} // namespace vitrine
