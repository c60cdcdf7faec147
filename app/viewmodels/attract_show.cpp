#include "app/viewmodels/attract_show.hpp"

#include "app/services/language.hpp"
#include "app/services/verdict_words.hpp"
#include "app/viewmodels/sample_model.hpp"

namespace vitrine {
AttractShow::AttractShow(const Language &language, InferenceThread &inference, SampleModel &samples,
                         QObject *parent)
    : QObject(parent), language_(language), inference_(inference), samples_(samples) {
    timer_.setInterval(step_ms);
    connect(&timer_, &QTimer::timeout, this, &AttractShow::next);
    connect(&reader_, &PictureReader::read_done, this, &AttractShow::take_picture);
    connect(&reader_, &PictureReader::read_failed, this, &AttractShow::take_failure);
    connect(&inference_, &InferenceThread::answered, this, &AttractShow::take_answer);
    connect(&samples_, &SampleModel::modelReset, this, [this] {
        row_ = -1;
        if (running_)
            next();
    });
}

void AttractShow::set_running(bool running) {
    if (running_ == running)
        return;
    running_ = running;
    if (running_) {
        next();
        timer_.start();
    } else {
        timer_.stop();
        clear();
    }
}

void AttractShow::set_model(const std::shared_ptr<const OpenedModel> &model) {
    model_ = model;
    clear();
    row_ = -1;
    if (running_)
        next();
}

void AttractShow::clear() {
    ticket_ = inference_.take_tickets(); // whatever is under way comes too late
    coming_ = {};
    shown_ = {};
    verdict_.reset();
    Q_EMIT shown();
    Q_EMIT texts_changed();
}

void AttractShow::next() {
    const int count = samples_.rowCount();
    row_ = count == 0 ? -1 : (row_ + 1) % count;
    if (row_ <= 0)
        samples_.look_again();
    if (!model_ || count == 0)
        return;
    ticket_ = inference_.take_tickets();
    if (const QString path = samples_.path(row_); !path.isEmpty())
        reader_.read(ticket_, path);
    else
        reader_.convert(ticket_, samples_.picture(row_));
}

void AttractShow::take_picture(quint64 ticket, const ReadPicture &picture) {
    if (ticket != ticket_ || !running_)
        return;
    failed_ = 0;
    coming_ = picture;
    inference_.classify(ticket_, picture.image);
}

void AttractShow::take_failure(quint64 ticket) {
    if (ticket != ticket_ || !running_)
        return;
    samples_.look_again();
    if (++failed_ < samples_.rowCount())
        next(); // else the timer tries again
}

void AttractShow::take_answer(quint64 ticket, const Answer &answer) {
    if (ticket != ticket_ || !running_ || !model_)
        return;
    shown_ = std::exchange(coming_, {});
    shown_.image.reset();
    verdict_ = answer.verdict;
    ++step_;
    Q_EMIT shown();
    Q_EMIT texts_changed();
}

PicturePage::Certainty AttractShow::certainty() const {
    if (!verdict_)
        return PicturePage::Unknown;
    switch (verdict_->confidence) {
    case Confidence::sure:
        return PicturePage::Sure;
    case Confidence::probably:
        return PicturePage::Probably;
    case Confidence::not_sure:
        return PicturePage::NotSure;
    case Confidence::unknown:
        break;
    }
    return PicturePage::Unknown;
}

QString AttractShow::headline() const {
    return verdict_ ? headline_of(*verdict_, model_->manifest, language_) : QString();
}

QString AttractShow::confidence() const {
    return verdict_ ? confidence_of(*verdict_, language_) : QString();
}

} // namespace vitrine
