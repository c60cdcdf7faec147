// This visitor's own pictures.
#pragma once

#include "core/models/manifest.hpp"

#include <QAbstractListModel>
#include <QImage>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// Newest first. Files are kept by their path and read again; pasted pictures are kept as shown.
/// Bounded: the oldest go at most_entries, and where the pasted ones take more than
/// most_bytes. Nothing is written to the disk. Roles: title, thumbnail.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with PicturePage")
    Q_PROPERTY(int count READ count NOTIFY count_changed)

  public:
    enum Role { TitleRole = Qt::UserRole + 1, ThumbnailRole };
    static constexpr std::size_t most_entries = 12;
    static constexpr qsizetype most_bytes = qsizetype{64} << 20;

    struct Entry {
        QString path; ///< empty: pasted
        QImage image; ///< null where there is a path
        QImage thumbnail;
        Phrase name;
        const char *name_id = nullptr; ///< a text of the table instead of name
        quint64 id = 0;                ///< of an entry that is there already; 0: a new one
    };

    explicit HistoryModel(const Language &language, QObject *parent = nullptr);

    /// A file, or an entry, that is there already moves to the front.
    void add(Entry entry);
    void clear();
    void retranslate();
    [[nodiscard]] const Entry *entry(int row) const; ///< null when there is no such row

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void count_changed();

  private:
    [[nodiscard]] bool too_much() const;

    const Language &language_;
    std::vector<Entry> entries_;
    quint64 last_id_ = 0;
};

} // namespace vitrine
