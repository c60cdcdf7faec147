// Pictures read, decoded and fitted ahead of the one who needs them.
#pragma once

#include "core/data/picture_list.hpp"
#include "core/images/image.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace vitrine {

struct FittedPicture {
    Result<Image> fitted; ///< at the model's input size, or why not
    int width = 0;        ///< of the picture itself, upright; 0 where unknown
    int height = 0;
    double milliseconds = 0; ///< reading, decoding and fitting
};

/// Threads that work through a list and hand the results over in its order. At most `ahead` fitted
/// pictures wait. Memory: each thread decodes one picture at a time, and of those that need more
/// than 128 MiB to decode there is one at once in the whole pool.
class DecodePool {
  public:
    /// threads and ahead at least 1.
    DecodePool(std::vector<ListedPicture> pictures, const InputRule &rule, int threads, int ahead);
    ~DecodePool(); ///< gives up what is not yet taken
    DecodePool(const DecodePool &) = delete;
    DecodePool &operator=(const DecodePool &) = delete;

    [[nodiscard]] const std::vector<ListedPicture> &pictures() const { return pictures_; }

    /// The next of the list; waits until it is ready. Nothing at the end. One caller at a time.
    [[nodiscard]] std::optional<FittedPicture> next();

  private:
    void work(const std::stop_token &stop);
    FittedPicture decode(const ListedPicture &picture);

    const std::vector<ListedPicture> pictures_;
    const InputRule rule_;
    std::mutex large_; ///< held while a large picture is decoded
    std::mutex mutex_; ///< guards what follows
    std::condition_variable_any room_;
    std::condition_variable ready_;
    std::vector<std::optional<FittedPicture>> slots_; ///< picture i in slot i % size
    std::size_t claimed_ = 0;                         ///< pictures that a thread has begun
    std::size_t taken_ = 0;
    std::vector<std::jthread> threads_; // last: they end before what they use
};

/// Reads one picture as the pool does: decoded at its full size, as everywhere a model looks at it,
/// and fitted to the model's input.
[[nodiscard]] FittedPicture read_for_model(const std::filesystem::path &path,
                                           const InputRule &rule);

} // namespace vitrine
