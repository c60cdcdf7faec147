#include "app/viewmodels/training/other_training.hpp"

#include <chrono>
#include <utility>

namespace vitrine {

namespace {

constexpr std::chrono::seconds between_looks{2};

} // namespace

OtherTraining::OtherTraining(const std::filesystem::path &runs, QObject *parent)
    : QObject(parent), runs_(runs) {
    pool_.setMaxThreadCount(1);
    again_.setSingleShot(true);
    again_.setInterval(between_looks);
    connect(&again_, &QTimer::timeout, this, &OtherTraining::look);
}

OtherTraining::~OtherTraining() { pool_.waitForDone(); }

void OtherTraining::look() {
    pool_.start([this, runs = runs_] {
        QMetaObject::invokeMethod(
            this, [this, goes_on = runs.is_training()] { take(goes_on); }, Qt::QueuedConnection);
    });
}

void OtherTraining::take(bool goes_on) {
    if (goes_on)
        again_.start();
    if (std::exchange(goes_on_, goes_on) != goes_on)
        Q_EMIT changed();
}

} // namespace vitrine
