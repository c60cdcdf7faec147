// A recipe's numbers, changed by hand.
#pragma once

#include "core/training/recipe/recipe.hpp"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <cstdint>

namespace vitrine {

/// What somebody who knows may change of the chosen recipe; a value that is out of range is brought
/// into it. GUI thread only.
class RecipeOptions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with TrainPage")
    Q_PROPERTY(int epochs READ epochs WRITE set_epochs NOTIFY changed)
    Q_PROPERTY(int mostEpochs READ most_epochs CONSTANT)
    Q_PROPERTY(int batch READ batch WRITE set_batch NOTIFY changed)
    Q_PROPERTY(int mostBatch READ most_batch NOTIFY changed)
    /// Times the recipe's own: 1/8 to 8, by steps of two.
    Q_PROPERTY(int rateStep READ rate_step WRITE set_rate_step NOTIFY changed)
    Q_PROPERTY(QString rateText READ rate_text NOTIFY changed)
    Q_PROPERTY(QString schedule READ schedule WRITE set_schedule NOTIFY changed)
    Q_PROPERTY(QStringList schedules READ schedules CONSTANT)
    Q_PROPERTY(QString network READ network WRITE set_network NOTIFY changed)
    /// Those that this recipe can train; one where there is nothing to choose.
    Q_PROPERTY(QStringList networks READ networks NOTIFY changed)
    Q_PROPERTY(int seed READ seed WRITE set_seed NOTIFY changed)
    Q_PROPERTY(bool altered READ altered NOTIFY changed)

  public:
    static constexpr int steps_of_two = 3;

    explicit RecipeOptions(QObject *parent = nullptr) : QObject(parent) {}

    /// Back to this recipe as it is for so many pictures.
    void set_recipe(const Recipe &recipe, std::int64_t pictures);
    /// The recipe with the changes.
    [[nodiscard]] Recipe recipe() const;
    Q_INVOKABLE void reset();

    [[nodiscard]] int epochs() const { return epochs_; }
    [[nodiscard]] static int most_epochs() { return 1000; }
    [[nodiscard]] int batch() const { return batch_; }
    [[nodiscard]] int most_batch() const;
    [[nodiscard]] int rate_step() const { return rate_step_; }
    [[nodiscard]] QString rate_text() const;
    [[nodiscard]] QString schedule() const { return schedule_; }
    [[nodiscard]] static QStringList schedules();
    [[nodiscard]] QString network() const { return network_; }
    [[nodiscard]] bool other_network() const; ///< than the recipe's own
    /// Whether its steps take another time than those of the recipe itself.
    [[nodiscard]] bool other_pace() const;
    [[nodiscard]] QStringList networks() const;
    [[nodiscard]] int seed() const { return seed_; }
    [[nodiscard]] bool altered() const;
    void set_epochs(int epochs);
    void set_batch(int batch);
    void set_rate_step(int step);
    void set_schedule(const QString &schedule);
    void set_network(const QString &network);
    void set_seed(int seed);

  Q_SIGNALS:
    void changed();

  private:
    Recipe base_;
    std::int64_t pictures_ = 0;
    int epochs_ = 1;
    int batch_ = 1;
    int rate_step_ = 0; ///< powers of two
    QString schedule_;
    QString network_;
    int seed_ = 0;
};

} // namespace vitrine
