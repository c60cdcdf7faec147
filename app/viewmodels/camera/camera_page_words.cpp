// What the Camera page says.
#include "app/services/language.hpp"
#include "app/services/picture_state_words.hpp"
#include "app/services/verdict_words.hpp"
#include "app/viewmodels/camera/camera_page.hpp"
#include "app/viewmodels/camera/things_to_try.hpp"

#include <algorithm>
#include <chrono>

namespace vitrine {

namespace {

constexpr std::size_t shares_told = 3;

double now_s() {
    return std::chrono::duration<double>(Frame::Clock::now().time_since_epoch()).count();
}

double age_s(Frame::Clock::time_point captured) {
    return std::chrono::duration<double>(Frame::Clock::now() - captured).count();
}

/// It learned from pictures that somebody took, of people perhaps.
bool may_know_people(const Manifest &manifest) {
    return manifest.provenance.recipe == "own-pictures";
}

} // namespace

bool CameraPage::meets_face() const {
    return state_ == Running && face_ && model_ && !may_know_people(model_->manifest);
}

bool CameraPage::answered() const {
    return state_ == Running && read_ && !late_ && !meets_face() && !picture_.black &&
           picture_.state != PictureState::black;
}

bool CameraPage::thinking() const {
    return state_ == Running && model_ && (!read_ || late_) && !stalled_ && !meets_face() &&
           !picture_.black && picture_.state != PictureState::black && model_problem_.code.empty();
}

PicturePage::Certainty CameraPage::certainty() const {
    return read_ ? static_cast<PicturePage::Certainty>(read_->reading.shown.confidence)
                 : PicturePage::Unknown;
}

QString CameraPage::headline() const {
    return answered() ? headline_of(read_->reading.shown, model_->manifest, language_) : QString();
}

QString CameraPage::confidence() const {
    return answered() ? confidence_of(read_->reading.shown, language_) : QString();
}

QString CameraPage::kinds() const {
    return answered() ? kinds_of(read_->reading.shown, model_->manifest, language_) : QString();
}

QString CameraPage::notice() const {
    return meets_face() ? language_.text("camera.face") : QString();
}

QString CameraPage::things_to_try() const {
    QStringList things;
    if (model_)
        for (const Phrase &thing : vitrine::things_to_try(model_->manifest))
            things.append(language_.word(thing));
    return things.join(language_.text("list.dot"));
}

bool CameraPage::camera_on() const { return feed_.camera_on(); }

QString CameraPage::source_words() const {
    switch (source_.kind) {
    case SourceName::Kind::camera:
        break;
    case SourceName::Kind::video:
        return language_.text("camera.film");
    case SourceName::Kind::pictures:
        return language_.text("camera.pictures");
    case SourceName::Kind::stream:
        return language_.text(live_ ? "camera.stream" : "camera.film");
    }
    return language_.text("camera.on");
}

QString CameraPage::hint() const {
    if (state_ != Running)
        return {};
    if (stalled_)
        return language_.text("live.waiting");
    if (picture_.state != PictureState::good)
        return picture_words(picture_.state, language_);
    // Whoever holds something there already reads what it is, not what to do.
    const bool told =
        answered() && (certainty() == PicturePage::Sure || certainty() == PicturePage::Probably);
    return told ? QString() : language_.text("camera.hold");
}

QString CameraPage::problem() const {
    if (state_ != Lost)
        return {};
    return problem_.code.empty() ? language_.text("camera.ended") : language_.sentence(problem_);
}

QString CameraPage::model_problem() const {
    return model_problem_.code.empty() ? QString() : language_.sentence(model_problem_);
}

QString CameraPage::shares() const {
    if (!answered())
        return {};
    QStringList shares;
    for (const Candidate &word : read_->reading.smoothed.candidates)
        if (shares.size() < static_cast<qsizetype>(shares_told))
            shares.append(language_.word(word.word) + QChar::Nbsp +
                          language_.percentage(word.probability));
    return shares.join(language_.text("list.dot"));
}

QString CameraPage::figures() const {
    const FeedCounts counts = feed_.counts();
    const auto count = [this](std::uint64_t frames) {
        return language_.number(static_cast<int>(frames));
    };
    const QStringList figures{
        language_.text("camera.rate", {QString::number(figures_.rate(now_s()), 'f', 1)}),
        language_.text("camera.age",
                       {read_ ? QString::number(1000 * age_s(read_->reading.captured), 'f', 0)
                              : QStringLiteral("–")}),
        language_.text("camera.dropped", {count(counts.dropped_before + counts.not_shown),
                                          count(counts.not_classified)})};
    return figures.join(language_.text("list.dot"));
}

QList<QPointF> CameraPage::trace() const { return figures_.trace(now_s()); }

QString CameraPage::offer() const {
    return offered_ ? language_.text("camera.offer", {QString::fromStdString(offered_->name)})
                    : QString();
}

QStringList CameraPage::cameras() const {
    QStringList names;
    for (const CameraChoice &camera : cameras_)
        names.append(QString::fromStdString(camera.name));
    return names;
}

int CameraPage::camera_chosen() const {
    // What was asked for may have many names, or none.
    const auto is_chosen = [this](const CameraChoice &camera) {
        return running_device_.empty()
                   ? camera.place == source_.place || camera.device == source_.place
                   : camera.device == running_device_;
    };
    const auto found = std::ranges::find_if(cameras_, is_chosen);
    return found == cameras_.end() ? -1 : static_cast<int>(found - cameras_.begin());
}

} // namespace vitrine
