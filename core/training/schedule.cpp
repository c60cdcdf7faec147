#include "core/training/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vitrine {

namespace {

/// 1 at t = 0, 0 at t = 1.
double half_cosine(double t) { return 0.5 * (1.0 + std::cos(std::numbers::pi * t)); }

double after_warm_up(const ScheduleSpec &schedule, double step, double warm_up, double total,
                     double steps_per_epoch) {
    const double t = std::clamp((step - warm_up) / std::max(total - warm_up, 1.0), 0.0, 1.0);
    switch (schedule.kind) {
    case ScheduleSpec::Kind::constant:
        return 1;
    case ScheduleSpec::Kind::step: {
        const auto passed = std::ranges::count_if(
            schedule.milestones, [&](double epoch) { return step >= epoch * steps_per_epoch; });
        return std::pow(schedule.step_factor, static_cast<double>(passed));
    }
    case ScheduleSpec::Kind::linear:
        return 1 - t;
    case ScheduleSpec::Kind::cosine:
    case ScheduleSpec::Kind::one_cycle:
        return schedule.end + (1 - schedule.end) * half_cosine(t);
    case ScheduleSpec::Kind::trapezoid: {
        const double cooldown = std::min(schedule.cooldown * steps_per_epoch, total);
        if (cooldown <= 0 || step < total - cooldown)
            return step < total ? 1 : schedule.end;
        return schedule.end + (1 - schedule.end) * std::max(0.0, total - step) / cooldown;
    }
    }
    return 1;
}

} // namespace

double schedule_factor(const ScheduleSpec &schedule, std::int64_t step, std::int64_t total,
                       std::int64_t steps_per_epoch) {
    if (total <= 0)
        return 1;
    const auto per_epoch = static_cast<double>(steps_per_epoch);
    const auto at = static_cast<double>(step);
    const double warm_up =
        std::min(std::round(schedule.warm_up * per_epoch), static_cast<double>(total));
    if (at < warm_up) {
        const double t = (at + 1) / (warm_up + 1);
        const double risen =
            schedule.kind == ScheduleSpec::Kind::one_cycle ? 1 - half_cosine(t) : t;
        return schedule.start + (1 - schedule.start) * risen;
    }
    return after_warm_up(schedule, at, warm_up, static_cast<double>(total), per_epoch);
}

PerGroup learning_rates_at(const LearningRates &rates, const ScheduleSpec &schedule,
                           std::int64_t step, std::int64_t total, std::int64_t steps_per_epoch) {
    PerGroup result{};
    for (std::size_t group = 0; group < result.size(); ++group) {
        std::int64_t length = total;
        if (const auto &until = rates.until_epoch[group])
            length = std::min(total, static_cast<std::int64_t>(std::llround(
                                         *until * static_cast<double>(steps_per_epoch))));
        if (step < length || !rates.until_epoch[group])
            result[group] =
                rates.base[group] * schedule_factor(schedule, step, length, steps_per_epoch);
    }
    return result;
}

} // namespace vitrine
