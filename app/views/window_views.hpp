// Every state of the window that somebody should have looked at, by name.
#pragma once

#include "app/views/train_scenery.hpp"
#include "app/window_stage.hpp"

#include <QString>
#include <QStringList>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace vitrine {

/// The item of the pages with this objectName; one that is visible goes before others. Null when
/// there is none. (Delegates and popups hang in the item tree, not in the object tree.)
[[nodiscard]] QQuickItem *find_item(const WindowStage &stage, const QString &name);

/// Brings the window into each of its states as a person would: by choosing pictures and pressing
/// buttons. Screenshots and the tests that walk the scene share it, so that both see the same. GUI
/// thread only; enter() returns at once, advance() does the rest, step by step.
class WindowViews {
  public:
    /// `scratch`: an empty folder of the caller's, which stands for the user's home from now on
    /// (HOME is set), so that no picture of a person's own is ever shown. `time`: what the kiosk's
    /// clock reads. `staff_code`: the one that was set, in kiosk mode. `scenery`: of the library
    /// that the stage's trainings were told to use.
    WindowViews(WindowStage &stage, const QString &scratch,
                std::shared_ptr<std::chrono::milliseconds> time, const QString &staff_code,
                TrainScenery scenery);

    /// In kiosk mode those of the stand, else those of a desk.
    [[nodiscard]] QStringList names() const;
    /// Everything that stood before is forgotten, language and theme too.
    void enter(const QString &name);
    /// Goes on as far as it can without waiting. True once the state is whole. Call it again while
    /// events are handled.
    [[nodiscard]] bool advance();
    /// The state cannot be shown here (no built-in picture has that verdict, say).
    [[nodiscard]] bool absent() const { return absent_; }

  private:
    /// Waits for `when`, then does `act`.
    struct Step {
        std::function<bool()> when;
        std::function<void()> act;
    };
    using Steps = std::vector<Step>;
    struct View {
        QString name;
        Steps steps;
    };
    void add_answers();
    void add_looks();
    void add_camera();
    void add_sheets();
    void add_files();
    void add_kiosk();
    void add_training();
    void add_choosing();
    void add_runs();
    void add_results();
    void add_kiosk_training();
    /// Lays runs, then opens the one that `lay` names.
    [[nodiscard]] Steps run(std::function<std::string()> lay);
    [[nodiscard]] Steps result(const QString &section);
    void add(const QString &name, std::initializer_list<Steps> parts);
    void write_pictures(const QString &scratch);
    [[nodiscard]] QString write_many() const;
    void forget();
    void try_next_sample();
    void show_verdict(int certainty);
    [[nodiscard]] Steps survey();
    [[nodiscard]] Steps answer(int certainty);
    [[nodiscard]] Steps press(const QString &name);
    [[nodiscard]] Steps call(const char *function, const QString &then_visible);
    [[nodiscard]] Steps wait(std::function<bool()> when);
    [[nodiscard]] Steps act(std::function<void()> what);
    [[nodiscard]] Steps look_through(std::function<SourceName()> source);
    [[nodiscard]] Steps visit();
    [[nodiscard]] bool shows(const QString &name) const;
    [[nodiscard]] bool settled() const;
    [[nodiscard]] TrainPage &training() const { return *stage_.model().train_page(); }
    [[nodiscard]] PicturePage &page() const { return *stage_.model().picture_page(); }

    WindowStage &stage_;
    std::shared_ptr<std::chrono::milliseconds> time_;
    QString staff_code_;
    TrainScenery scenery_;
    QString folder_; ///< of the pictures that stand for a person's own
    QString broken_;
    QString night_; ///< a picture that is too dark
    std::vector<View> views_;
    const View *current_ = nullptr;
    std::size_t next_ = 0;
    bool absent_ = false;
    int surveyed_ = -1;                               ///< the built-in picture that is asked about
    std::array<int, 4> with_verdict_{-1, -1, -1, -1}; ///< a built-in picture for each verdict
};

} // namespace vitrine
