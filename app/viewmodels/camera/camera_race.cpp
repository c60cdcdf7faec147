#include "app/viewmodels/camera/camera_race.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/model_list.hpp"

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

/// Less than this between two times is the machine's own noise.
constexpr double clearly_faster = 1.15;

} // namespace

CameraRace::CameraRace(const Language &language, LiveFeed &feed, QObject *parent)
    : QObject(parent), language_(language), feed_(feed), first_(language), second_(language) {
    connect(&feed_, &LiveFeed::rival_read, this, &CameraRace::take_second);
}

void CameraRace::set_rivals_from(MakeProvider make, const ModelList &models, bool other_devices) {
    make_ = std::move(make);
    models_ = &models;
    other_devices_ = other_devices;
    connect(models_, &ModelList::count_changed, this, &CameraRace::list, Qt::UniqueConnection);
    list();
}

void CameraRace::set_model(const std::shared_ptr<const OpenedModel> &model) {
    if (std::exchange(model_, model) == model)
        return;
    stop();
    list();
}

void CameraRace::list() {
    choices_.clear();
    if (model_ != nullptr && models_ != nullptr) {
        const auto name = QString::fromStdString(model_->manifest.name);
        if (other_devices_)
            for (const BackendState &backend : model_->backends)
                if (backend.usable && !backend.in_use)
                    choices_.push_back({name, backend.id.toStdString()});
        for (int row = 0; row < models_->rowCount(); ++row) {
            const auto other = models_->data(models_->index(row), ModelList::NameRole).toString();
            if (other != name)
                choices_.push_back({other, {}});
        }
    }
    Q_EMIT rivals_changed();
}

void CameraRace::start(int rival) {
    if (rival < 0 || rival >= static_cast<int>(choices_.size()))
        return;
    const Choice &choice = choices_[static_cast<std::size_t>(rival)];
    first_.clear();
    second_.clear();
    problem_ = {};
    feed_.set_rival(std::make_shared<Rival>(make_(choice.backend), choice.model, ++ticket_));
    running_ = true;
    Q_EMIT running_changed();
    Q_EMIT summary_changed();
}

void CameraRace::stop() {
    if (!std::exchange(running_, false))
        return;
    feed_.set_rival(nullptr);
    Q_EMIT running_changed();
}

void CameraRace::take_first(const FeedReading &read) {
    if (running_)
        first_.take(read.model, read.reading.shown, read.elapsed_ms);
}

void CameraRace::take_second(const RivalReading &read) {
    if (!running_ || read.ticket != ticket_)
        return; // of an earlier rival
    problem_ = read.problem.value_or(Error{});
    if (!read.problem)
        second_.take(read.model, read.reading.shown, read.elapsed_ms);
}

void CameraRace::refresh() {
    if (!running_)
        return;
    first_.refresh();
    second_.refresh();
    Q_EMIT summary_changed();
}

void CameraRace::retranslate() {
    Q_EMIT rivals_changed();
    refresh();
}

QStringList CameraRace::rivals() const {
    QStringList titles;
    for (const Choice &choice : choices_)
        titles.append(choice.backend.empty() ? models_->title(choice.model)
                                             : QString::fromStdString(choice.backend).toUpper());
    return titles;
}

QString CameraRace::summary() const {
    if (!problem_.code.empty())
        return language_.sentence(problem_);
    if (!first_.answered() || !second_.answered())
        return {};
    const bool first_leads = first_.median_ms() < second_.median_ms();
    const RaceLane &fast = first_leads ? first_ : second_;
    const RaceLane &slow = first_leads ? second_ : first_;
    const double ratio = slow.median_ms() / std::max(fast.median_ms(), 0.001);
    if (ratio < clearly_faster)
        return language_.text("race.equal");
    return language_.text("race.faster", {fast.title(), QString::number(ratio, 'f', 1)});
}

} // namespace vitrine
