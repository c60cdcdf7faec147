// The window on screens of many sizes.
#include "app/window_stage.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace vitrine;

class WindowFitTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void a_large_screen_leaves_it_as_it_is();
    void it_takes_all_of_a_screen_that_is_smaller_data();
    void it_takes_all_of_a_screen_that_is_smaller();
    void it_keeps_the_least_that_the_pages_need();

  private:
    QTemporaryDir folder_;
    std::unique_ptr<WindowStage> stage_;
};

void WindowFitTest::initTestCase() {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
}

void WindowFitTest::init() {
    const ModelProvider none{[] { return std::vector<ModelChoice>{}; },
                             [](const QString &) -> Result<OpenSession> {
                                 return Error{"no_models", {}};
                             },
                             [](const ModelSession &) { return OpenedModel{}; }};
    stage_ = std::make_unique<WindowStage>(none, WindowWishes{QStringLiteral("en"), {}, {}},
                                           folder_.filePath("settings.json"));
    QVERIFY(stage_->window() != nullptr);
}

void WindowFitTest::a_large_screen_leaves_it_as_it_is() {
    stage_->fit_into({0, 27, 1920, 1053});
    stage_->show(false);
    QCOMPARE(stage_->window()->size(), QSize(1280, 800));
    QCOMPARE(stage_->window()->visibility(), QWindow::Windowed);
}

void WindowFitTest::it_takes_all_of_a_screen_that_is_smaller_data() {
    QTest::addColumn<QRect>("available");
    QTest::newRow("upright") << QRect(0, 30, 1080, 1890);
    QTest::newRow("lower") << QRect(64, 0, 1302, 768);
    QTest::newRow("no room for a frame") << QRect(0, 0, 1280, 800);
    QTest::newRow("another screen's place") << QRect(1920, 0, 1024, 600);
}

void WindowFitTest::it_takes_all_of_a_screen_that_is_smaller() {
    QFETCH(QRect, available);
    stage_->fit_into(available);
    QCOMPARE(stage_->window()->geometry(), available);
    stage_->show(false);
    QCOMPARE(stage_->window()->visibility(), QWindow::Maximized);
}

void WindowFitTest::it_keeps_the_least_that_the_pages_need() {
    stage_->fit_into({0, 0, 320, 240});
    QCOMPARE(stage_->window()->size(), QSize(640, 480));
}

QTEST_MAIN(WindowFitTest)
#include "window_fit_test.moc"
