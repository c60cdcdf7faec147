// Where the window's trainings come from and go to.
#pragma once

#include "app/training/run_follower.hpp"
#include "app/training/training_process.hpp"

#include <QStringList>

#include <filesystem>

namespace vitrine {

struct TrainingPlace {
    std::filesystem::path program;  ///< vitrine itself
    std::filesystem::path runs;     ///< run folders
    std::filesystem::path visits;   ///< those of passers-by, on a stand; the oldest go for good
    std::filesystem::path models;   ///< where models are put that are used on pictures
    std::filesystem::path times;    ///< a file; see TrainingTimes
    std::filesystem::path recipes;  ///< on board
    std::filesystem::path on_board; ///< the data set
    std::filesystem::path made;     ///< the runs that made the models on board
    QStringList compute{};          ///< --backend … for the trainer
    TrainingProcess::Patience patience{};
    FollowerPace pace{};

    /// The user's own folders, and what came with the program.
    [[nodiscard]] static TrainingPlace of_user();
};

} // namespace vitrine
