// A training on this machine that the page does not show.
#pragma once

#include "app/training/run_library.hpp"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <filesystem>

namespace vitrine {

/// Visitors and staff keep their runs apart, but compute on the same machine. Looks into the runs
/// of the others on a thread of its own, and again and again while somebody trains there. GUI
/// thread only.
class OtherTraining : public QObject {
    Q_OBJECT

  public:
    /// `runs`: those of the others; empty: there are no others.
    explicit OtherTraining(const std::filesystem::path &runs, QObject *parent = nullptr);
    ~OtherTraining() override; ///< waits for the look

    void look(); ///< changed() comes later
    [[nodiscard]] bool goes_on() const { return goes_on_; }
    [[nodiscard]] const RunLibrary &runs() const { return runs_; }

  Q_SIGNALS:
    void changed();

  private:
    void take(bool goes_on);

    RunLibrary runs_;
    bool goes_on_ = false;
    QTimer again_;
    QThreadPool pool_; ///< last: it is waited for before what its work uses goes
};

} // namespace vitrine
