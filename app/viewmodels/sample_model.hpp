// The strip of pictures to try.
#pragma once

#include "app/services/files/folder_listing.hpp"
#include "core/models/manifest.hpp"

#include <QAbstractListModel>
#include <QImage>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <chrono>
#include <vector>

namespace vitrine {

class Language;
class PictureReader;

/// The built-in pictures that suit a model, else those that its file brings; or the pictures of a
/// folder that the operator named, as long as it has any and can be read. Roles: title, thumbnail
/// (an image, null until it is read). GUI thread only; the operator's folder is listed by
/// FolderListing.
class SampleModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PicturePage")
    /// The operator's folder is being listed.
    Q_PROPERTY(bool loading READ loading NOTIFY loading_changed)
    /// The model came without a picture, and there is no folder either.
    Q_PROPERTY(bool none READ none NOTIFY none_changed)

  public:
    enum Role { TitleRole = Qt::UserRole + 1, ThumbnailRole };
    static constexpr int thumbnail_side = 288; ///< px of the shorter side
    static constexpr int strip_length = 6;
    static constexpr int folder_length = 60; ///< at most so many of an operator's folder

    SampleModel(const Language &language, PictureReader &reader, ListFolder list = list_folder,
                QObject *parent = nullptr);

    /// share/vitrine/samples/<model name>: the pictures that its samples.json lists. No folder:
    /// `brought`, the ones that came in the model's file.
    void show_built_in(const QString &model_name, std::vector<QImage> brought = {});
    /// The pictures right in `folder`, by name. They stay, whatever model is opened. A folder that
    /// says nothing for `patience` gives way to the built-in pictures until it does.
    void show_folder(const QString &folder);
    /// No folder any more: the built-in pictures again.
    void leave_folder();
    /// Lists the folder again: it may have been filled, emptied, pulled out or put back since. What
    /// is shown stays where nothing has changed.
    void look_again();
    void set_patience(std::chrono::milliseconds patience) { impatience_.setInterval(patience); }
    void retranslate();

    [[nodiscard]] bool loading() const { return loading_; }
    [[nodiscard]] bool none() const;
    /// That the pictures are in, or will be; where the model has none in any folder, the one with
    /// the pictures of the default model.
    [[nodiscard]] QString folder() const;

    [[nodiscard]] QString path(int row) const;   ///< empty: no such row, or no file (see picture())
    [[nodiscard]] QImage picture(int row) const; ///< that is no file; null: there is none
    [[nodiscard]] Phrase phrase(int row) const;  ///< the title, in both languages

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void loading_changed();
    void none_changed();

  private:
    struct Sample {
        QString path;
        Phrase title;
        QImage thumbnail;
        bool in_memory = false; ///< the thumbnail is the picture, and there is no file
        qint64 modified = 0;    ///< s since 1970, of a file of the operator's
    };
    [[nodiscard]] bool shows_built_in() const { return folder_.isEmpty() || folder_failed_; }
    void list_built_in();
    void take_folder(const std::vector<FolderEntry> &entries);
    void take_failure(const Error &error);
    void list_folder_again();
    void end_listing();
    [[nodiscard]] bool shows(const std::vector<Sample> &samples) const;
    void set_loading(bool loading);
    void show(std::vector<Sample> samples);
    void take_thumbnail(quint64 ticket, int row, const QImage &thumbnail);

    const Language &language_;
    PictureReader &reader_;
    std::vector<Sample> samples_;
    quint64 generation_ = 0;
    FolderListing listing_;
    QString model_name_; ///< whose built-in pictures are meant; empty: of none yet
    std::vector<QImage> brought_;
    QString folder_; ///< the operator's, empty: none
    bool folder_failed_ = false;
    bool listing_under_way_ = false; ///< no second is begun beside one that may never end
    bool list_again_ = false;        ///< once that has ended
    bool loading_ = false;
    QTimer impatience_;
};

} // namespace vitrine
