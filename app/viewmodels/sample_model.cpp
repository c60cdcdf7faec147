#include "app/viewmodels/sample_model.hpp"

#include "app/services/language.hpp"
#include "app/services/picture_reader.hpp"
#include "core/data/picture_folder.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine {
namespace {

Phrase phrase_of(const QJsonObject &title) {
    return {title["en"].toString().toStdString(), title["zh"].toString().toStdString()};
}

/// Where the models on board lie too: beside the program's own folder, built as installed.
QString shared_folder() {
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + "/../share/vitrine");
}

} // namespace

SampleModel::SampleModel(const Language &language, PictureReader &reader, QObject *parent)
    : QAbstractListModel(parent), language_(language), reader_(reader) {
    connect(&reader_, &PictureReader::thumbnail_done, this, &SampleModel::take_thumbnail);
}

void SampleModel::show_built_in(const QString &model_name) {
    if (folder_shown_)
        return;
    std::vector<Sample> samples;
    const QDir folder(shared_folder() + "/samples/" + model_name);
    QFile list(folder.filePath("samples.json"));
    if (list.open(QIODevice::ReadOnly)) {
        const QJsonArray entries = QJsonDocument::fromJson(list.readAll()).array();
        for (const QJsonValue &entry : entries) {
            const QString file = entry["file"].toString();
            if (!file.isEmpty() && samples.size() < strip_length)
                samples.push_back(
                    {folder.filePath(file), phrase_of(entry["title"].toObject()), {}});
        }
    }
    show(std::move(samples));
}

void SampleModel::show_folder(const QString &folder) {
    folder_shown_ = true;
    std::vector<Sample> samples;
    const auto files = QDir(folder).entryInfoList(QDir::Files | QDir::Readable, QDir::Name);
    for (const QFileInfo &file : files) {
        if (samples.size() == folder_length)
            break;
        if (!has_picture_name(file.fileName().toStdString()))
            continue;
        const std::string name = file.completeBaseName().toStdString();
        samples.push_back({file.absoluteFilePath(), {name, name}, {}});
    }
    show(std::move(samples));
}

void SampleModel::leave_folder(const QString &model_name) {
    if (!folder_shown_)
        return;
    folder_shown_ = false;
    show_built_in(model_name);
}

void SampleModel::show(std::vector<Sample> samples) {
    beginResetModel();
    samples_ = std::move(samples);
    ++generation_;
    endResetModel();
    for (int row = 0; row < rowCount(); ++row)
        reader_.read_thumbnail(generation_, row, path(row), thumbnail_side);
}

void SampleModel::take_thumbnail(quint64 ticket, int row, const QImage &thumbnail) {
    if (ticket != generation_ || row >= rowCount())
        return;
    samples_[static_cast<std::size_t>(row)].thumbnail = thumbnail;
    Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
}

void SampleModel::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {TitleRole});
}

QString SampleModel::path(int row) const {
    return row >= 0 && row < rowCount() ? samples_[static_cast<std::size_t>(row)].path : QString();
}

Phrase SampleModel::phrase(int row) const {
    return row >= 0 && row < rowCount() ? samples_[static_cast<std::size_t>(row)].title : Phrase{};
}

int SampleModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(samples_.size());
}

QVariant SampleModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == TitleRole || role == Qt::DisplayRole)
        return language_.word(phrase(index.row()));
    if (role == ThumbnailRole)
        return samples_[static_cast<std::size_t>(index.row())].thumbnail;
    return {};
}

QHash<int, QByteArray> SampleModel::roleNames() const {
    return {{TitleRole, "title"}, {ThumbnailRole, "thumbnail"}};
}

} // namespace vitrine
