#include "backends/cpu/direct/program.hpp"

#include <algorithm>
#include <limits>
#include <omp.h>
#include <stdexcept>

namespace vitrine::direct {

namespace {

Shape result_shape(const Layer &layer, const Shape &in) {
    const auto shrunk = [&](int size) {
        const auto [before, after] = padding_of(layer, size);
        return (size + before + after - layer.kernel) / layer.stride + 1;
    };
    switch (layer.kind) {
    case LayerKind::convolution:
        return {shrunk(in.height), shrunk(in.width), layer.out_channels};
    case LayerKind::max_pool:
        return {shrunk(in.height), shrunk(in.width), in.channels};
    case LayerKind::average_pool:
        return {1, 1, in.channels};
    case LayerKind::linear:
        return {1, 1, padded_columns(layer.out_channels)};
    default:
        return in;
    }
}

} // namespace

Program::Program(std::vector<ProgramStep> steps, int value_count, int height, int width,
                 const Normalisation &normalisation, int threads)
    : height_(height), width_(width), threads_(threads), normalisation_(normalisation),
      shapes_(static_cast<std::size_t>(value_count)),
      slot_of_(static_cast<std::size_t>(value_count), -1) {
    shapes_[0] = {height, width, 3};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i + 1 < steps.size() && add_expansion(steps[i], steps[i + 1])) {
            ++i;
        } else {
            add_step(std::move(steps[i]));
        }
    }
    team_.emplace(entries_.size(), threads);

    std::size_t floats = 0;
    std::size_t pointers = 0;
    int channels = 0;
    for (const auto &entry : entries_) {
        floats = std::max(floats, entry.task->scratch_floats());
        pointers = std::max(pointers, entry.task->scratch_pointers());
    }
    for (const auto &shape : shapes_) {
        channels = std::max(channels, shape.channels);
    }
    zeros_ = AlignedFloats(static_cast<std::size_t>(channels));
    for (int i = 0; i < threads; ++i) {
        thread_floats_.emplace_back(floats);
        scratch_.push_back(
            {thread_floats_.back().data(), zeros_.data(), std::vector<const float *>(pointers)});
    }
    make_room(1);
}

bool Program::add_expansion(ProgramStep &first, ProgramStep &second) {
    const auto &last_uses = second.last_uses;
    if (first.input == 0 || first.other >= 0 || second.other >= 0 || second.input != first.output ||
        std::find(last_uses.begin(), last_uses.end(), first.output) == last_uses.end()) {
        return false;
    }
    const auto in = shapes_[static_cast<std::size_t>(first.input)];
    const auto middle = result_shape(first.layer, in);
    const auto out = result_shape(second.layer, middle);
    auto task = make_expansion({first.layer, first.weight, first.bias, in, middle},
                               {second.layer, second.weight, second.bias, middle, out}, threads_);
    if (!task) {
        return false;
    }
    shapes_[static_cast<std::size_t>(second.output)] = out;
    place(second);
    entries_.push_back({std::move(task), first.input, -1, second.output});
    release(first.last_uses, second.output);
    return true;
}

void Program::release(const std::vector<ValueId> &values, ValueId output) {
    for (const auto value : values) {
        const auto slot = slot_of_[static_cast<std::size_t>(value)];
        if (value != 0 && slot != slot_of_[static_cast<std::size_t>(output)]) {
            slots_[static_cast<std::size_t>(slot)].free = true;
        }
    }
}

void Program::add_step(ProgramStep step) {
    const auto input = static_cast<std::size_t>(step.input);
    const auto output = static_cast<std::size_t>(step.output);
    shapes_[output] = result_shape(step.layer, shapes_[input]);
    Step ready = step.input == 0 ? prepare_first(step)
                                 : Step{step.layer, {}, {}, shapes_[input], shapes_[output]};
    if (shapes_[output].height < 1 || shapes_[output].width < 1 ||
        (step.layer.kind == LayerKind::linear &&
         shapes_[input].size() != static_cast<std::size_t>(step.layer.in_channels))) {
        throw std::runtime_error("the picture is too small or too large for layer " +
                                 step.layer.name);
    }
    ready.weight = std::move(step.weight);
    ready.bias = std::move(step.bias);
    place(step);
    auto task = make_task(ready, threads_);
    if (!task) {
        throw std::runtime_error("no kernel for layer " + step.layer.name);
    }
    entries_.push_back({std::move(task), step.input, step.other, step.output});
    if (step.layer.activation == Activation::gelu) {
        entries_.push_back({make_gelu(ready), step.output, -1, step.output});
    }
    release(step.last_uses, step.output);
}

Step Program::prepare_first(const ProgramStep &step) {
    if (step.layer.kind != LayerKind::convolution || slot_of_[0] >= 0) {
        throw std::runtime_error("the pixels go into something else than one convolution");
    }
    const auto [top, bottom] = padding_of(step.layer, height_);
    const auto [left, right] = padding_of(step.layer, width_);
    padded_input_ = {height_ + top + bottom, width_ + left + right, 3};
    top_ = top;
    left_ = left;
    slot_of_[0] = static_cast<int>(slots_.size());
    slots_.push_back({padded_input_.size()});
    Step ready{step.layer, {}, {}, padded_input_, shapes_[static_cast<std::size_t>(step.output)]};
    ready.layer.padding = 0;
    ready.layer.same = false;
    return ready;
}

void Program::place(const ProgramStep &step) {
    auto &slot = slot_of_[static_cast<std::size_t>(step.output)];
    // A sum may be written over its summand: each place is read before it is written.
    slot = step.other >= 0 && step.other_is_free
               ? slot_of_[static_cast<std::size_t>(step.other)]
               : take_slot(shapes_[static_cast<std::size_t>(step.output)].size());
}

int Program::take_slot(std::size_t floats) {
    int best = -1;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].free &&
            (best < 0 || slots_[i].floats > slots_[static_cast<std::size_t>(best)].floats)) {
            best = static_cast<int>(i);
        }
    }
    if (best < 0) {
        slots_.push_back({floats});
        return static_cast<int>(slots_.size()) - 1;
    }
    auto &slot = slots_[static_cast<std::size_t>(best)];
    slot.free = false;
    slot.floats = std::max(slot.floats, floats);
    return best;
}

void Program::make_room(int pictures) {
    if (pictures <= room_) {
        return;
    }
    room_ = 0;
    for (auto &slot : slots_) {
        slot.memory = {};
        slot.memory = AlignedFloats(slot.floats * static_cast<std::size_t>(pictures));
    }
    room_ = pictures;
}

void Program::normalise(const std::uint8_t *pixels, int pictures) {
    float *input = slots_[static_cast<std::size_t>(slot_of_[0])].memory.data();
    const std::ptrdiff_t stride = std::ptrdiff_t{padded_input_.width} * 3;
    for (int i = 0; i < pictures; ++i) {
        normalise_rows(pixels + static_cast<std::size_t>(i) * static_cast<std::size_t>(height_) *
                                    static_cast<std::size_t>(width_) * 3,
                       width_, normalisation_, 0, height_,
                       input + static_cast<std::size_t>(i) * padded_input_.size() + top_ * stride +
                           left_ * 3,
                       stride);
    }
}

bool Program::run(const std::uint8_t *pixels, int pictures,
                  std::chrono::steady_clock::time_point deadline) {
    make_room(pictures);
    team_->reset();
    normalise(pixels, pictures);
    // One parallel region for the whole network: to begin one wakes a thread each time.
#pragma omp parallel num_threads(threads_)
    work(pixels, pictures, deadline, omp_get_thread_num(), omp_get_num_threads());
    return !team_->ends_after(entries_.size() - 1);
}

void Program::work(const std::uint8_t *, int pictures,
                   std::chrono::steady_clock::time_point deadline, int thread, int threads) {
    auto &scratch = scratch_[static_cast<std::size_t>(thread)];
    const auto memory = [&](ValueId id) -> float * {
        return id < 0 ? nullptr
                      : slots_[static_cast<std::size_t>(slot_of_[static_cast<std::size_t>(id)])]
                            .memory.data();
    };
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto &entry = entries_[i];
        const Places places{memory(entry.input), memory(entry.other), memory(entry.output),
                            pictures};
        const int pieces = entry.task->pieces(pictures);
        for (int piece = team_->take(i, pieces, thread); piece >= 0;
             piece = team_->take(i, pieces, thread)) {
            entry.task->run(piece, places, scratch);
        }
        if (thread == 0 && std::chrono::steady_clock::now() > deadline) {
            team_->stop_after(i);
        }
        team_->meet(threads);
        if (team_->ends_after(i)) {
            break;
        }
    }
}

const float *Program::value(ValueId id) const {
    return slots_[static_cast<std::size_t>(slot_of_.at(static_cast<std::size_t>(id)))]
        .memory.data();
}

Shape Program::shape(ValueId id) const { return shapes_.at(static_cast<std::size_t>(id)); }

} // namespace vitrine::direct
