// The test pictures of a run, as they went into the model.
#pragma once

#include "core/support/result.hpp"
#include "core/training/report/run_answers.hpp"

#include <QImage>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace vitrine {

/// A value; images are copies of their own.
class TestPictures {
  public:
    TestPictures() = default;
    /// Goes through the whole data set, which takes seconds to minutes and for that time the memory
    /// of all its pictures; keeps the test pictures. `go_on` is asked now and then; false gives up.
    /// Errors: those of load_training_data(); other_pictures (path): the data set has changed.
    [[nodiscard]] static Result<TestPictures> load(const RunAnswers &answers,
                                                   const std::function<bool()> &go_on);

    [[nodiscard]] bool empty() const noexcept { return pixels_.empty(); }
    [[nodiscard]] QImage image(std::size_t index) const; ///< null where there is no such picture
    /// Where the data set lies here.
    [[nodiscard]] const std::string &data_set() const noexcept { return data_set_; }
    /// What it is called in the data set (see TrainingData); empty where there is no such picture.
    [[nodiscard]] std::string name(std::size_t index) const;

  private:
    std::string data_set_;
    int width_ = 0;
    int height_ = 0;
    std::vector<std::uint8_t> pixels_; ///< N × height × width × RGB
    std::vector<std::string> names_;   ///< N
};

} // namespace vitrine
