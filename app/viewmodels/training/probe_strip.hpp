// A few fixed pictures, and what the network takes them for as it learns.
#pragma once

#include "app/training/run_news.hpp"
#include "core/models/labels.hpp"

#include <QAbstractListModel>
#include <QImage>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace vitrine {

class Language;

/// Roles: picture (a QImage), guess (a word, empty before the first round), correct (whether it is
/// the true class; false where that is not known), known (whether it is known), own (it is no test
/// picture but the visitor's), turned (whether the guess is another one than the round before).
class ProbeStrip : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with ShownRun")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString score READ score NOTIFY changed)     ///< "8 of 12 right"; empty at first
    Q_PROPERTY(QString longest READ longest NOTIFY changed) ///< of the words that may be guessed

  public:
    enum Role {
        PictureRole = Qt::UserRole + 1,
        GuessRole,
        RightRole,
        KnownRole,
        OwnRole,
        TurnedRole
    };

    explicit ProbeStrip(const Language &language, QObject *parent = nullptr);

    /// `own`: which of them are the visitor's.
    void set_pictures(const std::vector<QImage> &pictures, const LabelSet &labels,
                      const std::vector<bool> &own = {});
    /// The newest of `rounds`, and whether it differs from the one before.
    void show(const std::vector<ProbeRound> &rounds);
    void clear();
    void retranslate();

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] QString score() const;
    [[nodiscard]] QString longest() const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void changed();

  private:
    [[nodiscard]] const ProbeGuess *guess(int row) const;

    const Language &language_;
    std::vector<QImage> pictures_;
    LabelSet labels_;
    std::vector<bool> own_;
    std::vector<ProbeGuess> guesses_;
    std::vector<int> before_;
};

} // namespace vitrine
