// The window at its Camera page, with a camera and a backend that the test holds in its hand.
#pragma once

#include "app/window_stage.hpp"
#include "core/models/model_file.hpp"
#include "tests/fakes/fake_camera.hpp"
#include "tests/fakes/fake_face_finder.hpp"

#include <QPointingDevice>
#include <QQuickItem>
#include <QTemporaryDir>

#include <array>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

/// Base of the tests that touch the page. Models: "sure-colours", which is open, and "unsure" (see
/// tiny_model()).
class CameraStage : public QObject {
    Q_OBJECT

  protected:
    static constexpr int patience_ms = 20'000;
    using Colour = std::array<std::uint8_t, 3>;
    // Which class leads, see tiny_model(): neither is dark.
    static constexpr Colour red{255, 0, 0}, blue{60, 60, 255};
    static constexpr Colour face = FakeFaceFinder::face;

    void prepare(); ///< once
    void begin();   ///< before each test
    void end();

    void write(const Model &model);
    void open(bool kiosk = false, const QString &page = {});
    /// open(), and the Camera page with its first answer: red.
    void look();
    void touch(const QString &name);
    /// The one that is to be seen: the Picture page has some of the same names. Null: none.
    [[nodiscard]] QQuickItem *item(const QString &name) const;
    [[nodiscard]] QString text_of(const QString &name) const; ///< empty: not to be seen
    [[nodiscard]] QString said() const { return text_of("headline"); }
    [[nodiscard]] CameraPage &page() { return *stage_->model().camera_page(); }
    /// Keeps the model's thread until let_go() is called, as a device that hangs.
    void hold_the_model();
    void let_go() { held_->count_down(); }
    [[nodiscard]] KioskModel &kiosk() { return *stage_->model().kiosk(); }

    /// All that may be plugged in; changed before open() alone.
    std::vector<CameraChoice> choices_;
    [[nodiscard]] std::vector<CameraChoice> there() const;
    [[nodiscard]] Result<std::unique_ptr<FrameSource>> make(const SourceName &name);

    std::chrono::milliseconds now_{1'000'000}; ///< the kiosk's
    std::shared_ptr<std::latch> held_;
    /// Where models come from; empty: the fake backend.
    std::optional<ModelProvider> provider_;
    /// Read on a thread of its own, as the machine's are.
    std::atomic<int> plugged_in_ = 2;
    std::atomic<bool> first_pulled_ = false; ///< out again
    std::atomic<bool> last_denied_ = false;  ///< so that it cannot be asked what it is
    std::atomic<int> asked_afresh_ = 0;      ///< how often for the list
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FakeCamera> camera_; ///< outlives the window
    std::unique_ptr<WindowStage> stage_;
    QPointingDevice *finger_ = nullptr;
};

} // namespace vitrine
