// The runs that were made before.
#pragma once

#include "app/training/event_reader.hpp"
#include "app/training/run_library.hpp"
#include "app/viewmodels/runs/run_comparison.hpp"

#include <QAbstractListModel>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

class Language;

/// Newest first, those that came with the program last. Roles: runId, title, detail ("24 November
/// 15:30 · epoch 8 of 8"), accuracy ("91.2%" or empty), state (RunEntry::State), shown, compared,
/// compareReason (why it cannot be; empty: it can), gone (removed; stays in its place until it is
/// too late to undo), onBoard (came with the program: is neither renamed nor removed). File access
/// is done on a thread of its own. GUI thread only.
class RunList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(int count READ count NOTIFY count_changed)
    Q_PROPERTY(QString problem READ problem NOTIFY problem_changed)
    /// Whether a run is on show that others can be compared with.
    Q_PROPERTY(bool comparing READ comparing NOTIFY comparing_changed)

  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,
        AccuracyRole,
        StateRole,
        ShownRole,
        ComparedRole,
        CompareReasonRole,
        GoneRole,
        OnBoardRole
    };
    static constexpr std::size_t most_compared = 4; ///< as many colours as are left

    RunList(const Language &language, RunLibrary library, QObject *parent = nullptr);
    ~RunList() override; ///< waits for what is being read or removed; what was removed stays so

    Q_INVOKABLE void refresh();
    void keep_newest(std::size_t most);
    void restore_all(); ///< what another window put aside
    void set_shown(const std::filesystem::path &run);
    void forget_compared();
    void retranslate();

    [[nodiscard]] const std::vector<RunEntry> &entries() const { return entries_; }
    [[nodiscard]] const RunLibrary &library() const { return library_; }

    Q_INVOKABLE void rename(const QString &id, const QString &title);
    Q_INVOKABLE void remove(const QString &id);
    Q_INVOKABLE void undo();                            ///< the last removal
    Q_INVOKABLE void toggleCompared(const QString &id); ///< beyond most_compared the first one goes

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] bool comparing() const { return !shown_.empty(); }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void refreshed();
    void count_changed();
    void problem_changed();
    void comparing_changed();
    /// What is known of those that are compared now.
    void compared(const vitrine::ComparedRuns &runs);

  private:
    [[nodiscard]] const RunEntry *entry(const QString &id) const;
    [[nodiscard]] QString title_of(const RunEntry &entry) const;
    [[nodiscard]] QString detail_of(const RunEntry &entry) const;
    [[nodiscard]] QString compare_reason(const RunEntry &entry) const;
    void take(std::vector<RunEntry> entries);
    void tell_compared();
    /// Runs `change` on the library's thread, then `then`, on this one, where it went well.
    void change(std::function<Result<void>(const RunLibrary &)> change, std::function<void()> then);

    const Language &language_;
    RunLibrary library_;
    std::vector<RunEntry> entries_;
    std::vector<RunEntry> rows_;        ///< these, and what can still come back
    std::vector<std::string> compared_; ///< ids, as they were chosen
    std::filesystem::path shown_;
    std::optional<RunEntry> removed_; ///< can still come back
    std::optional<Error> problem_;
    QThreadPool pool_;
};

} // namespace vitrine
