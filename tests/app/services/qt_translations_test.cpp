// Qt's own words in the window's language.
#include "app/services/qt_translations.hpp"

#include <QCoreApplication>
#include <QTest>

using namespace vitrine;

namespace {

QString open_button() { return QCoreApplication::translate("QPlatformTheme", "Open"); }

} // namespace

class QtTranslationsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void they_follow_the_language();
    void they_go_with_their_owner();
    void without_catalogues_qt_speaks_english();
};

void QtTranslationsTest::they_follow_the_language() {
    QtTranslations words(QStringLiteral(VITRINE_FIXTURES "/qt"));
    QCOMPARE(open_button(), QStringLiteral("Open"));
    for (int round = 0; round < 2; ++round) {
        words.set_language(QStringLiteral("zh"));
        QCOMPARE(open_button(), QStringLiteral("打开"));
        words.set_language(QStringLiteral("en"));
        QCOMPARE(open_button(), QStringLiteral("Open"));
    }
}

void QtTranslationsTest::they_go_with_their_owner() {
    {
        QtTranslations words(QStringLiteral(VITRINE_FIXTURES "/qt"));
        words.set_language(QStringLiteral("zh"));
        QCOMPARE(open_button(), QStringLiteral("打开"));
    }
    QCOMPARE(open_button(), QStringLiteral("Open"));
}

void QtTranslationsTest::without_catalogues_qt_speaks_english() {
    QtTranslations words(QStringLiteral("/nowhere"));
    words.set_language(QStringLiteral("zh"));
    QCOMPARE(open_button(), QStringLiteral("Open"));
}

QTEST_GUILESS_MAIN(QtTranslationsTest)
#include "qt_translations_test.moc"
