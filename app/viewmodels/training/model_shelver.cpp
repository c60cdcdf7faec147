#include "app/viewmodels/training/model_shelver.hpp"

#include "app/training/model_shelf.hpp"

#include <system_error>
#include <vector>

namespace vitrine {

namespace {

/// Names of models that last as long as a visit.
const std::string visit_prefix = "visit-";

void remove_visit_models(const std::filesystem::path &shelf) {
    std::error_code error;
    std::vector<std::filesystem::path> found;
    for (std::filesystem::directory_iterator it(shelf, error), end; !error && it != end;
         it.increment(error))
        if (it->path().filename().string().starts_with(visit_prefix))
            found.push_back(it->path());
    for (const auto &model : found)
        std::filesystem::remove(model, error);
}

} // namespace

ModelShelver::ModelShelver(std::filesystem::path shelf, bool for_a_visit, QObject *parent)
    : QObject(parent), shelf_(std::move(shelf)), for_a_visit_(for_a_visit) {
    pool_.setMaxThreadCount(1); // in order
}

ModelShelver::~ModelShelver() { pool_.waitForDone(); }

void ModelShelver::shelve(const std::filesystem::path &folder, const Phrase &title) {
    if (busy_)
        return;
    busy_ = true;
    Q_EMIT busy_changed();
    const std::string name = (for_a_visit_ ? visit_prefix : "") + folder.filename().string();
    pool_.start([this, folder, name, title, shelf = shelf_, visit = visit_] {
        const auto shelved = shelve_model(folder / "best.safetensors", shelf, name, title);
        const std::optional<Error> problem =
            shelved ? std::nullopt : std::optional(shelved.error());
        QMetaObject::invokeMethod(
            this,
            [this, problem, name, visit] {
                busy_ = false;
                Q_EMIT busy_changed();
                if (visit != visit_)
                    forget();
                else
                    Q_EMIT done(QString::fromStdString(name), problem);
            },
            Qt::QueuedConnection);
    });
}

void ModelShelver::forget() {
    ++visit_;
    if (!for_a_visit_)
        return;
    pool_.start([this, shelf = shelf_] {
        remove_visit_models(shelf);
        QMetaObject::invokeMethod(this, &ModelShelver::removed, Qt::QueuedConnection);
    });
}

} // namespace vitrine
