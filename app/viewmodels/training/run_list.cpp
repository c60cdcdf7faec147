#include "app/viewmodels/training/run_list.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <utility>

namespace vitrine {

namespace {

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

QString begun(const RunEntry &entry, bool chinese) {
    const QLocale locale(chinese ? QLocale::Chinese : QLocale::English);
    return locale.toString(QDateTime::fromSecsSinceEpoch(entry.begun_s),
                           chinese ? QStringLiteral("M月d日 HH:mm")
                                   : QStringLiteral("d MMM HH:mm"));
}

/// Runs of one recipe are told apart by their time.
Phrase timed_title(const RunEntry &entry) {
    const Phrase title = run_title_phrase(entry);
    return {title.en + " · " + begun(entry, false).toStdString(),
            title.zh + " · " + begun(entry, true).toStdString()};
}

} // namespace

RunList::RunList(const Language &language, RunLibrary library, QObject *parent)
    : QAbstractListModel(parent), language_(language), library_(std::move(library)) {
    pool_.setMaxThreadCount(1); // in order
}

RunList::~RunList() {
    if (removed_)
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

void RunList::restore_all() {
    pool_.start([library = library_] { library.restore_all(); });
}

void RunList::take(std::vector<RunEntry> entries) {
    entries_ = std::move(entries);
    std::vector<RunEntry> rows = entries_;
    if (removed_) {
        const auto end = std::ranges::find(rows, true, &RunEntry::on_board);
        rows.insert(std::ranges::upper_bound(rows.begin(), end, removed_->begun_s, std::greater(),
                                             &RunEntry::begun_s),
                    *removed_);
    }
    const bool same = std::ranges::equal(rows, rows_, {}, &RunEntry::id, &RunEntry::id);
    if (same) { // nothing moves under a finger
        rows_ = std::move(rows);
        retranslate();
    } else {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
        Q_EMIT count_changed();
    }
    Q_EMIT refreshed();
}

void RunList::set_shown(const std::filesystem::path &run) {
    shown_ = run;
    std::erase(compared_, run.filename().string());
    retranslate();
    Q_EMIT comparing_changed();
    tell_compared();
}

void RunList::retranslate() {
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT problem_changed();
}

const RunEntry *RunList::entry(const QString &id) const {
    const auto found = std::ranges::find(entries_, id.toStdString(), &RunEntry::id);
    return found == entries_.end() ? nullptr : &*found;
}

void RunList::change(std::function<Result<void>(const RunLibrary &)> change,
                     std::function<void()> then) {
    pool_.start([this, library = library_, change = std::move(change), then = std::move(then)] {
        const auto done = change(library);
        QMetaObject::invokeMethod(
            this,
            [this, then, problem = done ? std::nullopt : std::optional(done.error())] {
                problem_ = problem;
                if (!problem)
                    then();
                Q_EMIT problem_changed();
                refresh();
            },
            Qt::QueuedConnection);
    });
}

void RunList::rename(const QString &id, const QString &title) {
    if (const RunEntry *found = entry(id))
        change([run = found->folder, name = title.trimmed().left(80).toStdString()](
                   const RunLibrary &library) { return library.rename(run, name); },
               [] {});
}

void RunList::remove(const QString &id) {
    const RunEntry *found = entry(id);
    if (found == nullptr)
        return;
    removed_.reset(); // one removal at a time can be undone
    change(
        [run = found->folder](const RunLibrary &library) {
            library.purge();
            return library.remove(run);
        },
        [this, removed = *found] {
            removed_ = removed;
            std::erase(compared_, removed.id);
            tell_compared();
        });
}

void RunList::undo() {
    if (!removed_)
        return;
    const auto run = std::exchange(removed_, std::nullopt)->folder;
    change([run](const RunLibrary &library) { return library.restore(run); }, [] {});
}

void RunList::toggleCompared(const QString &id) {
    const std::string name = id.toStdString();
    if (std::erase(compared_, name) == 0) {
        compared_.push_back(name);
        if (compared_.size() > most_compared)
            compared_.erase(compared_.begin());
    }
    retranslate();
    tell_compared();
}

void RunList::forget_compared() {
    if (std::exchange(compared_, {}).empty())
        return;
    retranslate();
    tell_compared();
}

void RunList::tell_compared() {
    std::vector<std::pair<Phrase, std::filesystem::path>> wanted;
    for (const std::string &id : compared_)
        if (const RunEntry *found = entry(QString::fromStdString(id)))
            wanted.emplace_back(timed_title(*found), found->folder);
    pool_.start([this, wanted = std::move(wanted), shown = shown_] {
        ComparedRuns runs;
        if (!wanted.empty())
            runs.shown = read_run_settings(shown);
        for (const auto &[title, folder] : wanted)
            runs.others.push_back({title, record_of(folder), read_run_settings(folder)});
        QMetaObject::invokeMethod(
            this, [this, runs = std::move(runs)] { Q_EMIT compared(runs); }, Qt::QueuedConnection);
    });
}

QString RunList::problem() const { return problem_ ? language_.sentence(*problem_) : QString(); }

QString RunList::title_of(const RunEntry &entry) const {
    return language_.word(run_title_phrase(entry));
}

QString RunList::detail_of(const RunEntry &entry) const {
    static constexpr std::array<const char *, 5> states{"train.runs.running", "train.runs.finished",
                                                        "train.runs.stopped", "train.runs.failed",
                                                        "train.runs.cut_off"};
    const bool chinese = language_.tongue() == Language::Tongue::chinese;
    return language_.text(
        "train.runs.detail",
        {entry.on_board ? language_.text("train.runs.on_board") : begun(entry, chinese),
         language_.text(states[static_cast<std::size_t>(entry.state)]),
         language_.number(entry.epochs_done), language_.number(entry.epochs)});
}

QString RunList::compare_reason(const RunEntry &entry) const {
    if (entry.folder == shown_)
        return language_.text("train.runs.compare.shown");
    return entry.best_accuracy ? QString() : language_.text("train.runs.compare.no_test");
}

int RunList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant RunList::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RunEntry &entry = rows_[static_cast<std::size_t>(index.row())];
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
        return std::ranges::find(compared_, entry.id) != compared_.end();
    case CompareReasonRole:
        return compare_reason(entry);
    case GoneRole:
        return removed_ && removed_->id == entry.id;
    case OnBoardRole:
        return entry.on_board;
    default:
        return {};
    }
}

QHash<int, QByteArray> RunList::roleNames() const {
    return {{IdRole, "runId"},          {TitleRole, "title"},
            {DetailRole, "detail"},     {AccuracyRole, "accuracy"},
            {StateRole, "state"},       {ShownRole, "shown"},
            {ComparedRole, "compared"}, {CompareReasonRole, "compareReason"},
            {GoneRole, "gone"},         {OnBoardRole, "onBoard"}};
}

} // namespace vitrine
