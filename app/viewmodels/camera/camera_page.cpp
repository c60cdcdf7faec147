#include "app/viewmodels/camera/camera_page.hpp"

#include "app/services/language.hpp"
#include "app/services/picture_state_words.hpp"
#include "app/services/verdict_words.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine {

namespace {

constexpr int tick_ms = 250;
/// After so long without a frame the picture is said to stand still.
constexpr std::chrono::milliseconds stall{1500};
constexpr std::size_t shares_told = 3;

double seconds(Frame::Clock::time_point time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

double now_s() { return seconds(Frame::Clock::now()); }

bool is_mirror(const SourceName &source) { return source.kind == SourceName::Kind::camera; }

} // namespace

CameraPage::CameraPage(const Language &language, InferenceThread &inference, CameraAccess access,
                       QObject *parent)
    : QObject(parent), language_(language), feed_(inference, std::move(access)) {
    connect(&feed_, &LiveFeed::framed, this, &CameraPage::take_frame);
    connect(&feed_, &LiveFeed::read, this, &CameraPage::take_reading);
    connect(&feed_, &LiveFeed::changed, this, &CameraPage::take_news);
    connect(&feed_, &LiveFeed::failed, this, [this](const Error &error) {
        model_problem_ = error;
        Q_EMIT texts_changed();
    });
    connect(&feed_, &LiveFeed::listed, this, [this](const std::vector<CameraChoice> &cameras) {
        cameras_ = cameras;
        Q_EMIT cameras_changed();
    });
    ticker_.setInterval(tick_ms);
    connect(&ticker_, &QTimer::timeout, this, &CameraPage::tick);
}

void CameraPage::set_source(const SourceName &source) {
    first_source_ = source_ = source;
    set_mirrored(is_mirror(source));
    if (active_)
        open();
}

void CameraPage::set_active(bool active) {
    if (std::exchange(active_, active) == active)
        return;
    if (active_) {
        open();
        return;
    }
    feed_.close();
    clear();
    set_state(Closed);
}

void CameraPage::open() {
    clear();
    feed_.open(source_);
    set_state(Opening);
    ticker_.start();
}

void CameraPage::clear() {
    ticker_.stop();
    frames_.show(nullptr);
    read_.reset();
    picture_ = PictureState::good;
    stalled_ = false;
    problem_ = model_problem_ = {};
    figures_.clear();
    Q_EMIT texts_changed();
    Q_EMIT figures_changed();
}

void CameraPage::set_model(const std::shared_ptr<const OpenedModel> &model) {
    model_ = model;
    read_.reset();
    model_problem_ = {};
    update_guide();
    Q_EMIT texts_changed();
    Q_EMIT figures_changed();
}

void CameraPage::set_may_choose(bool may) {
    may_choose_ = may;
    Q_EMIT cameras_changed();
}

void CameraPage::retranslate() {
    Q_EMIT texts_changed();
    Q_EMIT figures_changed();
    Q_EMIT cameras_changed();
}

void CameraPage::forget_visitor() {
    set_active(false);
    source_ = first_source_;
    set_mirrored(is_mirror(source_));
    Q_EMIT cameras_changed();
}

void CameraPage::freeze() {
    if (frames_.empty())
        return;
    // A copy: the frame's memory is the camera's again before the picture is looked at.
    const Frame &frame = *frames_.newest();
    Q_EMIT frozen(QImage(frame.pixels.data(), frame.width, frame.height, frame.stride,
                         QImage::Format_RGBX8888)
                      .copy());
}

void CameraPage::askForCameras() { feed_.list(); }

void CameraPage::chooseCamera(int index) {
    if (index < 0 || index >= static_cast<int>(cameras_.size()) || !may_choose_)
        return;
    source_ = {SourceName::Kind::camera, cameras_[static_cast<std::size_t>(index)].place};
    set_mirrored(true);
    Q_EMIT cameras_changed();
    if (active_)
        open();
}

void CameraPage::set_mirrored(bool mirrored) {
    if (std::exchange(mirrored_, mirrored) != mirrored)
        Q_EMIT mirrored_changed();
}

void CameraPage::set_state(State state) {
    state_ = state;
    Q_EMIT state_changed();
    Q_EMIT texts_changed();
}

void CameraPage::take_frame(const FramePointer &frame) {
    const FramePointer before = frames_.newest();
    frames_.show(frame);
    figures_.add_frame(seconds(frame->captured));
    if (before == nullptr || before->width != frame->width || before->height != frame->height)
        update_guide();
    if (std::exchange(stalled_, false))
        Q_EMIT texts_changed();
}

void CameraPage::take_reading(const FeedReading &read) {
    if (read.model != model_ || state_ != Running)
        return; // of a model that was given up since
    const bool words_change = !read_ || !model_problem_.code.empty() ||
                              read.reading.picture != picture_ ||
                              read.reading.shown.headline != read_->reading.shown.headline ||
                              read.reading.shown.confidence != read_->reading.shown.confidence ||
                              read.reading.shown.candidates != read_->reading.shown.candidates;
    read_ = read;
    picture_ = read.reading.picture;
    model_problem_ = {};
    const auto &words = read.reading.smoothed.candidates;
    figures_.add_probability(seconds(read.reading.captured),
                             words.empty() ? 0 : words.front().probability);
    if (words_change)
        Q_EMIT texts_changed();
}

void CameraPage::take_news(const CaptureNews &news) {
    switch (news.state) {
    case CaptureState::opening:
        return; // a try after many need not be shown
    case CaptureState::running:
        problem_ = {};
        set_state(Running);
        return;
    case CaptureState::lost:
    case CaptureState::ended:
        break;
    }
    clear();
    ticker_.start();
    problem_ = news.reason;
    set_state(Lost);
}

void CameraPage::update_guide() {
    QRectF guide;
    if (model_ && !frames_.empty()) {
        const Frame &frame = *frames_.newest();
        const double width = frame.width;
        const double height = frame.height;
        const Rect crop = crop_rectangle(frame.width, frame.height, model_->manifest.input);
        guide = {crop.x / width, crop.y / height, crop.width / width, crop.height / height};
    }
    if (std::exchange(guide_, guide) != guide)
        Q_EMIT guide_changed();
}

void CameraPage::tick() {
    const bool stalled = state_ == Running && !frames_.empty() &&
                         Frame::Clock::now() - frames_.newest()->captured > stall;
    if (std::exchange(stalled_, stalled) != stalled)
        Q_EMIT texts_changed();
    Q_EMIT figures_changed();
}

bool CameraPage::answered() const {
    return state_ == Running && read_ && picture_ != PictureState::black;
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

QString CameraPage::hint() const {
    if (state_ != Running)
        return {};
    if (stalled_)
        return language_.text("live.waiting");
    return picture_ == PictureState::good ? language_.text("camera.hold")
                                          : picture_words(picture_, language_);
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
                       {read_ ? QString::number(read_->age_ms, 'f', 0) : QStringLiteral("–")}),
        language_.text("camera.dropped",
                       {count(counts.dropped_before), count(counts.not_classified)})};
    return figures.join(language_.text("list.dot"));
}

QList<QPointF> CameraPage::trace() const { return figures_.trace(now_s()); }

QStringList CameraPage::cameras() const {
    QStringList names;
    for (const CameraChoice &camera : cameras_)
        names.append(QString::fromStdString(camera.name));
    return names;
}

int CameraPage::camera_chosen() const {
    const auto found = std::ranges::find(cameras_, source_.place, &CameraChoice::place);
    return found == cameras_.end() ? -1 : static_cast<int>(found - cameras_.begin());
}

} // namespace vitrine
