#include "app/viewmodels/camera/race_lane.hpp"

#include "app/services/language.hpp"
#include "app/services/verdict_words.hpp"

#include <algorithm>
#include <vector>

namespace vitrine {

RaceLane::RaceLane(const Language &language, QObject *parent)
    : QObject(parent), language_(language) {}

void RaceLane::take(const std::shared_ptr<const OpenedModel> &model, const Verdict &shown,
                    double elapsed_ms) {
    if (model != model_)
        times_ms_.clear();
    model_ = model;
    verdict_ = shown;
    times_ms_.push_back(elapsed_ms);
    if (times_ms_.size() > timed_frames)
        times_ms_.pop_front();
}

void RaceLane::clear() {
    model_.reset();
    verdict_.reset();
    times_ms_.clear();
    Q_EMIT changed();
}

double RaceLane::median_ms() const {
    if (times_ms_.empty())
        return 0;
    std::vector<double> sorted(times_ms_.begin(), times_ms_.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    return *middle;
}

QString RaceLane::title() const {
    if (model_ == nullptr)
        return {};
    return language_.word(model_->manifest.title) + language_.text("list.dot") +
           model_->backend.toUpper();
}

QString RaceLane::headline() const {
    return verdict_ ? headline_of(*verdict_, model_->manifest, language_) : QString();
}

QString RaceLane::confidence() const {
    return verdict_ ? confidence_of(*verdict_, language_) : QString();
}

PicturePage::Certainty RaceLane::certainty() const {
    return verdict_ ? static_cast<PicturePage::Certainty>(verdict_->confidence)
                    : PicturePage::Unknown;
}

QString RaceLane::timing() const {
    return verdict_ ? language_.text("race.time", {QString::number(median_ms(), 'f', 1)})
                    : QString();
}

} // namespace vitrine
