#include "core/camera/answer/steady_verdict.hpp"

#include <algorithm>

namespace vitrine {

namespace {

double probability_of(const Verdict &verdict, const Phrase &word) {
    const auto found = std::ranges::find(verdict.candidates, word, &Candidate::word);
    return found == verdict.candidates.end() ? 0 : found->probability;
}

bool names_a_word(const Verdict &verdict) {
    return verdict.confidence == Confidence::sure || verdict.confidence == Confidence::probably;
}

} // namespace

Verdict SteadyVerdict::settled(const Manifest &manifest, const Verdict &fresh) const {
    Verdict settled = fresh;
    if (!names_a_word(*shown_) || fresh.confidence == Confidence::unknown)
        return settled;
    const double of_shown = probability_of(fresh, shown_->headline);
    const double of_fresh = probability_of(fresh, fresh.headline);
    const bool same_word = fresh.headline == shown_->headline;
    if (!same_word && of_fresh - of_shown >= lead)
        return settled;
    const Calibration &calibration = manifest.calibration;
    const auto reaches = [&](double threshold, Confidence level) {
        return of_shown >= threshold - (shown_->confidence == level ? level_margin : 0);
    };
    Confidence level = Confidence::not_sure;
    if (reaches(calibration.sure, Confidence::sure))
        level = Confidence::sure;
    // Whoever was very sure is fairly sure down to the same margin.
    else if (of_shown >= calibration.probably - level_margin)
        level = Confidence::probably;
    // A word that may not be said (Manifest::never_headline) leads: whatever the numbers.
    if (same_word && fresh.confidence == Confidence::not_sure && of_shown >= calibration.probably)
        level = Confidence::not_sure;
    settled.confidence = level;
    if (level != Confidence::not_sure)
        settled.headline = shown_->headline;
    return settled;
}

const Verdict &SteadyVerdict::add(const Manifest &manifest, const Verdict &fresh, double time_s) {
    if (!shown_) {
        shown_ = fresh;
        since_s_ = time_s;
    } else if (time_s - since_s_ >= hold_s) {
        shown_ = settled(manifest, fresh);
        since_s_ = time_s;
    }
    return *shown_;
}

} // namespace vitrine
