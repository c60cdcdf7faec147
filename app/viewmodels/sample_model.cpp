#include "app/viewmodels/sample_model.hpp"

#include "app/services/language.hpp"
#include "app/services/model_library.hpp"
#include "app/services/picture_reader.hpp"
#include "core/support/log.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

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

SampleModel::SampleModel(const Language &language, PictureReader &reader, ListFolder list,
                         QObject *parent)
    : QAbstractListModel(parent), language_(language), reader_(reader), listing_(std::move(list)) {
    connect(&reader_, &PictureReader::thumbnail_done, this, &SampleModel::take_thumbnail);
    connect(&listing_, &FolderListing::listed, this, [this](const auto &entries) {
        take_folder(entries);
        end_listing();
    });
    connect(&listing_, &FolderListing::failed, this, [this](const Error &error) {
        take_failure(error);
        end_listing();
    });
    impatience_.setSingleShot(true);
    impatience_.setInterval(std::chrono::seconds(15));
    connect(&impatience_, &QTimer::timeout, this, [this] {
        take_failure({"folder_silent", {folder_.toStdString()}});
    });
}

QString SampleModel::folder() const {
    if (!shows_built_in())
        return folder_;
    const QString samples = shared_folder() + QStringLiteral("/samples/");
    const bool has_own = !model_name_.isEmpty() && QFileInfo(samples + model_name_).isDir();
    return samples + (has_own ? model_name_ : QString::fromUtf8(default_model_name.data()));
}

void SampleModel::show_built_in(const QString &model_name, std::vector<QImage> brought) {
    model_name_ = model_name;
    brought_ = std::move(brought);
    if (shows_built_in())
        list_built_in();
}

void SampleModel::list_built_in() {
    std::vector<Sample> samples;
    const QDir folder(shared_folder() + QStringLiteral("/samples/") + model_name_);
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
    if (samples.empty()) {
        for (const QImage &picture : brought_) {
            if (samples.size() == strip_length)
                break;
            const std::string number = std::to_string(samples.size() + 1);
            samples.push_back(
                {{}, Language::phrase("picture.test", {{number, number}}), picture, true});
        }
    }
    show(std::move(samples));
}

void SampleModel::show_folder(const QString &folder) {
    folder_ = folder;
    folder_failed_ = false;
    listing_under_way_ = list_again_ = false; // of another folder, if any
    set_loading(true);
    show({});
    list_folder_again();
}

void SampleModel::list_folder_again() {
    if (std::exchange(listing_under_way_, true)) {
        list_again_ = true; // which may have looked too early
        return;
    }
    listing_.start(folder_);
    impatience_.start();
}

void SampleModel::end_listing() {
    impatience_.stop();
    listing_under_way_ = false;
    if (std::exchange(list_again_, false))
        list_folder_again();
}

void SampleModel::leave_folder() {
    if (folder_.isEmpty())
        return;
    listing_.cancel();
    impatience_.stop();
    listing_under_way_ = list_again_ = false;
    folder_.clear();
    set_loading(false);
    list_built_in();
}

void SampleModel::look_again() {
    if (!folder_.isEmpty())
        list_folder_again();
}

void SampleModel::take_folder(const std::vector<FolderEntry> &entries) {
    std::vector<FolderEntry> pictures;
    std::ranges::copy_if(entries, std::back_inserter(pictures), std::logical_not(),
                         &FolderEntry::is_folder);
    if (pictures.empty()) {
        take_failure({"folder_without_pictures", {folder_.toStdString()}});
        return;
    }
    std::ranges::sort(pictures, {}, &FolderEntry::by_name);
    std::vector<Sample> samples;
    for (const FolderEntry &picture : pictures) {
        if (samples.size() == folder_length)
            break;
        const std::string name = QFileInfo(picture.name).completeBaseName().toStdString();
        samples.push_back({picture.path, {name, name}, {}, false, picture.modified});
    }
    const bool same = !folder_failed_ && shows(samples);
    folder_failed_ = false;
    set_loading(false);
    if (!same)
        show(std::move(samples));
}

bool SampleModel::shows(const std::vector<Sample> &samples) const {
    return std::ranges::equal(samples, samples_, [](const Sample &one, const Sample &other) {
        return one.path == other.path && one.modified == other.modified;
    });
}

void SampleModel::take_failure(const Error &error) {
    if (std::exchange(folder_failed_, true))
        return; // still not there
    log::warning("picture", "the built-in pictures are offered instead: {}",
                 english_message(error));
    set_loading(false);
    list_built_in();
}

void SampleModel::set_loading(bool loading) {
    if (std::exchange(loading_, loading) != loading)
        Q_EMIT loading_changed();
}

void SampleModel::show(std::vector<Sample> samples) {
    beginResetModel();
    samples_ = std::move(samples);
    ++generation_;
    endResetModel();
    for (int row = 0; row < rowCount(); ++row)
        if (!path(row).isEmpty())
            reader_.read_thumbnail(generation_, row, path(row), thumbnail_side);
    Q_EMIT none_changed();
}

bool SampleModel::none() const {
    return samples_.empty() && shows_built_in() && !loading_ && !model_name_.isEmpty();
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

QImage SampleModel::picture(int row) const {
    if (row < 0 || row >= rowCount())
        return {};
    const Sample &sample = samples_[static_cast<std::size_t>(row)];
    return sample.in_memory ? sample.thumbnail : QImage();
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
