#include "app/viewmodels/training/run_list.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <fstream>

namespace vitrine {

namespace {

constexpr std::size_t most_compared = 4; // as many colours as are left

RunRecord record_of(const std::filesystem::path &run) {
    constexpr std::size_t block = std::size_t{1} << 20;
    EventReader reader;
    RunRecord record;
    std::ifstream stream(run / "events.jsonl", std::ios::binary);
    std::string bytes(block, '\0');
    while (stream.read(bytes.data(), static_cast<std::streamsize>(block)) || stream.gcount() > 0) {
        RunNews news;
        reader.feed(std::string_view(bytes).substr(0, static_cast<std::size_t>(stream.gcount())),
                    news);
        record.apply(news);
    }
    return record;
}

} // namespace

RunList::RunList(const Language &language, std::filesystem::path folder, QObject *parent)
    : QAbstractListModel(parent), language_(language), library_(std::move(folder)) {
    pool_.setMaxThreadCount(1); // in order
}

RunList::~RunList() {
    if (!removed_.empty())
        pool_.start([library = library_] { library.purge(); });
    pool_.waitForDone();
}

void RunList::refresh() {
    pool_.start([this, library = library_] {
        auto entries = library.list();
        QMetaObject::invokeMethod(
            this, [this, entries = std::move(entries)]() mutable { take(std::move(entries)); },
            Qt::QueuedConnection);
    });
}

void RunList::keep_newest(std::size_t most) {
    pool_.start([library = library_, most] { library.keep_newest(most); });
    refresh();
}

void RunList::take(std::vector<RunEntry> entries) {
    beginResetModel();
    entries_ = std::move(entries);
    endResetModel();
    Q_EMIT count_changed();
    Q_EMIT refreshed();
}

void RunList::set_shown(const std::filesystem::path &run) {
    shown_ = run;
    compared_.erase(run.filename().string());
    retranslate();
    tell_compared();
}

void RunList::retranslate() {
    if (!entries_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT removed_changed();
}

const RunEntry *RunList::entry(const QString &id) const {
    const auto found = std::ranges::find(entries_, id.toStdString(), &RunEntry::id);
    return found == entries_.end() ? nullptr : &*found;
}

void RunList::rename(const QString &id, const QString &title) {
    const RunEntry *found = entry(id);
    if (found == nullptr)
        return;
    const auto renamed = library_.rename(found->folder, title.trimmed().left(80).toStdString());
    problem_ = renamed ? std::nullopt : std::optional(renamed.error());
    Q_EMIT removed_changed();
    refresh();
}

void RunList::remove(const QString &id) {
    const RunEntry *found = entry(id);
    if (found == nullptr)
        return;
    library_.purge(); // one removal at a time can be undone
    removed_.clear();
    removed_title_.clear();
    const auto removed = library_.remove(found->folder);
    problem_ = removed ? std::nullopt : std::optional(removed.error());
    if (removed) {
        removed_ = found->folder;
        removed_title_ = title_of(*found);
        compared_.erase(found->id);
    }
    Q_EMIT removed_changed();
    tell_compared();
    refresh();
}

void RunList::undo() {
    if (removed_.empty())
        return;
    const auto restored = library_.restore(removed_);
    problem_ = restored ? std::nullopt : std::optional(restored.error());
    removed_.clear();
    removed_title_.clear();
    Q_EMIT removed_changed();
    refresh();
}

void RunList::toggleCompared(const QString &id) {
    const std::string name = id.toStdString();
    if (compared_.erase(name) == 0 && compared_.size() < most_compared)
        compared_.insert(name);
    retranslate();
    tell_compared();
}

void RunList::tell_compared() {
    std::vector<std::pair<QString, std::filesystem::path>> wanted;
    for (const std::string &id : compared_)
        if (const RunEntry *found = entry(QString::fromStdString(id)))
            wanted.emplace_back(title_of(*found), found->folder);
    pool_.start([this, wanted = std::move(wanted)] {
        std::vector<std::pair<QString, RunRecord>> runs;
        for (const auto &[title, folder] : wanted)
            runs.emplace_back(title, record_of(folder));
        QMetaObject::invokeMethod(
            this, [this, runs = std::move(runs)] { Q_EMIT compared(runs); }, Qt::QueuedConnection);
    });
}

QString RunList::problem() const { return problem_ ? language_.sentence(*problem_) : QString(); }

QString RunList::title_of(const RunEntry &entry) const {
    if (!entry.title.empty())
        return QString::fromStdString(entry.title);
    return language_.text("train.run.title",
                          {recipe_title_words(entry.recipe, entry.recipe_title, language_),
                           data_words(entry.data, language_)});
}

QString RunList::detail_of(const RunEntry &entry) const {
    static constexpr std::array<const char *, 5> states{"train.runs.running", "train.runs.finished",
                                                        "train.runs.stopped", "train.runs.failed",
                                                        "train.runs.cut_off"};
    const bool chinese = language_.tongue() == Language::Tongue::chinese;
    const QLocale locale(chinese ? QLocale::Chinese : QLocale::English);
    const QDateTime begun = QDateTime::fromSecsSinceEpoch(entry.begun_s);
    const QString date = locale.toString(begun, chinese ? QStringLiteral("M月d日 HH:mm")
                                                        : QStringLiteral("d MMM HH:mm"));
    return language_.text("train.runs.detail",
                          {date, language_.text(states[static_cast<std::size_t>(entry.state)]),
                           language_.number(entry.epochs_done), language_.number(entry.epochs)});
}

int RunList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant RunList::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RunEntry &entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return QString::fromStdString(entry.id);
    case TitleRole:
        return title_of(entry);
    case DetailRole:
        return detail_of(entry);
    case AccuracyRole:
        return entry.best_accuracy ? accuracy_words(*entry.best_accuracy) : QString();
    case StateRole:
        return static_cast<int>(entry.state);
    case ShownRole:
        return entry.folder == shown_;
    case ComparedRole:
        return compared_.contains(entry.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> RunList::roleNames() const {
    return {{IdRole, "runId"},          {TitleRole, "title"}, {DetailRole, "detail"},
            {AccuracyRole, "accuracy"}, {StateRole, "state"}, {ShownRole, "shown"},
            {ComparedRole, "compared"}};
}

} // namespace vitrine
