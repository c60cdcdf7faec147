// Pictures of what a finished run is looked at with, to be looked at themselves.
//
//   review_gallery FOLDER RUN
#include "app/viewmodels/runs/run_review.hpp"
#include "app/window_stage.hpp"

#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QTest>

using namespace vitrine;

namespace {

constexpr char page[] = R"(
import QtQuick
import Vitrine
import Vitrine.App

Window {
    property RunReview review
    property bool dark: true
    property real textScale: 1

    color: Theme.panel
    Binding { target: Theme; property: "dark"; value: dark }
    Binding { target: Theme; property: "textScale"; value: textScale }
    Row {
        anchors.fill: parent
        anchors.margins: Theme.gap
        spacing: Theme.gapWide
        Column {
            width: (parent.width - 2 * Theme.gapWide) / 3
            spacing: Theme.gap
            MixUps { width: parent.width; review: window.review }
            PerClassBars { width: parent.width; review: window.review }
        }
        ConfusionMatrix { width: (parent.width - 2 * Theme.gapWide) / 3; review: window.review }
        Column {
            width: (parent.width - 2 * Theme.gapWide) / 3
            spacing: Theme.gap
            ReliabilityDiagram { width: parent.width; review: window.review }
            WorstMistakes { width: parent.width; review: window.review }
        }
    }
    id: window
}
)";

} // namespace

int main(int argc, char *argv[]) {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    const QGuiApplication application(argc, argv);
    prepare_application();
    if (argc < 3)
        return 2;
    Language language;
    RunReview review(language);
    review.open(QString::fromLocal8Bit(argv[2]));
    if (!QTest::qWaitFor([&] { return review.state() != RunReview::Reading; }, 60'000) ||
        review.state() != RunReview::Ready) {
        std::fputs(qPrintable(review.problem()), stderr);
        return 1;
    }
    QQmlEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QObject::connect(&language, &Language::changed, &engine, &QQmlEngine::retranslate);
    QQmlComponent component(&engine);
    component.setData(page, QUrl(QStringLiteral("qrc:/review.qml")));
    const std::unique_ptr<QObject> root(
        component.createWithInitialProperties({{"review", QVariant::fromValue(&review)}}));
    auto *window = qobject_cast<QQuickWindow *>(root.get());
    if (window == nullptr) {
        std::fputs(qPrintable(component.errorString()), stderr);
        return 1;
    }
    window->show();
    static_cast<void>(QTest::qWaitFor(
        [&] {
            return review.pictures() == RunReview::Ready || review.pictures() == RunReview::Failed;
        },
        300'000));
    review.choose_cell(3, 5);
    for (const QSize size : {QSize(1920, 1080), QSize(1280, 800)})
        for (const bool dark : {true, false}) {
            language.set_code(dark ? "zh" : "en");
            window->resize(size);
            window->setProperty("dark", dark);
            QTest::qWait(400);
            window->grabWindow().save(QStringLiteral("%1/review-%2-%3.png")
                                          .arg(QString::fromLocal8Bit(argv[1]))
                                          .arg(size.width())
                                          .arg(dark ? "dark-zh" : "light-en"));
        }
    RunReport report = review.report();
    report.title = language.text("report.title", {QStringLiteral("fast-1")});
    const QString path = QString::fromLocal8Bit(argv[1]) + QStringLiteral("/report.pdf");
    return save_run_report(report, path.toStdString()).ok() ? 0 : 1;
}
