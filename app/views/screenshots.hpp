// Photographs every state of the window, in every way in which it can stand.
#pragma once

#include "app/commands/exit_status.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/views/window_views.hpp"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

namespace vitrine {

/// Shows one view after another (see WindowViews: those of a desk, or in kiosk mode those of a
/// stand), and of each writes DIR/<view>-<language>-<theme>-x<text scale>-<width>x<height>.png in
/// both languages and themes, at text scale 1 and 2, in the four sizes; and DIR/sheets/<view>-
/// <theme>.png with all of a theme side by side. Ends the event loop with the exit status: 0; 3
/// where no model could be opened (the first view is drawn all the same, with what it then says); 5
/// where a file could not be written or a view did not come about in time. A view that nothing on
/// board can show is named on standard error and left out.
class Screenshots : public QObject {
    Q_OBJECT

  public:
    /// `views`: only these; empty: all. `scratch` and `kiosk_time`: see WindowViews.
    Screenshots(WindowStage &stage, const QString &folder, const QStringList &views,
                const QString &scratch, std::shared_ptr<std::chrono::milliseconds> kiosk_time,
                const QString &staff_code, TrainScenery scenery, QObject *parent = nullptr);

  private:
    struct Shot {
        bool dark;
        double text_scale;
        QString language;
        QSize size;
        int row; ///< of the sheet
    };
    void plan();
    void enter_view();
    void look();
    void pose();
    void frame_drawn();
    [[nodiscard]] bool keep();
    void finish(ExitStatus status);

    WindowStage &stage_;
    QString folder_;
    WindowViews views_;
    QStringList names_;
    qsizetype view_ = 0;      ///< of names_, the one that is shown
    std::vector<Shot> shots_; ///< of each view
    std::size_t next_ = 0;
    ContactSheet sheet_;
    int calm_frames_ = 0; ///< the last ones, with all charts drawn
    bool posing_ = false;
    bool opened_ = false; ///< a model was there
    ExitStatus status_ = ExitStatus::done;
    QTimer ticker_;
    QElapsedTimer since_start_; ///< of the view
    QElapsedTimer since_posed_;
};

} // namespace vitrine
