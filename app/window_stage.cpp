#include "app/window_stage.hpp"

#include "app/keyboard_focus.hpp"
#include "app/viewmodels/files/thumbnail_provider.hpp"
#include "core/support/log.hpp"

#include <QFont>
#include <QGuiApplication>
#include <QQuickStyle>

namespace vitrine {
namespace {

constexpr QSize frame_room{16, 48}; ///< what window managers draw round a window, px

} // namespace

WindowFonts prepare_application() {
    QGuiApplication::setApplicationName(QStringLiteral("vitrine"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QQuickStyle::setStyle(QStringLiteral("Basic")); // of Qt's own file dialog
    WindowFonts fonts = window_fonts();
    for (const Error &problem : fonts.problems)
        log::warning("window", "{}", english_message(problem));
    QFont font;
    if (!fonts.families.isEmpty())
        font.setFamilies(fonts.families);
    QGuiApplication::setFont(font);
    return fonts;
}

WindowStage::WindowStage(const ModelProvider &provider, const WindowWishes &wishes,
                         const QString &settings_path)
    : WindowStage([provider](const Settings &) { return provider; }, wishes, settings_path) {}

WindowStage::WindowStage(ProviderMaker make_provider, const WindowWishes &wishes,
                         const QString &settings_path)
    : model_(std::move(make_provider), wishes, settings_path) {
    qt_translations_.set_language(model_.language());
    QObject::connect(&model_, &WindowModel::language_changed, &engine_, [this] {
        qt_translations_.set_language(model_.language());
        engine_.retranslate();
    });
    engine_.addImageProvider(QLatin1String(ThumbnailProvider::name), // which the engine then owns
                             new ThumbnailProvider(thumbnails_));
    QObject::connect(&model_, &WindowModel::visitor_forgotten, &engine_,
                     [this] { thumbnails_->forget(); });
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_.setInitialProperties({{QStringLiteral("window"), QVariant::fromValue(&model_)}});
    engine_.load(QUrl(QStringLiteral("qrc:/qt/qml/Vitrine/Main.qml")));
    // What computes is loaded behind the first picture on the screen, never before it.
    if (window() == nullptr)
        return;
    model_.kiosk()->watch(window());
    QObject::connect(
        window(), &QWindow::visibilityChanged, &model_, [this](QWindow::Visibility visibility) {
            model_.set_seen(visibility != QWindow::Hidden && visibility != QWindow::Minimized);
        });
    new KeyboardFocus(window(), window()); // which then owns it
    QObject::connect(
        window(), &QQuickWindow::frameSwapped, &model_, &WindowModel::start,
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

QQuickWindow *WindowStage::window() const {
    const auto roots = engine_.rootObjects();
    return roots.isEmpty() ? nullptr : qobject_cast<QQuickWindow *>(roots.constFirst());
}

void WindowStage::fit_into(const QRect &available) {
    const QSize wanted = window()->size() + frame_room;
    fills_screen_ = wanted.boundedTo(available.size()) != wanted;
    if (fills_screen_)
        window()->setGeometry(
            {available.topLeft(), available.size().expandedTo(window()->minimumSize())});
}

void WindowStage::show(bool full_screen) {
    if (full_screen)
        window()->showFullScreen();
    else if (fills_screen_)
        window()->showMaximized();
    else
        window()->show();
}

} // namespace vitrine
