// Keeps pictures with what was said of them, when a person asks for it.
#pragma once

#include "app/services/picture_card.hpp"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <optional>

namespace vitrine {

class Language;

/// One at a time, on a thread of its own; into the user's folder of pictures. GUI thread only.
class CardSaver : public QObject {
    Q_OBJECT

  public:
    explicit CardSaver(const Language &language, QObject *parent = nullptr);
    ~CardSaver() override; ///< waits for what is being written

    /// Instead of the user's own folder of pictures; empty: that again.
    void set_folder(const QString &folder) { folder_ = folder; }
    /// Nothing while one is being saved.
    void save(const PictureCard &card);
    /// Says no more of what was saved, nor of what still is. The files stay.
    void forget();

    [[nodiscard]] bool saving() const { return saving_; }
    /// Where the picture was saved, or why it was not; empty before.
    [[nodiscard]] QString said() const;

  Q_SIGNALS:
    void changed();

  private:
    struct Outcome {
        QString path;
        std::optional<Error> error;
    };
    void take(quint64 ticket, const Outcome &outcome);

    const Language &language_;
    QString folder_;
    quint64 ticket_ = 0; ///< of the newest; what is told of others is dropped
    bool saving_ = false;
    std::optional<Outcome> outcome_;
    QThreadPool worker_; ///< last, so that it is waited for before anything it uses goes
};

} // namespace vitrine
