// The strip of pictures to try.
#pragma once

#include "core/models/manifest.hpp"

#include <QAbstractListModel>
#include <QImage>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;
class PictureReader;

/// The built-in pictures that suit a model, or the pictures of a folder that the operator named.
/// Roles: title, thumbnail (an image, null until it is read).
class SampleModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PicturePage")

  public:
    enum Role { TitleRole = Qt::UserRole + 1, ThumbnailRole };
    static constexpr int thumbnail_side = 160; ///< px of the shorter side
    static constexpr int strip_length = 6;
    static constexpr int folder_length = 60; ///< at most so many of an operator's folder

    SampleModel(const Language &language, PictureReader &reader, QObject *parent = nullptr);

    /// share/vitrine/samples/<model name>: the pictures that its samples.json lists. No folder:
    /// empty.
    void show_built_in(const QString &model_name);
    /// The pictures right in `folder`, by name. They stay, whatever model is opened.
    void show_folder(const QString &folder);
    /// No folder any more: the built-in pictures again.
    void leave_folder(const QString &model_name);
    void retranslate();

    [[nodiscard]] QString path(int row) const;  ///< empty when there is no such row
    [[nodiscard]] Phrase phrase(int row) const; ///< the title, in both languages

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  private:
    struct Sample {
        QString path;
        Phrase title;
        QImage thumbnail;
    };
    void show(std::vector<Sample> samples);
    void take_thumbnail(quint64 ticket, int row, const QImage &thumbnail);

    const Language &language_;
    PictureReader &reader_;
    std::vector<Sample> samples_;
    quint64 generation_ = 0;
    bool folder_shown_ = false;
};

} // namespace vitrine
