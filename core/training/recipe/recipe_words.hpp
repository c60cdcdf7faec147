// The words that recipes use for choices, for reading and writing alike.
#pragma once

#include "core/backend/training_session.hpp"
#include "core/training/schedule.hpp"
#include "core/training/training_spec.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace vitrine::recipe_words {

template <typename Choice, std::size_t N>
using Words = std::array<std::pair<Choice, std::string_view>, N>;

inline constexpr Words<OptimiserSpec::Kind, 3> optimisers{{{OptimiserSpec::Kind::sgd, "sgd"},
                                                           {OptimiserSpec::Kind::adamw, "adamw"},
                                                           {OptimiserSpec::Kind::muon, "muon"}}};
inline constexpr Words<ScheduleSpec::Kind, 6> schedules{
    {{ScheduleSpec::Kind::constant, "constant"},
     {ScheduleSpec::Kind::step, "step"},
     {ScheduleSpec::Kind::linear, "linear"},
     {ScheduleSpec::Kind::cosine, "cosine"},
     {ScheduleSpec::Kind::one_cycle, "one_cycle"},
     {ScheduleSpec::Kind::trapezoid, "trapezoid"}}};
inline constexpr Words<AugmentationSpec::Padding, 2> paddings{
    {{AugmentationSpec::Padding::zero, "zero"}, {AugmentationSpec::Padding::reflect, "reflect"}}};
inline constexpr Words<AugmentationSpec::Flip, 3> flips{
    {{AugmentationSpec::Flip::none, "none"},
     {AugmentationSpec::Flip::random, "random"},
     {AugmentationSpec::Flip::alternating, "alternating"}}};
inline constexpr Words<Views, 3> views{
    {{Views::plain, "plain"}, {Views::mirrored, "mirrored"}, {Views::six, "six"}}};
inline constexpr std::array<std::string_view, parameter_group_count> groups{
    "filters", "biases", "whitening_bias", "head"};
inline constexpr Words<Filter, 3> filters{
    {{Filter::bilinear, "bilinear"}, {Filter::bicubic, "bicubic"}, {Filter::nearest, "nearest"}}};

template <typename Choice, std::size_t N>
std::string_view word_of(const Words<Choice, N> &words, Choice choice) {
    for (const auto &[known, word] : words) {
        if (known == choice) {
            return word;
        }
    }
    return "";
}

} // namespace vitrine::recipe_words
