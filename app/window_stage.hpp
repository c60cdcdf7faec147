// The window without the program round it, so that tests can open it too.
#pragma once

#include "app/services/files/thumbnail_loader.hpp"
#include "app/services/qt_translations.hpp"
#include "app/viewmodels/window_model.hpp"
#include "app/window_fonts.hpp"

#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QRect>

#include <memory>

namespace vitrine {

/// Fonts and style that the pages count on. Call once, after the QGuiApplication is made. What is
/// wrong with the fonts is in the log.
WindowFonts prepare_application();

/// The view models, the QML engine and the window, in the order in which they must live.
class WindowStage {
  public:
    /// `settings_path`: empty: the user's own file.
    WindowStage(ProviderMaker make_provider, const WindowWishes &wishes,
                const QString &settings_path = {});
    /// Models come from `provider`, whatever the settings say.
    WindowStage(const ModelProvider &provider, const WindowWishes &wishes,
                const QString &settings_path = {});

    /// Null when the pages could not be loaded (a fault of the build, logged by Qt).
    [[nodiscard]] QQuickWindow *window() const;
    [[nodiscard]] WindowModel &model() { return model_; }
    /// Takes all of `available`, what a screen has beside its panels, where the window with a frame
    /// round it would stand over; show() then maximises it. Never below the least that the pages
    /// need. Call it before show().
    void fit_into(const QRect &available);
    void show(bool full_screen);
    [[nodiscard]] QQmlEngine &engine() { return engine_; }
    [[nodiscard]] const ThumbnailLoader &thumbnails() const { return *thumbnails_; }

  private:
    WindowModel model_;
    QtTranslations qt_translations_;
    std::shared_ptr<ThumbnailLoader> thumbnails_ = std::make_shared<ThumbnailLoader>();
    QQmlApplicationEngine engine_;
    bool fills_screen_ = false;
};

} // namespace vitrine
