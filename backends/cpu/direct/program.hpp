// A folded network as a list of tasks with the memory between them.
#pragma once

#include "backends/cpu/direct/task.hpp"
#include "backends/cpu/direct/team.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace vitrine::direct {

/// A step as the program is made from: values are numbered as in the network, 0 being the pixels.
struct ProgramStep {
    Layer layer;
    std::vector<float> weight, bias;
    ValueId input = 0;
    ValueId other = -1;
    ValueId output = 0;
    bool other_is_free = false;
    std::vector<ValueId> last_uses;
};

class Program {
  public:
    /// Throws std::runtime_error (what) where a step has no task of this kind, std::bad_alloc.
    Program(std::vector<ProgramStep> steps, int value_count, int height, int width,
            const Normalisation &normalisation, int threads);

    /// Pictures of height × width × RGB through the network. False when the deadline passed.
    [[nodiscard]] bool run(const std::uint8_t *pixels, int pictures,
                           std::chrono::steady_clock::time_point deadline);

    /// A value after run(): pictures × height × width × channels; only of values that no later
    /// step took the memory of.
    [[nodiscard]] const float *value(ValueId id) const;
    [[nodiscard]] Shape shape(ValueId id) const;

  private:
    struct Entry {
        std::unique_ptr<Task> task;
        ValueId input, other, output;
    };
    struct Slot {
        std::size_t floats = 0; ///< for one picture
        bool free = false;
        AlignedFloats memory{};
    };

    void add_step(ProgramStep step);
    /// Both steps as one task, where that pays.
    [[nodiscard]] bool add_expansion(ProgramStep &first, ProgramStep &second);
    /// The memory of `values` is free again, unless `output` lies there.
    void release(const std::vector<ValueId> &values, ValueId output);
    [[nodiscard]] Step prepare_first(const ProgramStep &step);
    void place(const ProgramStep &step);
    int take_slot(std::size_t floats);
    void make_room(int pictures);
    void work(const std::uint8_t *pixels, int pictures,
              std::chrono::steady_clock::time_point deadline, int thread, int threads);
    void normalise(const std::uint8_t *pixels, int pictures);

    int height_, width_, threads_;
    Normalisation normalisation_;
    Shape padded_input_;
    int top_ = 0, left_ = 0; ///< of the pixels in the padded input
    std::vector<Shape> shapes_;
    std::vector<int> slot_of_; ///< of each value
    std::vector<Slot> slots_;
    std::vector<Entry> entries_;
    std::optional<Team> team_;
    std::vector<AlignedFloats> thread_floats_;
    AlignedFloats zeros_;
    std::vector<Scratch> scratch_;
    int room_ = 0; ///< pictures that the slots hold
};

} // namespace vitrine::direct
