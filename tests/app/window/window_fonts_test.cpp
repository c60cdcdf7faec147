// Which fonts the window takes where its own are not installed.
#include "app/window_fonts.hpp"

#include <QTest>

using namespace vitrine;

class WindowFontsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void what_is_installed_is_taken_data();
    void what_is_installed_is_taken();
};

void WindowFontsTest::what_is_installed_is_taken_data() {
    QTest::addColumn<QStringList>("installed");
    QTest::addColumn<QStringList>("chinese");
    QTest::addColumn<QStringList>("families");
    QTest::addColumn<QStringList>("problems");
    const QString latin = QStringLiteral("Noto Sans");
    const QString cjk = QStringLiteral("Noto Sans CJK SC");
    QTest::newRow("both") << QStringList{cjk, latin} << QStringList{cjk} << QStringList{latin, cjk}
                          << QStringList{};
    QTest::newRow("another Chinese one")
        << QStringList{latin, "AR PL UMing CN", "WenQuanYi Zen Hei"}
        << QStringList{"AR PL UMing CN", "WenQuanYi Zen Hei"}
        << QStringList{latin, "WenQuanYi Zen Hei"} << QStringList{"font_replaced"};
    QTest::newRow("a Chinese one of unknown looks")
        << QStringList{latin, "Kai"} << QStringList{"Kai"} << QStringList{latin, "Kai"}
        << QStringList{"font_replaced"};
    QTest::newRow("none that writes Chinese")
        << QStringList{latin} << QStringList{} << QStringList{latin} << QStringList{"font_missing"};
    QTest::newRow("the Chinese one alone")
        << QStringList{cjk} << QStringList{cjk} << QStringList{cjk} << QStringList{"font_replaced"};
    QTest::newRow("another one alone")
        << QStringList{"DejaVu Sans"} << QStringList{} << QStringList{"DejaVu Sans"}
        << QStringList{"font_missing", "font_replaced"};
    QTest::newRow("none") << QStringList{} << QStringList{} << QStringList{}
                          << QStringList{"font_missing", "font_missing"};
}

void WindowFontsTest::what_is_installed_is_taken() {
    QFETCH(QStringList, installed);
    QFETCH(QStringList, chinese);
    const WindowFonts fonts = choose_fonts(installed, chinese);
    QTEST(fonts.families, "families");
    QCOMPARE(fonts.chinese, !chinese.isEmpty());
    QStringList problems;
    for (const Error &problem : fonts.problems) {
        problems.append(QString::fromStdString(problem.code));
        const std::string said = english_message(problem);
        QVERIFY2(said.find("fonts-noto-") != std::string::npos, said.c_str());
    }
    QTEST(problems, "problems");
}

QTEST_GUILESS_MAIN(WindowFontsTest)
#include "window_fonts_test.moc"
