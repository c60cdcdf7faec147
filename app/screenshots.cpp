#include "app/screenshots.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QImage>

#include <cstdio>

namespace vitrine {
namespace {

constexpr int look_every_ms = 20;
constexpr int patience_ms = 60'000;
constexpr int frames_to_settle = 3; // layout, its consequences, and one more

} // namespace

Screenshots::Screenshots(WindowStage &stage, const QString &folder,
                         std::shared_ptr<std::chrono::milliseconds> kiosk_time, QObject *parent)
    : QObject(parent), stage_(stage), folder_(folder), kiosk_time_(std::move(kiosk_time)) {
    views_ = stage_.model().kiosk()->active()
                 ? QStringList{"attract", "kiosk-picture", "countdown", "code"}
                 : QStringList{"picture", "settings"};
    for (const QString &language : {QStringLiteral("zh"), QStringLiteral("en")})
        for (const QSize size :
             {QSize(1280, 800), QSize(1024, 600), QSize(1920, 1080), QSize(1080, 1920)})
            shots_.push_back({language, size});
    QDir().mkpath(folder_);
    stage_.model().set_reduce_motion(true);
    connect(stage_.window(), &QQuickWindow::frameSwapped, this, &Screenshots::frame_drawn,
            Qt::QueuedConnection);
    connect(&ticker_, &QTimer::timeout, this, &Screenshots::look);
    enter_view();
}

void Screenshots::enter_view() {
    KioskModel &kiosk = *stage_.model().kiosk();
    const QString &view = views_[view_];
    if (view == "settings") {
        QMetaObject::invokeMethod(stage_.window(), "openSettings");
    } else if (view == "countdown") {
        const auto lengths = Settings{};
        *kiosk_time_ += std::chrono::seconds(lengths.idle_s);
        kiosk.tick();
    } else if (view != "picture" && view != "attract") {
        kiosk.begin();
        if (view == "code")
            Q_EMIT kiosk.code_asked();
    }
    since_start_.start();
    ticker_.start(look_every_ms);
}

bool Screenshots::view_is_ready() {
    if (views_[view_] != "attract")
        return page_is_ready();
    if (stage_.model().readiness() == WindowModel::Stopped)
        return page_is_ready();
    return !stage_.model().attract_show()->headline().isEmpty();
}

bool Screenshots::page_is_ready() {
    WindowModel &window = stage_.model();
    PicturePage &page = *window.picture_page();
    if (window.readiness() == WindowModel::Stopped) {
        status_ = ExitStatus::no_backend;
        return true;
    }
    if (window.readiness() != WindowModel::Ready)
        return false;
    if (page.state() == PicturePage::Empty && !sample_opened_) {
        sample_opened_ = true;
        page.openSample(0);
        if (page.state() == PicturePage::Empty)
            return true; // there are no built-in pictures
    }
    if (page.state() == PicturePage::Working)
        return false;
    const SampleModel &samples = *page.samples();
    for (int row = 0; row < samples.rowCount(); ++row)
        if (samples.data(samples.index(row), SampleModel::ThumbnailRole).value<QImage>().isNull())
            return false;
    return true;
}

void Screenshots::look() {
    const bool late = since_start_.hasExpired(patience_ms);
    if (!late && !view_is_ready())
        return;
    if (late) {
        std::fputs("The pages were not ready in time; they are photographed as they are.\n",
                   stderr);
        status_ = ExitStatus::computing_failed;
    }
    ticker_.stop();
    pose();
}

void Screenshots::pose() {
    if (next_ == shots_.size()) {
        next_ = 0;
        if (++view_ == views_.size())
            finish(status_);
        else
            enter_view();
        return;
    }
    const Shot &shot = shots_[next_];
    stage_.model().set_language(shot.language);
    stage_.window()->resize(shot.size);
    frames_ = 0;
    posing_ = true;
    stage_.window()->update();
}

void Screenshots::frame_drawn() {
    if (!posing_)
        return;
    if (++frames_ < frames_to_settle) {
        stage_.window()->update();
        return;
    }
    posing_ = false;
    const Shot &shot = shots_[next_++];
    const QString file = QStringLiteral("%1/%2-%3-%4x%5.png")
                             .arg(folder_, views_[view_], shot.language)
                             .arg(shot.size.width())
                             .arg(shot.size.height());
    if (!stage_.window()->grabWindow().save(file)) {
        std::fprintf(stderr, "%s could not be written.\n", qPrintable(file));
        finish(ExitStatus::computing_failed);
        return;
    }
    pose();
}

void Screenshots::finish(ExitStatus status) { QCoreApplication::exit(static_cast<int>(status)); }

} // namespace vitrine
