// Photographs each page in each language and size.
#pragma once

#include "app/commands/exit_status.hpp"
#include "app/window_stage.hpp"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

namespace vitrine {

/// Waits until the first built-in picture is classified, then writes DIR/<page>-<language>-<width>x
/// <height>.png for all and ends the event loop with the exit status: 0; 3 where no model could be
/// opened (the pages are written all the same, with what they then say); 5 where a file could not
/// be written or no picture was classified in time.
class Screenshots : public QObject {
    Q_OBJECT

  public:
    Screenshots(WindowStage &stage, const QString &folder, QObject *parent = nullptr);

  private:
    struct Shot {
        QString language;
        QSize size;
    };
    void look();
    [[nodiscard]] bool page_is_ready();
    void pose();
    void frame_drawn();
    void finish(ExitStatus status);

    WindowStage &stage_;
    QString folder_;
    std::vector<Shot> shots_;
    std::size_t next_ = 0;
    int frames_ = 0;
    bool posing_ = false;
    bool sample_opened_ = false;
    ExitStatus status_ = ExitStatus::done;
    QTimer ticker_;
    QElapsedTimer since_start_;
};

} // namespace vitrine
