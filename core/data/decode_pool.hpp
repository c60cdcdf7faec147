// Pictures read, decoded and fitted ahead of the one who needs them.
#pragma once

#include "core/data/picture_list.hpp"
#include "core/images/decode_image.hpp"
#include "core/images/image.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

struct FittedPicture {
    Result<Image> fitted; ///< at the model's input size, or why not
    int width = 0;        ///< of the picture itself, upright; 0 where unknown
    int height = 0;
    double milliseconds = 0; ///< reading, decoding and fitting
};

/// Reads, decodes and fits one file: read_and_fit(), or a test's own.
using ReadAndFit = std::function<FittedPicture(const std::filesystem::path &, const InputRule &,
                                               const DecodeLimits &)>;
[[nodiscard]] FittedPicture read_and_fit(const std::filesystem::path &path, const InputRule &rule,
                                         const DecodeLimits &limits);

/// Threads that work through a list and hand the results over in its order. At most `ahead` fitted
/// pictures wait. Memory: each thread decodes one picture at a time, and of those that need more
/// than 128 MiB to decode there is one at once in the whole pool.
class DecodePool {
  public:
    /// After so many pictures in a row that were given up, those that follow are not waited for:
    /// the disk does not answer.
    static constexpr int most_given_up = 8;

    /// threads and ahead at least 1. `patience`: a picture that takes longer is given up as
    /// too_slow (path), its thread left behind and another begun; nothing: each is waited for.
    DecodePool(std::vector<ListedPicture> pictures, const InputRule &rule, int threads, int ahead,
               std::optional<std::chrono::milliseconds> patience = std::nullopt,
               ReadAndFit read = read_and_fit);
    /// Gives up what is not yet taken; waits for what is being decoded, `patience` at most.
    ~DecodePool();
    DecodePool(const DecodePool &) = delete;
    DecodePool &operator=(const DecodePool &) = delete;

    [[nodiscard]] const std::vector<ListedPicture> &pictures() const;

    /// The next of the list; waits until it is ready. Nothing at the end. One caller at a time.
    [[nodiscard]] std::optional<FittedPicture> next();

  private:
    struct State; ///< shared with the threads
    void spawn();

    const std::optional<std::chrono::milliseconds> patience_;
    std::shared_ptr<State> state_;
};

/// Reads one picture as the pool does: decoded at its full size, as everywhere a model looks at it,
/// and fitted to the model's input.
[[nodiscard]] FittedPicture read_for_model(const std::filesystem::path &path,
                                           const InputRule &rule);

} // namespace vitrine
