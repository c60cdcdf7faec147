#include "app/viewmodels/training/training_place.hpp"

#include "app/settings/places.hpp"

#include <QCoreApplication>
#include <QFile>

namespace vitrine {

TrainingPlace TrainingPlace::of_user() {
    TrainingPlace place;
    place.program = QFile::encodeName(QCoreApplication::applicationFilePath()).toStdString();
    place.runs = data_folder() / "runs";
    place.visits = data_folder() / "visits";
    place.models = data_folder() / "models";
    place.times = state_folder() / "training-times.json";
    place.recipes = share_folder() / "recipes";
    place.on_board = share_folder() / "data" / "cifar10-small";
    place.made = share_folder() / "runs";
    return place;
}

} // namespace vitrine
