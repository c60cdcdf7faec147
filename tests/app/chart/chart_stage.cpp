#include "tests/app/chart/chart_stage.hpp"

#include "tests/app/window/find_item.hpp"

#include <QQmlComponent>
#include <QTest>

namespace vitrine {
namespace {

constexpr int patience_ms = 20'000;

QByteArray page(const QString &looks) {
    return QStringLiteral(R"(
import QtQuick
import Vitrine
import Vitrine.App

Window {
    property bool dark: true
    property real textScale: 1

    color: Theme.ground
    Binding { target: Theme; property: "dark"; value: dark }
    Binding { target: Theme; property: "textScale"; value: textScale }
    ChartCard {
        anchors.fill: parent
        anchors.margins: Theme.gap
        title: qsTrId("train.loss")
        %1
    }
}
)")
        .arg(looks)
        .toUtf8();
}

} // namespace

ChartStage::ChartStage(QSize size, const QList<ChartSeries *> &series, const QString &looks,
                       const QString &language) {
    language_.set_code(language);
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QObject::connect(&language_, &Language::changed, &engine_, &QQmlEngine::retranslate);
    QQmlComponent component(&engine_);
    component.setData(page(looks), QUrl(QStringLiteral("qrc:/chart_stage.qml")));
    window_.reset(qobject_cast<QQuickWindow *>(component.create()));
    errors_ = component.errorString();
    if (window_ == nullptr)
        return;
    window_->resize(size);
    chart_ = qobject_cast<LineChart *>(find_item(*window_, QStringLiteral("chart")));
    chart_->set_series(series);
    window_->show();
}

void ChartStage::set_theme(bool dark, double text_scale) {
    window_->setProperty("dark", dark);
    window_->setProperty("textScale", text_scale);
}

bool ChartStage::settle() {
    return QTest::qWaitFor([this] { return chart_->settled(); }, patience_ms);
}

} // namespace vitrine
