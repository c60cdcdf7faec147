// The window with a model that computes in closed form, posed in any of its states.
#pragma once

#include "app/views/window_views.hpp"

#include <QSize>
#include <QTemporaryDir>

#include <chrono>
#include <memory>
#include <optional>

namespace vitrine {

/// How the window stands while it is looked at.
struct Pose {
    QString language = QStringLiteral("en");
    bool dark = true;
    double text_scale = 1;
    QSize size{1280, 800};

    [[nodiscard]] QString says() const;
};

/// The four sizes that the window is laid out for.
[[nodiscard]] const std::vector<QSize> &sizes_to_look_at();

/// A model of ten things whose verdict is sure of the red built-in picture, less so of darker ones,
/// and unknown of the black one.
class SceneStage {
  public:
    static constexpr int patience_ms = 20'000;

    /// Call once, before the first stage. `fake_plugin`: the path of the fake backend.
    static void prepare(const char *fake_plugin);

    /// For the rest of a test function.
    static void fail_on_qml_warnings();

    explicit SceneStage(bool kiosk);

    [[nodiscard]] WindowStage &stage() { return *stage_; }
    [[nodiscard]] QQuickWindow &window() { return *stage_->window(); }
    [[nodiscard]] WindowViews &views() { return *views_; }
    [[nodiscard]] QQuickItem *item(const QString &name) { return find_item(*stage_, name); }
    /// False where the state does not come about in time.
    [[nodiscard]] bool enter(const QString &view);
    void pose(const Pose &pose);
    /// Shows the window, so that keys reach it; prepared as it is, it is only imagined.
    void appear();
    [[nodiscard]] QImage photograph();
    /// Keeps one where VITRINE_KEEP_SCREENSHOTS names a folder.
    void keep(const QString &name);

  private:
    QTemporaryDir folder_;
    std::shared_ptr<std::chrono::milliseconds> time_;
    std::optional<WindowStage> stage_;
    std::optional<WindowViews> views_;
};

/// The window at a desk or on a stand. One at a time: the language is the process's, not the
/// window's.
class SceneStages {
  public:
    [[nodiscard]] SceneStage &get(bool kiosk);

  private:
    std::unique_ptr<SceneStage> stage_;
    bool kiosk_ = false;
};

} // namespace vitrine
