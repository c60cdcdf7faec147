#include "app/viewmodels/camera/camera_page.hpp"

#include <chrono>
#include <utility>

namespace vitrine {

namespace {

constexpr int tick_ms = 250;
/// After so long without a frame the picture is said to stand still.
constexpr std::chrono::milliseconds stall{1500};
double seconds(Frame::Clock::time_point time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

bool is_mirror(const SourceName &source) { return source.kind == SourceName::Kind::camera; }

} // namespace

CameraPage::CameraPage(const Language &language, InferenceThread &inference, CameraAccess access,
                       QObject *parent)
    : QObject(parent), language_(language), feed_(inference, std::move(access)),
      race_(language, feed_), saver_(language) {
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
    connect(&feed_, &LiveFeed::face_changed, this, &CameraPage::take_face);
    connect(&saver_, &CardSaver::changed, this, &CameraPage::saved_changed);
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
    race_.stop();
    saver_.forget();
    clear();
    set_state(Closed);
}

void CameraPage::open() {
    clear();
    feed_.open(source_);
    set_state(Opening);
}

void CameraPage::clear() {
    ticker_.stop();
    frames_.show(nullptr);
    read_.reset();
    picture_ = PictureState::good;
    stalled_ = face_ = false;
    problem_ = model_problem_ = {};
    figures_.clear();
    Q_EMIT texts_changed();
    Q_EMIT figures_changed();
}

void CameraPage::set_model(const std::shared_ptr<const OpenedModel> &model) {
    model_ = model;
    race_.set_model(model);
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

void CameraPage::set_may_save(bool may) {
    may_save_ = may;
    Q_EMIT saved_changed();
}

void CameraPage::retranslate() {
    race_.retranslate();
    Q_EMIT saved_changed();
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
    if (!frames_.empty())
        Q_EMIT frozen(picture());
}

void CameraPage::save() {
    if (answered() && !frames_.empty() && may_save_)
        saver_.save(card_of(picture(), read_->reading.shown, model_->manifest, language_));
}

/// A copy: the frame's memory is the camera's again before the picture is looked at.
QImage CameraPage::picture() const {
    const Frame &frame = *frames_.newest();
    return QImage(frame.pixels.data(), frame.width, frame.height, frame.stride,
                  QImage::Format_RGBX8888)
        .copy();
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
    race_.take_first(read);
    if (read.reading.scene_began && is_live(source_))
        Q_EMIT presence();
    figures_.add_probability(seconds(read.reading.captured),
                             words.empty() ? 0 : words.front().probability);
    if (words_change)
        Q_EMIT texts_changed();
}

void CameraPage::take_face(bool face) {
    face_ = face;
    if (face && is_live(source_))
        Q_EMIT presence();
    Q_EMIT texts_changed();
}

void CameraPage::take_news(const CaptureNews &news) {
    switch (news.state) {
    case CaptureState::opening:
        return; // a try after many need not be shown
    case CaptureState::running:
        problem_ = {};
        ticker_.start();
        set_state(Running);
        return;
    case CaptureState::lost:
    case CaptureState::ended:
        break;
    }
    clear();
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
    if (face_ && is_live(source_))
        Q_EMIT presence();
    race_.refresh();
    Q_EMIT figures_changed();
}

} // namespace vitrine
