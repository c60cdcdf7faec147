// Puts the model of a run where models are found.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <optional>
#include <string>

namespace vitrine {

/// One at a time, on a thread of its own. GUI thread only.
class ModelShelver : public QObject {
    Q_OBJECT

  public:
    /// `for_a_visit`: what is put there goes again with forget().
    ModelShelver(std::filesystem::path shelf, bool for_a_visit, QObject *parent = nullptr);
    ~ModelShelver() override; ///< waits for the file

    /// The best model of the run in `folder`; done() comes later. Nothing while one is under way.
    void shelve(const std::filesystem::path &folder, const Phrase &title);
    /// Whoever wanted a model is gone; with it go those that were put by for a visit, also those of
    /// a window that was closed in the middle of one.
    void forget();
    [[nodiscard]] bool busy() const { return busy_; }

  Q_SIGNALS:
    void busy_changed();
    /// Errors: those of shelve_model().
    void done(const QString &name, const std::optional<vitrine::Error> &problem);
    void removed(); ///< models of a visit are gone, if there were any

  private:
    std::filesystem::path shelf_;
    bool for_a_visit_;
    bool busy_ = false;
    quint64 visit_ = 0; ///< counts those that were forgotten
    QThreadPool pool_;
};

} // namespace vitrine
