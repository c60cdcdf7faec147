#include "app/viewmodels/files/picture_grid.hpp"

#include "app/services/classify_csv.hpp"
#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "app/services/verdict_words.hpp"
#include "app/supervision/stall_watch.hpp"
#include "app/viewmodels/files/thumbnail_provider.hpp"
#include "core/support/atomic_file.hpp"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace vitrine {
namespace {

constexpr int settle_ms = 1000;
constexpr int seconds_a_minute = 60;
constexpr int table_top = InferenceThread::wanted_candidates;

PictureGrid::Certainty certainty_of(const RunResult &result) {
    if (result.error)
        return PictureGrid::Failed;
    switch (result.verdict.confidence) {
    case Confidence::sure:
        return PictureGrid::Sure;
    case Confidence::probably:
        return PictureGrid::Probably;
    case Confidence::not_sure:
        return PictureGrid::NotSure;
    case Confidence::unknown:
        break;
    }
    return PictureGrid::Unknown;
}

double sureness(const RunResult &result) {
    return result.error || result.verdict.candidates.empty()
               ? -1.0
               : result.verdict.candidates.front().probability;
}

std::filesystem::path to_path(const QString &path) {
    return {QFile::encodeName(path).toStdString()};
}

} // namespace

PictureGrid::PictureGrid(const Language &language, InferenceThread &inference, QObject *parent)
    : QAbstractListModel(parent), language_(language), run_(inference) {
    settle_.setSingleShot(true);
    settle_.setInterval(settle_ms);
    writer_.setMaxThreadCount(1);
    connect(&settle_, &QTimer::timeout, this, &PictureGrid::rearrange);
    connect(&run_, &PictureRun::listed, this, &PictureGrid::take_list);
    connect(&run_, &PictureRun::advanced, this, &PictureGrid::take_results);
    connect(&run_, &PictureRun::ended, this, [this] {
        rearrange();
        Q_EMIT progress_changed();
    });
}

PictureGrid::~PictureGrid() { writer_.waitForDone(); }

void PictureGrid::open_paths(const QStringList &paths) {
    close();
    paths_ = paths;
    shown_ = true;
    start();
    Q_EMIT active_changed();
}

void PictureGrid::set_model(const std::shared_ptr<const OpenedModel> &model) {
    model_ = model;
    if (active())
        start();
}

void PictureGrid::start() {
    run_.cancel();
    beginResetModel();
    entries_.clear();
    order_shown_.clear();
    endResetModel();
    classes_.clear();
    class_filter_ = 0;
    done_ = failed_ = 0;
    listed_ = false;
    if (model_) {
        std::vector<std::filesystem::path> paths;
        for (const QString &path : paths_)
            paths.push_back(to_path(path));
        since_start_.start();
        run_.start(std::move(paths), model_->manifest.input);
    }
    Q_EMIT progress_changed();
    Q_EMIT view_changed();
}

void PictureGrid::cancel() { run_.cancel(); }

void PictureGrid::close() {
    ++grid_; // what is being written is told to nobody
    paths_.clear();
    shown_ = false;
    exported_to_.clear();
    export_error_.reset();
    order_ = ByName;
    certainty_filter_ = -1;
    run_.cancel();
    beginResetModel();
    entries_.clear();
    order_shown_.clear();
    endResetModel();
    classes_.clear();
    class_filter_ = 0;
    done_ = failed_ = 0;
    listed_ = false;
    Q_EMIT active_changed();
    Q_EMIT progress_changed();
    Q_EMIT view_changed();
    Q_EMIT export_changed();
}

void PictureGrid::take_list(const std::vector<ListedPicture> &pictures) {
    const StallWatch::Label label("listing the pictures");
    beginResetModel();
    entries_.clear();
    for (const ListedPicture &picture : pictures)
        entries_.push_back({QFile::decodeName(picture.path.c_str())});
    listed_ = true;
    arrange();
    endResetModel();
    Q_EMIT progress_changed();
}

void PictureGrid::take_results(const std::vector<RunResult> &results) {
    const bool in_place = order_ == ByName && certainty_filter_ < 0 && class_filter_ == 0;
    for (const RunResult &result : results) {
        Entry &entry = entries_.at(static_cast<std::size_t>(result.row));
        entry.result = result;
        entry.certainty = certainty_of(result);
        ++done_;
        failed_ += result.error ? 1 : 0;
        const Phrase &headline = result.verdict.headline;
        if (!headline.en.empty() && std::ranges::find(classes_, headline) == classes_.end())
            classes_.push_back(headline);
        if (in_place)
            Q_EMIT dataChanged(index(result.row), index(result.row), {CertaintyRole, WordsRole});
    }
    if (!in_place && !settle_.isActive())
        settle_.start();
    Q_EMIT progress_changed();
}

bool PictureGrid::passes(const Entry &entry) const {
    if (certainty_filter_ >= 0 && entry.certainty != certainty_filter_)
        return false;
    return class_filter_ == 0 ||
           (entry.certainty < Failed &&
            entry.result.verdict.headline == classes_[static_cast<std::size_t>(class_filter_ - 1)]);
}

void PictureGrid::arrange() {
    const StallWatch::Label label("sorting the pictures");
    order_shown_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (passes(entries_[i]))
            order_shown_.push_back(i);
    if (order_ == ByName)
        return; // the list is sorted by name
    std::ranges::sort(order_shown_, {}, [this](std::size_t i) {
        const Entry &entry = entries_[i];
        const int verdict = order_ == ByVerdict || entry.certainty >= Failed ? entry.certainty : 0;
        return std::tuple(verdict, -sureness(entry.result), i);
    });
}

void PictureGrid::rearrange() {
    if (order_ == ByName && certainty_filter_ < 0 && class_filter_ == 0 &&
        order_shown_.size() == entries_.size())
        return;
    beginResetModel();
    arrange();
    endResetModel();
}

void PictureGrid::set_shown(bool shown) {
    shown_ = shown && active();
    Q_EMIT active_changed();
}

void PictureGrid::set_order(Order order) {
    order_ = order;
    beginResetModel();
    arrange();
    endResetModel();
    Q_EMIT view_changed();
    Q_EMIT progress_changed(); // says how many are shown
}

void PictureGrid::set_certainty_filter(int certainty) {
    certainty_filter_ = certainty;
    set_order(order_);
}

void PictureGrid::set_class_filter(int index) {
    class_filter_ = std::clamp(index, 0, static_cast<int>(classes_.size()));
    set_order(order_);
}

void PictureGrid::openRow(int row) {
    if (row < 0 || row >= rowCount())
        return;
    const QString path = entries_[order_shown_[static_cast<std::size_t>(row)]].path;
    set_shown(false);
    Q_EMIT picture_chosen(path);
}

std::string PictureGrid::table() const {
    const int top = std::min(table_top, static_cast<int>(model_->manifest.labels.size()));
    const bool chinese = language_.tongue() == Language::Tongue::chinese;
    std::string text = csv_header(top);
    for (const std::size_t i : order_shown_) {
        const Entry &entry = entries_[i];
        const std::string path = QFile::encodeName(entry.path).toStdString();
        const RunResult &result = entry.result;
        if (entry.certainty == Failed)
            text += csv_failure(path, *result.error, top);
        else if (entry.certainty != Waiting)
            text += csv_line({path, result.width, result.height, result.elapsed_ms}, result.verdict,
                             model_->manifest, top, chinese);
    }
    return text;
}

void PictureGrid::exportCsv() {
    const QString when = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    write_csv([folder = documents_folder(), stem = QStringLiteral("vitrine-") + when] {
        return free_file(folder, stem, QStringLiteral("csv"));
    });
}

void PictureGrid::write_csv(const QString &path) {
    write_csv([path] { return Result<QString>(path); });
}

void PictureGrid::write_csv(std::function<Result<QString>()> place) {
    if (!model_)
        return;
    writer_.start([this, place = std::move(place), text = table(), grid = grid_] {
        const auto path = place();
        const auto written =
            path ? write_file_atomically(to_path(*path), text) : Result<void>(path.error());
        QMetaObject::invokeMethod(
            this,
            [this, path, written, grid] {
                if (grid != grid_)
                    return;
                exported_to_ = written ? *path : QString();
                export_error_ = written ? std::optional<Error>() : written.error();
                Q_EMIT export_changed();
            },
            Qt::QueuedConnection);
    });
}

void PictureGrid::retranslate() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {WordsRole});
    Q_EMIT progress_changed();
    Q_EMIT export_changed();
}

double PictureGrid::progress() const {
    return entries_.empty() ? 0.0
                            : static_cast<double>(done_) / static_cast<double>(entries_.size());
}

QString PictureGrid::progress_text() const {
    const QString total = language_.number(static_cast<int>(entries_.size()));
    if (!listed_)
        return language_.text("grid.listing");
    if (!running()) {
        const QString done =
            failed_ == 0 ? language_.text("grid.done", {language_.number(done_), total})
                         : language_.text("grid.done_failed", {language_.number(done_), total,
                                                               language_.number(failed_)});
        // A table holds as many.
        return certainty_filter_ < 0 && class_filter_ == 0
                   ? done
                   : done + language_.text("list.dot") +
                         language_.text("grid.shown", {language_.number(rowCount())});
    }
    const QString far = language_.text("grid.far", {language_.number(done_), total});
    if (done_ == 0)
        return far;
    const double left = static_cast<double>(since_start_.elapsed()) / 1000.0 / done_ *
                        static_cast<double>(entries_.size() - static_cast<std::size_t>(done_));
    const int seconds = static_cast<int>(left) + 1;
    return far + language_.text("list.dot") +
           (seconds < seconds_a_minute
                ? language_.text("grid.seconds_left", {language_.number(seconds)})
                : language_.text(
                      "grid.minutes_left",
                      {language_.number((seconds + seconds_a_minute / 2) / seconds_a_minute)}));
}

QStringList PictureGrid::class_names() const {
    QStringList names{language_.text("grid.all_classes")};
    for (const Phrase &name : classes_)
        names.append(language_.word(name));
    return names;
}

QString PictureGrid::export_text() const {
    if (export_error_)
        return language_.text(export_error_->code == "disk_full" ? "grid.disk_full"
                                                                 : "grid.unwritable");
    return exported_to_.isEmpty() ? QString() : language_.text("grid.exported", {exported_to_});
}

QString PictureGrid::words(const Entry &entry) const {
    if (entry.certainty == Waiting || !model_)
        return {};
    if (entry.certainty != Failed)
        return short_headline_of(entry.result.verdict, model_->manifest, language_);
    // The only error that a folder has and a picture has not.
    return entry.result.error->code == "no_pictures" ? language_.text("grid.no_pictures")
                                                     : language_.sentence(*entry.result.error);
}

int PictureGrid::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_shown_.size());
}

QVariant PictureGrid::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = entries_[order_shown_[static_cast<std::size_t>(index.row())]];
    switch (role) {
    case NameRole:
    case Qt::DisplayRole:
        return entry.path.section(u'/', -1);
    case ThumbnailRole:
        return entry.certainty == Failed ? QString() : ThumbnailProvider::source_of(entry.path);
    case CertaintyRole:
        return entry.certainty;
    case WordsRole:
        return words(entry);
    default:
        return {};
    }
}

QHash<int, QByteArray> PictureGrid::roleNames() const {
    return {{NameRole, "name"},
            {ThumbnailRole, "thumbnail"},
            {CertaintyRole, "certainty"},
            {WordsRole, "words"}};
}

} // namespace vitrine
