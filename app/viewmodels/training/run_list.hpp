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
#include <set>
#include <vector>

namespace vitrine {

class Language;

/// Newest first. Roles: runId, title, detail ("24 November 15:30 · 8 of 8 epochs"), accuracy
/// ("91.2%" or empty), state (RunEntry::State), shown, compared. File access is done on a thread of
/// its own. GUI thread only.
class RunList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(int count READ count NOTIFY count_changed)
    Q_PROPERTY(QString removed READ removed NOTIFY removed_changed) ///< title of what can come back
    Q_PROPERTY(QString problem READ problem NOTIFY removed_changed)

  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,
        AccuracyRole,
        StateRole,
        ShownRole,
        ComparedRole
    };

    RunList(const Language &language, std::filesystem::path folder, QObject *parent = nullptr);
    ~RunList() override; ///< waits for what is being read or removed; what was removed stays so

    Q_INVOKABLE void refresh();
    void keep_newest(std::size_t most);
    void set_shown(const std::filesystem::path &run);
    void forget_compared();
    void retranslate();

    [[nodiscard]] const std::vector<RunEntry> &entries() const { return entries_; }
    [[nodiscard]] const RunLibrary &library() const { return library_; }

    Q_INVOKABLE void rename(const QString &id, const QString &title);
    Q_INVOKABLE void remove(const QString &id);
    Q_INVOKABLE void undo(); ///< the last removal
    Q_INVOKABLE void toggleCompared(const QString &id);

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] QString removed() const { return removed_title_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void refreshed();
    void count_changed();
    void removed_changed();
    /// What is known of those that are compared now.
    void compared(const vitrine::ComparedRuns &runs);

  private:
    [[nodiscard]] const RunEntry *entry(const QString &id) const;
    [[nodiscard]] QString title_of(const RunEntry &entry) const;
    [[nodiscard]] QString detail_of(const RunEntry &entry) const;
    void take(std::vector<RunEntry> entries);
    void tell_compared();
    /// Runs `change` on the library's thread, then `then`, on this one, where it went well.
    void change(std::function<Result<void>(const RunLibrary &)> change, std::function<void()> then);

    const Language &language_;
    RunLibrary library_;
    std::vector<RunEntry> entries_;
    std::set<std::string> compared_; ///< ids
    std::filesystem::path shown_;
    std::filesystem::path removed_; ///< what can still come back
    QString removed_title_;
    std::optional<Error> problem_;
    QThreadPool pool_;
};

} // namespace vitrine
