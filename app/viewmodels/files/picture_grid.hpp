// Many pictures at once.
#pragma once

#include "app/services/files/picture_run.hpp"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

class Language;

/// The pictures of a run, filling as results come, sorted and filtered as the visitor likes. Roles:
/// name, thumbnail (a source for Image), certainty (0 sure … 3 unknown, 4 failed, 5 waiting), words
/// (headline, or what is wrong with the picture). GUI thread only.
class PictureGrid : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(bool active READ active NOTIFY active_changed) ///< there are pictures
    Q_PROPERTY(bool shown READ shown WRITE set_shown NOTIFY active_changed)
    Q_PROPERTY(bool running READ running NOTIFY progress_changed)
    Q_PROPERTY(double progress READ progress NOTIFY progress_changed) ///< 0 to 1
    Q_PROPERTY(QString progressText READ progress_text NOTIFY progress_changed)
    Q_PROPERTY(Order order READ order WRITE set_order NOTIFY view_changed)
    Q_PROPERTY(int certaintyFilter READ certainty_filter WRITE set_certainty_filter NOTIFY
                   view_changed) ///< −1: all
    Q_PROPERTY(int classFilter READ class_filter WRITE set_class_filter NOTIFY view_changed)
    Q_PROPERTY(QStringList classNames READ class_names NOTIFY progress_changed)
    Q_PROPERTY(QString exportText READ export_text NOTIFY export_changed)

  public:
    enum Role { NameRole = Qt::UserRole + 1, ThumbnailRole, CertaintyRole, WordsRole };
    enum Order { ByName, BySureness, ByVerdict };
    Q_ENUM(Order)
    enum Certainty { Sure, Probably, NotSure, Unknown, Failed, Waiting };
    Q_ENUM(Certainty)

    PictureGrid(const Language &language, InferenceThread &inference, QObject *parent = nullptr);
    ~PictureGrid() override; ///< waits for a table that is being written

    /// Files and folders; the run begins once a model is open.
    void open_paths(const QStringList &paths);
    /// Runs again with another model; null: none is open.
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    void retranslate();

    Q_INVOKABLE void cancel();
    Q_INVOKABLE void close(); ///< forgets everything
    Q_INVOKABLE void openRow(int row);
    /// Writes the table of what is done into the user's Documents folder; exportText tells.
    Q_INVOKABLE void exportCsv();
    void write_csv(const QString &path);

    [[nodiscard]] bool active() const { return !paths_.isEmpty(); }
    [[nodiscard]] bool shown() const { return shown_; }
    [[nodiscard]] bool running() const { return run_.running(); }
    [[nodiscard]] double progress() const;
    [[nodiscard]] QString progress_text() const;
    [[nodiscard]] Order order() const { return order_; }
    [[nodiscard]] int certainty_filter() const { return certainty_filter_; }
    [[nodiscard]] int class_filter() const { return class_filter_; }
    [[nodiscard]] QStringList class_names() const; ///< the first: all
    [[nodiscard]] QString export_text() const;
    void set_shown(bool shown);
    void set_order(Order order);
    void set_certainty_filter(int certainty);
    void set_class_filter(int index);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void active_changed();
    void progress_changed();
    void view_changed();
    void export_changed();
    void picture_chosen(const QString &path);

  private:
    struct Entry {
        QString path;
        Certainty certainty = Waiting;
        RunResult result{};
    };
    void start();
    void take_list(const std::vector<ListedPicture> &pictures);
    void take_results(const std::vector<RunResult> &results);
    void arrange();
    void rearrange();
    [[nodiscard]] bool passes(const Entry &entry) const;
    [[nodiscard]] QString words(const Entry &entry) const;
    [[nodiscard]] std::string table() const;
    /// `place` finds the file on the writer's thread.
    void write_csv(std::function<Result<QString>()> place);

    const Language &language_;
    PictureRun run_;
    QStringList paths_; ///< as they were named
    std::shared_ptr<const OpenedModel> model_;
    std::vector<Entry> entries_;           ///< as listed
    std::vector<std::size_t> order_shown_; ///< indices into entries_
    std::vector<Phrase> classes_;          ///< headlines so far
    int done_ = 0;
    int failed_ = 0;
    bool listed_ = false;
    bool shown_ = false;
    Order order_ = ByName;
    int certainty_filter_ = -1;
    int class_filter_ = 0; ///< 0: all, else classes_[class_filter_ − 1]
    QTimer settle_;        ///< new results are sorted in now and then, not one by one
    QElapsedTimer since_start_;
    quint64 grid_ = 0; ///< counts those that were closed
    QThreadPool writer_;
    QString exported_to_;
    std::optional<Error> export_error_;
};

} // namespace vitrine
