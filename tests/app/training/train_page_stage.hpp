// The Train page's view model over recorded runs, for the tests of it.
#pragma once

#include "app/services/language.hpp"
#include "app/viewmodels/training/train_page.hpp"
#include "app/views/train_scenery.hpp"

#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>

namespace vitrine {

class TrainPageStage {
  protected:
    static constexpr int patience_ms = 20'000;
    [[nodiscard]] static std::filesystem::path recorded();

    void set_up();
    /// `own`: the folder of this window's runs; those of the scenery are then of others.
    void make(bool stand = false, const std::filesystem::path &program = "/bin/true",
              const char *own = "runs");
    /// A program of these lines, which says whether it was there by a file of its arguments.
    [[nodiscard]] std::filesystem::path script(const QByteArray &lines);
    void begin_choosing();
    void open(const std::string &id);
    [[nodiscard]] ShownRun &run() { return *page_->run(); }
    [[nodiscard]] RunReview &review() { return *page_->review(); }
    [[nodiscard]] std::filesystem::path path(const char *name) const {
        return scratch_->filePath(name).toStdString();
    }

    std::unique_ptr<QTemporaryDir> scratch_;
    std::unique_ptr<Language> language_;
    std::unique_ptr<TrainScenery> scenery_;
    TrainingPlace place_;
    std::unique_ptr<TrainPage> page_;
};

} // namespace vitrine
