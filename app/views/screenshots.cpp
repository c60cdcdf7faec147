#include "app/views/screenshots.hpp"

#include "app/views/visible_charts.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QImage>

#include <cstdio>
#include <utility>

namespace vitrine {
namespace {

constexpr int look_every_ms = 20;
constexpr int patience_ms = 60'000;
constexpr int chart_patience_ms = 5'000;
constexpr int frames_to_settle = 3; // layout, its consequences, and one more

QString theme_name(bool dark) { return dark ? QStringLiteral("dark") : QStringLiteral("light"); }

} // namespace

Screenshots::Screenshots(WindowStage &stage, const QString &folder, const QStringList &views,
                         const QString &scratch,
                         std::shared_ptr<std::chrono::milliseconds> kiosk_time,
                         const QString &staff_code, TrainScenery scenery, QObject *parent)
    : QObject(parent), stage_(stage), folder_(folder),
      views_(stage, scratch, std::move(kiosk_time), staff_code, std::move(scenery)),
      names_(views.isEmpty() ? views_.names() : views) {
    QDir().mkpath(folder_ + QStringLiteral("/sheets"));
    stage_.model().settings()->set_reduce_motion(true);
    plan();
    connect(stage_.window(), &QQuickWindow::frameSwapped, this, &Screenshots::frame_drawn,
            Qt::QueuedConnection);
    connect(&ticker_, &QTimer::timeout, this, &Screenshots::look);
    enter_view();
}

void Screenshots::plan() {
    for (const bool dark : {true, false}) {
        int row = 0;
        for (const double text_scale : {1.0, 2.0})
            for (const char *language : {"zh", "en"}) {
                for (const QSize size :
                     {QSize(1280, 800), QSize(1024, 600), QSize(1920, 1080), QSize(1080, 1920)})
                    shots_.push_back({dark, text_scale, QString::fromLatin1(language), size, row});
                ++row;
            }
    }
}

void Screenshots::enter_view() {
    views_.enter(names_[view_]);
    since_start_.start();
    ticker_.start(look_every_ms);
}

void Screenshots::look() {
    const WindowModel::Readiness readiness = stage_.model().readiness();
    opened_ = opened_ || readiness == WindowModel::Ready; // from then on a view may want none
    if (!opened_ && readiness == WindowModel::Stopped) {
        status_ = ExitStatus::no_backend;
        names_ = names_.mid(view_, 1); // all the others would say the same
        view_ = 0;
    } else if (!views_.advance()) {
        if (!since_start_.hasExpired(patience_ms))
            return;
        std::fprintf(stderr, "\"%s\" was not ready in time; it is photographed as it is.\n",
                     qPrintable(names_[view_]));
        status_ = ExitStatus::computing_failed;
    }
    ticker_.stop();
    next_ = 0;
    if (views_.absent()) {
        std::fprintf(stderr, "\"%s\": nothing on board looks like that.\n",
                     qPrintable(names_[view_]));
        next_ = shots_.size();
    }
    pose();
}

void Screenshots::pose() {
    if (next_ == shots_.size()) {
        if (++view_ == names_.size())
            finish(status_);
        else
            enter_view();
        return;
    }
    const Shot &shot = shots_[next_];
    SettingsModel &settings = *stage_.model().settings();
    if (settings.theme() != theme_name(shot.dark))
        settings.set_theme(theme_name(shot.dark));
    if (settings.text_scale() != shot.text_scale)
        settings.set_text_scale(shot.text_scale);
    stage_.model().set_language(shot.language);
    if (stage_.window()->visibility() == QWindow::FullScreen && !stage_.model().kiosk()->active())
        stage_.window()->showNormal(); // the presenter's view, too, is to have this size
    stage_.window()->resize(shot.size);
    calm_frames_ = 0;
    since_posed_.start();
    posing_ = true;
    stage_.window()->update();
}

void Screenshots::frame_drawn() {
    if (!posing_)
        return;
    calm_frames_ = charts_settled(*stage_.window()->contentItem()) ? calm_frames_ + 1 : 0;
    if (calm_frames_ < frames_to_settle && !since_posed_.hasExpired(chart_patience_ms)) {
        stage_.window()->update();
        return;
    }
    posing_ = false;
    if (!keep()) {
        std::fprintf(stderr, "Nothing can be written to %s.\n", qPrintable(folder_));
        finish(ExitStatus::computing_failed);
        return;
    }
    ++next_;
    pose();
}

bool Screenshots::keep() {
    const Shot &shot = shots_[next_];
    const QString &view = names_[view_];
    const QImage seen = stage_.window()->grabWindow();
    const QString file = QStringLiteral("%1/%2-%3-%4-x%5-%6x%7.png")
                             .arg(folder_, view, shot.language, theme_name(shot.dark))
                             .arg(shot.text_scale)
                             .arg(shot.size.width())
                             .arg(shot.size.height());
    sheet_.add(shot.row, seen);
    const bool last = next_ + 1 == shots_.size() || shots_[next_ + 1].dark != shot.dark;
    if (last &&
        !std::exchange(sheet_, {})
             .save(QStringLiteral("%1/sheets/%2-%3.png").arg(folder_, view, theme_name(shot.dark))))
        return false;
    return seen.save(file);
}

void Screenshots::finish(ExitStatus status) { QCoreApplication::exit(static_cast<int>(status)); }

} // namespace vitrine
