// The recipes to choose from.
#pragma once

#include "app/training/run_library.hpp"
#include "app/training/training_times.hpp"
#include "core/training/recipe/recipe.hpp"

#include <QAbstractListModel>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <optional>
#include <vector>

namespace vitrine {

class Language;

/// Roles: name, title ("Taster"), time ("about 1 min", empty while it is measured), measuring,
/// detail (a sentence), reached ("reached 91.2% before", may be empty), possible, reason (why not),
/// chosen. GUI thread only.
class RecipeList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(int count READ count NOTIFY count_changed)

  public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        TimeRole,
        MeasuringRole,
        DetailRole,
        ReachedRole,
        PossibleRole,
        ReasonRole,
        ChosenRole
    };
    /// The data that the recipes would be used on.
    struct Data {
        std::filesystem::path path;
        bool photos = false; ///< folders of pictures, of any size
        std::int64_t pictures = 0;
    };

    RecipeList(const Language &language, TrainingTimes &times, std::filesystem::path folder,
               QObject *parent = nullptr);
    ~RecipeList() override; ///< waits for the files

    /// Reads the recipes on board on a thread of its own; before that none is offered.
    void read();

    /// What is computed with, as arguments; times are measured anew.
    void set_compute(const QStringList &compute);

    /// Only this one is offered (a stand for passers-by).
    void offer_only(const std::string &name);
    void set_data(const std::optional<Data> &data);
    void set_runs(const std::vector<RunEntry> &runs);
    void retranslate();

    /// Null where none is chosen.
    [[nodiscard]] const Recipe *chosen() const;
    [[nodiscard]] QString chosen_name() const { return chosen_; }
    /// Of the chosen one on this data, for so many epochs; nothing where it is not known yet.
    [[nodiscard]] std::optional<double> seconds(int epochs) const;
    Q_INVOKABLE void choose(const QString &name);

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void count_changed();
    void chosen_changed();
    void times_changed();

  private:
    struct Entry {
        Recipe recipe;
        bool failed = false; ///< the measurement
    };
    void arrange();
    void measure();
    void update();
    [[nodiscard]] QString key(const Recipe &recipe) const;
    [[nodiscard]] bool possible(const Recipe &recipe) const;
    [[nodiscard]] QString detail(const Recipe &recipe) const;
    [[nodiscard]] QString reached(const Recipe &recipe) const;

    const Language &language_;
    TrainingTimes &times_;
    std::filesystem::path folder_;
    QStringList compute_;
    std::string only_;
    std::vector<Recipe> known_;
    std::vector<Entry> shown_;
    std::optional<Data> data_;
    std::vector<RunEntry> runs_;
    QString chosen_;
    QThreadPool pool_;
};

} // namespace vitrine
