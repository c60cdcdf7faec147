// A small run with the fake session: data, recipe and services for tests.
#pragma once

#include "core/training/run/training_run.hpp"
#include "tests/fakes/fake_session.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <string>
#include <vector>

#include <QTemporaryDir>

namespace vitrine::test {

/// In memory where there is such a place: runs flush to the disk again and again.
std::unique_ptr<QTemporaryDir> temporary_folder();

/// Three classes of 8×8 pictures, each brighter in one channel, with noise.
TrainingData small_data(int training = 90, int test = 120);
/// Softmax regression for `epochs` epochs of 10 steps.
Recipe small_recipe(int epochs = 4);

/// Requests from a list: one for each look, then none.
class ScriptedRequests final : public RequestSource {
  public:
    explicit ScriptedRequests(std::vector<RunRequest> script = {}) : script_(std::move(script)) {}
    RunRequest next(std::chrono::milliseconds patience) override {
        ::poll(nullptr, 0, patience.count() > 0 ? 1 : 0);
        if (on_look)
            on_look();
        return looks_ < script_.size() ? script_[looks_++] : RunRequest::none;
    }
    std::function<void()> on_look;

  private:
    std::vector<RunRequest> script_;
    std::size_t looks_ = 0;
};

/// One process's part of a run.
struct Part {
    Recipe recipe = small_recipe();
    TrainingData data = small_data();
    std::uint64_t seed = 1;
    bool resume = false;
    FakeFaults faults{};
    std::vector<RunRequest> script{};
    std::function<void()> on_look{};
    nlohmann::ordered_json environment{{"threads", 2}};
    ProbePictures probe{}; ///< empty: the usual ones
};
Result<RunEnd> run_part(const std::filesystem::path &folder, const Part &part);

std::vector<nlohmann::json> events_of(const std::filesystem::path &folder);
std::vector<nlohmann::json> events_of(const std::filesystem::path &folder, const std::string &type);
std::string text_of(const std::filesystem::path &file);

} // namespace vitrine::test
