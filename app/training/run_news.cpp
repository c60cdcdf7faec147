#include "app/training/run_news.hpp"

#include <algorithm>

namespace vitrine {

namespace {

template <typename Point> void append(std::vector<Point> &points, const std::vector<Point> &more) {
    points.insert(points.end(), more.begin(), more.end());
}

} // namespace

void RunRecord::apply(const RunNews &news) {
    if (news.from_the_beginning)
        *this = {};
    if (news.cut_after) {
        cut_after(steps, *news.cut_after);
        cut_after(epochs, *news.cut_after);
        cut_after(probes, *news.cut_after);
    }
    if (news.start) {
        start = *news.start;
        ending.reset();
        remarks.clear(); // each start says them again
    }
    append(steps, news.steps);
    append(epochs, news.epochs);
    append(probes, news.probes);
    append(remarks, news.remarks);
    if (news.ending)
        ending = news.ending;
    if (news.saved_time_s)
        saved_time_s = news.saved_time_s;
    skipped += news.skipped;
}

const EpochPoint *RunRecord::best() const {
    const auto found = std::ranges::max_element(epochs, {}, &EpochPoint::test_accuracy);
    return found == epochs.end() ? nullptr : &*found;
}

} // namespace vitrine
