// The window with LibTorch and the model on board, as it is delivered.
#include "app/services/model_library.hpp"
#include "app/window_stage.hpp"

#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

class WindowRealTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void a_built_in_picture_is_told_in_both_languages();
};

void WindowRealTest::a_built_in_picture_is_told_in_both_languages() {
    const ModelLibrary library;
    if (library.models().empty() ||
        library.models().front().name != std::string(default_model_name))
        QSKIP("The photo model is not built here (see scripts/setup).");
    constexpr int patience_ms = 60'000;
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    prepare_application();
    const QTemporaryDir folder;
    WindowStage stage(library_provider({}), WindowWishes{"zh", {}, {}},
                      folder.filePath("settings.json"));
    QVERIFY(stage.window() != nullptr);
    stage.show(false);
    QTRY_COMPARE_WITH_TIMEOUT(stage.model().readiness(), WindowModel::Ready, patience_ms);
    PicturePage &page = *stage.model().picture_page();
    QVERIFY(page.samples()->rowCount() > 0);
    page.openUrl(QUrl::fromLocalFile(VITRINE_FIXTURES "/chelsea.png"));
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), PicturePage::Answered, patience_ms);
    QCOMPARE(page.headline(), QStringLiteral("这是猫"));
    stage.model().set_language("en");
    QCOMPARE(page.headline(), QStringLiteral("Cat"));
    QVERIFY(!page.kinds().isEmpty());
}

QTEST_MAIN(WindowRealTest)
#include "window_real_test.moc"
