#include "tests/app/training/train_page_stage.hpp"

#include <QFile>
#include <QTest>

namespace vitrine {

namespace fs = std::filesystem;

fs::path TrainPageStage::recorded() { return VITRINE_ASSETS "/recorded-runs"; }

void TrainPageStage::set_up() {
    scratch_ = std::make_unique<QTemporaryDir>();
    language_ = std::make_unique<Language>();
    language_->set_code("en");
    scenery_ = std::make_unique<TrainScenery>(recorded(), path("runs"));
    make();
}

fs::path TrainPageStage::script(const QByteArray &lines) {
    QFile file(scratch_->filePath("trainer"));
    if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\necho \"$@\" >> \"$0.asked\"\n" + lines);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path("trainer");
}

void TrainPageStage::begin_choosing() {
    page_->begin();
    QTRY_VERIFY_WITH_TIMEOUT(page_->can_start(), patience_ms);
}

void TrainPageStage::make(bool stand, const fs::path &program, const char *own) {
    page_.reset();
    TrainingPlace &place = place_ = {};
    place.program = program;
    place.runs = path(stand ? "runs" : own);
    place.visits = path(stand ? own : "runs");
    place.models = path("models");
    place.recipes = VITRINE_ASSETS "/recipes";
    place.on_board = VITRINE_ASSETS "/data/cifar10-small";
    place.pace.look = std::chrono::milliseconds(10);
    page_ = std::make_unique<TrainPage>(*language_, place, stand);
    page_->exports()->set_folder(scratch_->filePath("kept"));
}

void TrainPageStage::open(const std::string &id) {
    page_->runs()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(
        (page_->openRun(QString::fromStdString(id)), run().folder().filename() == id), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!run().title().isEmpty() && run().life() != ShownRun::Preparing,
                             patience_ms);
}

} // namespace vitrine
