// Photographs each page in each language and size.
#pragma once

#include "app/commands/exit_status.hpp"
#include "app/window_stage.hpp"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

namespace vitrine {

/// Shows one view after another (the first built-in picture with its answer, the settings; in kiosk
/// mode what passers-by see, the countdown, the pad for the staff code), waits until it is whole,
/// writes DIR/<view>-<language>-<width>x<height>.png in each language and size, and ends the event
/// loop with the exit status: 0; 3 where no model could be opened (the pages are written all the
/// same, with what they then say); 5 where a file could not be written or no picture was classified
/// in time.
class Screenshots : public QObject {
    Q_OBJECT

  public:
    /// `kiosk_time`: what the kiosk's clock reads, so that nobody has to wait for the countdown.
    Screenshots(WindowStage &stage, const QString &folder,
                std::shared_ptr<std::chrono::milliseconds> kiosk_time, QObject *parent = nullptr);

  private:
    struct Shot {
        QString language;
        QSize size;
    };
    void enter_view();
    void look();
    [[nodiscard]] bool view_is_ready();
    [[nodiscard]] bool page_is_ready();
    void pose();
    void frame_drawn();
    void finish(ExitStatus status);

    WindowStage &stage_;
    QString folder_;
    std::shared_ptr<std::chrono::milliseconds> kiosk_time_;
    QStringList views_;
    int view_ = 0;            ///< of views_, the one that is shown
    std::vector<Shot> shots_; ///< of each view
    std::size_t next_ = 0;
    int frames_ = 0;
    bool posing_ = false;
    bool sample_opened_ = false;
    ExitStatus status_ = ExitStatus::done;
    QTimer ticker_;
    QElapsedTimer since_start_;
};

} // namespace vitrine
