// The theme's colours against what eyes need, computed as WCAG 2.1 defines contrast.
#include "app/window_stage.hpp"

#include <QQmlComponent>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

using namespace vitrine;

namespace {

double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b) {
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace

class WindowPagesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void contrast_is_enough_data();
    void contrast_is_enough();

  private:
    QColor colour(const QString &token) {
        return theme_->property(token.toLatin1()).value<QColor>();
    }
    QQmlEngine engine_;
    std::unique_ptr<QObject> holder_;
    QObject *theme_ = nullptr;
};

void WindowPagesTest::initTestCase() {
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QQmlComponent component(&engine_);
    component.setData("import QtQml\nimport Vitrine\nQtObject { property QtObject theme: Theme }",
                      QUrl());
    holder_.reset(component.create());
    QVERIFY2(holder_ != nullptr, qPrintable(component.errorString()));
    theme_ = holder_->property("theme").value<QObject *>();
    QVERIFY(theme_ != nullptr);
}

void WindowPagesTest::contrast_is_enough_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("ink");
    QTest::addColumn<QString>("under");
    QTest::addColumn<double>("least");
    const struct {
        const char *ink;
        double least;
    } inks[] = {{"text", 7},
                {"quiet", 4.5},
                {"lamp", 4.5},
                {"alarm", 4.5},
                {"edge", 3},
                // Results.
                {"sure", 7},
                {"probably", 7},
                {"notSure", 7}};
    for (const bool dark : {true, false}) {
        const char *theme = dark ? "dark" : "light";
        for (const auto &[ink, least] : inks)
            for (const char *under : {"ground", "panel"}) {
                const bool result_on_case = least == 7 && *under == 'p' && *ink != 't';
                if (!result_on_case) // verdicts stand on the page's ground
                    QTest::addRow("%s %s on %s", theme, ink, under)
                        << dark << QString(ink) << QString(under) << least;
            }
        QTest::addRow("%s onFill on lamp", theme) << dark << "onFill"
                                                  << "lamp" << 4.5;
    }
}

void WindowPagesTest::contrast_is_enough() {
    QFETCH(bool, dark);
    QFETCH(QString, ink);
    QFETCH(QString, under);
    QFETCH(double, least);
    theme_->setProperty("dark", dark);
    const double found = contrast(colour(ink), colour(under));
    QVERIFY2(found >= least, qPrintable(QString::number(found)));
}

QTEST_MAIN(WindowPagesTest)
#include "window_pages_test.moc"
