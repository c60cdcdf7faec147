// The runs that were made in the window.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// A run at a glance.
struct RunEntry {
    enum class State { running, finished, stopped, failed, cut_off };
    std::filesystem::path folder;
    std::string id;           ///< the folder's name
    std::string title;        ///< as a person named it; empty: not named
    std::int64_t begun_s = 0; ///< seconds since 1970
    std::string recipe;       ///< its name
    Phrase recipe_title;
    std::string data;             ///< where the pictures lay
    std::string data_fingerprint; ///< see TrainingData
    std::int64_t training_pictures = 0;
    int epochs = 0;
    int epochs_done = 0;
    std::optional<double> best_accuracy{}; ///< 0 to 1 on the test pictures; after the first test
    State state = State::cut_off;
    bool on_board = false; ///< came with the program: to look at, not to change
};

/// A folder of run folders, and one of those that came with the program. File access, so keep it
/// off the GUI thread where it may be slow; not synchronised, but two may look at the same folder.
class RunLibrary {
  public:
    /// @param on_board  empty: none
    explicit RunLibrary(std::filesystem::path folder, std::filesystem::path on_board = {})
        : folder_(std::move(folder)), on_board_(std::move(on_board)) {}

    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }

    /// Newest first, those on board last. Folders that hold no run are passed over.
    [[nodiscard]] std::vector<RunEntry> list() const;
    /// Whether a trainer lives in one of its folders, also before there is a run.
    [[nodiscard]] bool is_training() const;
    [[nodiscard]] static std::optional<RunEntry> read(const std::filesystem::path &run);

    /// A name for a new run, "2026-11-24-153012-quick", that no folder has. Makes the library's own
    /// folder, not the run's. Errors: no_permission, disk_full, unwritable (path, reason).
    [[nodiscard]] Result<std::filesystem::path> new_run(std::string_view recipe) const;
    /// The file for what a run's trainer says, beside its folder.
    [[nodiscard]] static std::filesystem::path log_of(const std::filesystem::path &run);
    /// For a recipe that was changed by hand.
    [[nodiscard]] static std::filesystem::path recipe_of(const std::filesystem::path &run);
    /// For the names of pictures that it does without; see `vitrine train --leave-out`.
    [[nodiscard]] static std::filesystem::path left_out_of(const std::filesystem::path &run);
    /// For a picture of the visitor's own, to be guessed after each epoch.
    [[nodiscard]] static std::filesystem::path picture_of(const std::filesystem::path &run);
    /// For why it could not begin or go on; see `vitrine train --failure`.
    [[nodiscard]] static std::filesystem::path failure_of(const std::filesystem::path &run);
    /// For how many pictures it has read; see `vitrine train --reading`.
    [[nodiscard]] static std::filesystem::path reading_of(const std::filesystem::path &run);

    /// What is kept there, by the trainer or, where it could not say a word, by who saw it end.
    /// Errors: those of write_file_atomically().
    [[nodiscard]] static Result<void> note_failure(const std::filesystem::path &run,
                                                   const Error &why);
    [[nodiscard]] static std::optional<Error> noted_failure(const std::filesystem::path &run);
    /// Pictures read, and how many there are.
    [[nodiscard]] static std::optional<std::pair<std::int64_t, std::int64_t>>
    noted_reading(const std::filesystem::path &run);

    /// What was bet on the run's best accuracy before it began, 0 to 1; beside its folder. Errors:
    /// those of write_file_atomically().
    [[nodiscard]] static Result<void> note_bet(const std::filesystem::path &run, double bet);
    [[nodiscard]] static std::optional<double> bet_of(const std::filesystem::path &run);

    /// Errors: those of write_file_atomically().
    [[nodiscard]] Result<void> rename(const std::filesystem::path &run,
                                      const std::string &title) const;

    /// Puts a run aside, where restore() finds it until purge(). Errors: in_use (folder): it is
    /// being trained; unwritable (path, reason).
    [[nodiscard]] Result<void> remove(const std::filesystem::path &run) const;
    /// Errors: unwritable (path, reason).
    [[nodiscard]] Result<void> restore(const std::filesystem::path &run) const;
    void purge() const; ///< removes for good what was put aside
    /// Brings back what was put aside, where nobody lived to make it final or undo it.
    void restore_all() const;

    /// What lies beside a run's folder, which is gone.
    static void forget_beside(const std::filesystem::path &run);

    /// Takes away what a trainer left that is gone and never came to a run, in its folder and
    /// beside it; nothing where there is a run.
    static void forget_not_begun(const std::filesystem::path &run);

    /// Removes the oldest runs for good until `most` are left; none that is being trained.
    void keep_newest(std::size_t most) const;

  private:
    [[nodiscard]] std::filesystem::path aside(const std::filesystem::path &run) const;
    [[nodiscard]] std::vector<std::filesystem::path> put_aside() const;

    std::filesystem::path folder_;
    std::filesystem::path on_board_;
};

} // namespace vitrine
