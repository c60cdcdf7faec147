#include "app/viewmodels/camera/camera_page.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine {

namespace {

constexpr int tick_ms = 250;
/// How often it is asked whether another camera was plugged in.
constexpr std::chrono::seconds between_lists{2};
/// After so long without a frame the picture is said to stand still.
constexpr std::chrono::milliseconds stall{1500};
/// A camera takes a second to open, a stream across the world two or three.
constexpr std::chrono::milliseconds opening_takes{5000};
/// An older answer is not told of the picture of now; a slow model gets twice the time it took.
constexpr std::chrono::milliseconds answer_holds{1500}, answer_holds_at_most{4000};
double seconds(Frame::Clock::time_point time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

/// The frame's memory is the camera's again before the picture is looked at.
QImage copy_of(const Frame &frame) {
    return QImage(frame.pixels.data(), frame.width, frame.height, frame.stride,
                  QImage::Format_RGBX8888)
        .copy();
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
    connect(&feed_, &LiveFeed::watched, this, &CameraPage::take_picture);
    connect(&feed_, &LiveFeed::camera_on_changed, this, &CameraPage::state_changed);
    connect(&feed_, &LiveFeed::failed, this, [this](const Error &error) {
        model_problem_ = error;
        Q_EMIT texts_changed();
    });
    connect(&feed_, &LiveFeed::listed, this, &CameraPage::take_list);
    connect(&feed_, &LiveFeed::face_changed, this, &CameraPage::take_face);
    connect(&saver_, &CardSaver::changed, this, &CameraPage::saved_changed);
    ticker_.setInterval(tick_ms);
    connect(&ticker_, &QTimer::timeout, this, &CameraPage::tick);
}

void CameraPage::set_source(const SourceName &source) {
    first_source_ = source_ = source;
    offered_.reset();
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
    ticker_.stop();
    race_.stop();
    saver_.forget();
    problem_ = {};
    clear();
    set_state(Closed);
}

void CameraPage::open() {
    problem_ = {};
    clear();
    live_ = may_be_live(source_);
    feed_.open(source_);
    waiting_since_ = Frame::Clock::now();
    ticker_.start();
    set_state(Opening);
}

void CameraPage::clear() {
    frames_.show(nullptr);
    read_.reset();
    picture_ = {};
    opened_ = stalled_ = late_ = face_ = false;
    model_problem_ = {};
    running_device_.clear();
    figures_.clear();
    Q_EMIT cameras_changed();
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
    offered_.reset();
    set_mirrored(is_mirror(source_));
    Q_EMIT cameras_changed();
}

void CameraPage::freeze() {
    if (!frames_.empty())
        Q_EMIT frozen(copy_of(*frames_.newest()));
}

void CameraPage::save() {
    // The picture that was answered, which is not the newest.
    if (answered() && may_save_)
        saver_.save(
            card_of(copy_of(*read_->frame), read_->reading.shown, model_->manifest, language_));
}

void CameraPage::askForCameras() {
    searching_ = listing_ = true;
    Q_EMIT cameras_changed();
    feed_.list(true);
}

void CameraPage::look_for_cameras() {
    const auto now = Frame::Clock::now();
    if (listing_ || !may_choose_ || source_.kind != SourceName::Kind::camera ||
        now - listed_ < between_lists)
        return;
    listing_ = true;
    listed_ = now;
    feed_.list(false);
}

void CameraPage::take_list(const std::vector<CameraChoice> &cameras) {
    searching_ = listing_ = false;
    cameras_ = cameras;
    if (offered_ &&
        std::ranges::find(cameras_, offered_->place, &CameraChoice::place) == cameras_.end())
        offered_.reset(); // pulled out again
    const bool first = !known_;
    if (first)
        known_.emplace();
    for (const CameraChoice &camera : cameras_) {
        // A new one may not be used for a moment, and is met when it may.
        if (!camera.asked || std::ranges::find(*known_, camera.place) != known_->end())
            continue;
        known_->push_back(camera.place);
        // Where any camera would do and none did, this one is taken without a word.
        if (!first && may_choose_ && (state_ == Running || !source_.place.empty()) &&
            camera.device != running_device_)
            offered_ = camera;
    }
    Q_EMIT cameras_changed();
}

void CameraPage::takeOffer() {
    if (offered_)
        use_camera(offered_->place);
}

void CameraPage::declineOffer() {
    offered_.reset();
    Q_EMIT cameras_changed();
}

void CameraPage::chooseCamera(int index) {
    if (index < 0 || index >= static_cast<int>(cameras_.size()) || !may_choose_)
        return;
    use_camera(cameras_[static_cast<std::size_t>(index)].place);
}

void CameraPage::use_camera(const std::string &place) {
    source_ = {SourceName::Kind::camera, place};
    offered_.reset();
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
    if (state_ != Running) {
        if (!opened_)
            return;
        problem_ = {};
        first_captured_ = frame->captured;
        set_state(Running);
    }
    waiting_since_ = Frame::Clock::now();
    const FramePointer before = frames_.newest();
    frames_.show(frame);
    figures_.add_frame(seconds(frame->captured));
    if (before == nullptr || before->width != frame->width || before->height != frame->height)
        update_guide();
    if (std::exchange(stalled_, false))
        Q_EMIT texts_changed();
}

void CameraPage::take_reading(const FeedReading &read) {
    if (read.model != model_ || state_ != Running || read.reading.captured < first_captured_)
        return; // of a model that was given up since, or from before the camera was lost
    const bool words_change = !read_ || late_ || !model_problem_.code.empty() ||
                              read.reading.shown.headline != read_->reading.shown.headline ||
                              read.reading.shown.confidence != read_->reading.shown.confidence ||
                              read.reading.shown.candidates != read_->reading.shown.candidates;
    read_ = read;
    late_ = is_late();
    model_problem_ = {};
    const auto &words = read.reading.smoothed.candidates;
    race_.take_first(read);
    if (read.reading.scene_began && live_)
        Q_EMIT presence();
    figures_.add_probability(seconds(read.reading.captured),
                             words.empty() ? 0 : words.front().probability);
    if (words_change)
        Q_EMIT texts_changed();
}

void CameraPage::take_picture(const PictureNews &news) {
    picture_ = news;
    Q_EMIT texts_changed();
}

void CameraPage::take_face(bool face) {
    face_ = face;
    if (face && live_)
        Q_EMIT presence();
    Q_EMIT texts_changed();
}

void CameraPage::take_news(const CaptureNews &news) {
    switch (news.state) {
    case CaptureState::opening:
        return;                 // a try after many need not be shown
    case CaptureState::running: // which pictures show, and no word before
        opened_ = true;
        live_ = news.facts.live;
        running_device_ = news.facts.device;
        if (offered_ && offered_->device == running_device_)
            offered_.reset(); // it was taken in place of one that was lost
        waiting_since_ = Frame::Clock::now();
        Q_EMIT cameras_changed();
        return;
    case CaptureState::lost:
    case CaptureState::ended:
        break;
    }
    problem_ = news.reason; // before anything is told of it
    clear();
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

bool CameraPage::is_late() const {
    if (!read_)
        return false;
    const auto holds = std::clamp<std::chrono::duration<double, std::milli>>(
        std::chrono::duration<double, std::milli>(2 * read_->age_ms), answer_holds,
        answer_holds_at_most);
    return Frame::Clock::now() - read_->reading.captured > holds;
}

void CameraPage::watch_for_silence() {
    if (!may_be_live(source_))
        return; // what lies on the disk is never waited for
    const bool silent = Frame::Clock::now() - waiting_since_ > (opened_ ? stall : opening_takes);
    if (state_ == Running) {
        if (std::exchange(stalled_, silent) != silent)
            Q_EMIT texts_changed();
        return;
    }
    const Error problem = source_.kind == SourceName::Kind::stream
                              ? Error{"stream_lost", {shown_address(source_.place)}}
                              : Error{"camera_failed", {source_.place, "it gives no pictures"}};
    // Of what does not open the capture says why, at each of its tries.
    if (!silent || (state_ == Lost && (!opened_ || problem_.code == problem.code)))
        return;
    problem_ = problem;
    set_state(Lost);
}

void CameraPage::tick() {
    watch_for_silence();
    look_for_cameras();
    const bool late = is_late();
    if (std::exchange(late_, late) != late)
        Q_EMIT texts_changed();
    if (face_ && live_)
        Q_EMIT presence();
    if (state_ != Running)
        return;
    race_.refresh();
    Q_EMIT figures_changed();
}

} // namespace vitrine
