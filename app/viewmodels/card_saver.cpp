#include "app/viewmodels/card_saver.hpp"

#include "app/services/free_file.hpp"
#include "app/services/language.hpp"
#include "core/support/log.hpp"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace vitrine {

CardSaver::CardSaver(const Language &language, QObject *parent)
    : QObject(parent), language_(language) {
    worker_.setMaxThreadCount(1);
}

CardSaver::~CardSaver() { worker_.waitForDone(); }

void CardSaver::save(const PictureCard &card) {
    if (saving_)
        return;
    const QString folder = folder_.isEmpty() ? keeping_folder() : folder_;
    saving_ = true;
    outcome_.reset();
    Q_EMIT changed();
    worker_.start([this, folder, ticket = ++ticket_, card] {
        const auto path = save_picture_card(card, folder, QDateTime::currentDateTime());
        Outcome outcome;
        if (path)
            outcome.path = *path;
        else
            outcome.error = path.error();
        QMetaObject::invokeMethod(this, [this, ticket, outcome] { take(ticket, outcome); });
    });
}

void CardSaver::take(quint64 ticket, const Outcome &outcome) {
    if (outcome.error)
        log::warning("picture", "a picture was not saved: {}", english_message(*outcome.error));
    if (ticket != ticket_)
        return;
    saving_ = false;
    outcome_ = outcome;
    Q_EMIT changed();
}

void CardSaver::forget() {
    ++ticket_;
    saving_ = false;
    outcome_.reset();
    Q_EMIT changed();
}

QString CardSaver::said() const {
    if (!outcome_)
        return {};
    if (outcome_->error)
        return language_.text(outcome_->error->code == "disk_full" ? "save.disk_full"
                                                                   : "save.failed");
    const QFileInfo file(outcome_->path);
    const QString folder = file.path() == keeping_folder() ? language_.text("files.place.pictures")
                                                           : QDir::toNativeSeparators(file.path());
    return language_.text("save.done_in", {folder, file.fileName()});
}

} // namespace vitrine
