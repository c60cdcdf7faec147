// Reads pictures off the GUI thread.
#pragma once

#include "core/images/decode_image.hpp"
#include "core/images/image.hpp"
#include "core/support/result.hpp"

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace vitrine {

template <typename Owner> class OwnerLink;

/// A decoded picture: the pixels that the model is given, upright, and the same for the screen.
struct ReadPicture {
    std::shared_ptr<const Image> image;
    QImage preview;     ///< at most PictureReader::preview_side on its longer side
    QImage thumbnail{}; ///< PictureReader::thumbnail_side on its shorter side, or smaller
};

/// How a file is read and decoded: read_image(), or a test's own.
using ReadImage = std::function<Result<Image>(const std::filesystem::path &, const DecodeLimits &)>;
[[nodiscard]] Result<Image> read_whole_image(const std::filesystem::path &path,
                                             const DecodeLimits &limits);

/// Decodes one picture at a time on a thread of its own. Of the pictures asked for with read(),
/// decode() and convert() only the newest is answered; thumbnails are all answered, after the
/// pictures. A disk that does not answer holds up neither the pictures behind it nor the program's
/// end: after `patience` its thread is left behind, and another goes on. All members are called on
/// the thread that this object lives on; signals come there.
class PictureReader : public QObject {
    Q_OBJECT

  public:
    static constexpr int preview_side = 2048; ///< every graphics card takes this
    static constexpr int thumbnail_side = 160;
    static constexpr std::chrono::milliseconds default_patience{10'000};
    /// Threads that are left behind at once; with so many, what is asked for fails without one.
    static constexpr int most_left_behind = 8;

    explicit PictureReader(QObject *parent = nullptr);
    PictureReader(ReadImage read, std::chrono::milliseconds patience, QObject *parent = nullptr);
    ~PictureReader() override; ///< waits a moment for the file that is being decoded

    /// `ticket` comes back with the answer. Tickets must grow.
    void read(quint64 ticket, const QString &path);
    /// The same for the bytes of a picture file (pasted).
    void decode(quint64 ticket, const QByteArray &bytes);
    /// The same for a picture that is in memory already.
    void convert(quint64 ticket, const QImage &image);
    /// What is under way is not answered, and let go as soon as it can be. `ticket`: newer than
    /// any.
    void forget(quint64 ticket);
    /// `side`: pixels of the shorter side.
    void read_thumbnail(quint64 ticket, int index, const QString &path, int side);

  Q_SIGNALS:
    void read_done(quint64 ticket, const vitrine::ReadPicture &picture);
    /// Errors: those of read_image(), decode_image() and from_qimage(), and too_slow (path).
    void read_failed(quint64 ticket, const vitrine::Error &error);
    void thumbnail_done(quint64 ticket, int index, const QImage &thumbnail);

  private:
    struct Task;
    struct Worker; ///< a thread, and what it has to do
    struct Shared; ///< with all threads, also those left behind
    void start(quint64 ticket, const QString &path, std::function<Result<Image>()> make);
    void start(Task task);
    void look(); ///< whether the thread comes on
    [[nodiscard]] std::shared_ptr<Worker> make_worker();

    const ReadImage read_;
    const std::chrono::milliseconds patience_;
    std::shared_ptr<OwnerLink<PictureReader>> link_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<Worker> worker_;
    QTimer look_; ///< runs while something is to be done
};

/// The same pixels as a QImage, shrunk where its longer side is above `longest_side`.
[[nodiscard]] QImage to_qimage(const Image &image, int longest_side);
/// The same pixels as core knows them, transparency over white. Errors: unsupported (null: Qt could
/// not open it), too_large (width, height, limit in pixels, as for files), out_of_memory.
[[nodiscard]] Result<Image> from_qimage(const QImage &image);

} // namespace vitrine
