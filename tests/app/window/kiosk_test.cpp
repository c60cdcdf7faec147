// Kiosk mode as visitors use it.
#include "core/models/model_file.hpp"
#include "tests/app/window/kiosk_stage.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QDebug>
#include <QDropEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMap>
#include <QMetaProperty>
#include <QMimeData>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <utility>
#include <vector>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

using Shown = QMap<QString, QString>;

QString words_for(const QVariant &value) {
    if (value.metaType() == QMetaType::fromType<QImage>())
        return value.value<QImage>().isNull() ? QStringLiteral("no image")
                                              : QStringLiteral("an image");
    QString words;
    QDebug(&words) << value;
    return words;
}

/// Everything that a view model shows, with the rows of its lists and what it shows of others. What
/// counts visits or shows pictures to passers-by is no visitor's.
void note(const QString &name, const QObject &object, Shown &shown) {
    if (name.endsWith("/attractShow") || name.endsWith("/kiosk"))
        return;
    for (int index = 0; index < object.metaObject()->propertyCount(); ++index) {
        const QMetaProperty property = object.metaObject()->property(index);
        const QString full = name + u'/' + QLatin1String(property.name());
        const QVariant value = property.read(&object);
        if (const auto *other = value.value<QObject *>();
            (value.metaType().flags() & QMetaType::PointerToQObject) != 0) {
            if (other != nullptr)
                note(full, *other, shown);
        } else {
            shown[full] = words_for(value);
        }
    }
    const auto *model = qobject_cast<const QAbstractItemModel *>(&object);
    for (int row = 0; model != nullptr && row < model->rowCount(); ++row)
        for (const auto &[role, role_name] : model->roleNames().asKeyValueRange())
            shown[QStringLiteral("%1[%2]/%3").arg(name).arg(row).arg(QLatin1String(role_name))] =
                words_for(model->data(model->index(row, 0), role));
}

/// What is in one and not, or otherwise, in the other.
QStringList differences(const Shown &before, const Shown &after) {
    QStringList found;
    for (const QString &name : QSet<QString>(before.keyBegin(), before.keyEnd()) +
                                   QSet<QString>(after.keyBegin(), after.keyEnd()))
        if (before.value(name) != after.value(name))
            found.append(name + ": " + before.value(name) + " → " + after.value(name));
    return found;
}

} // namespace

class KioskTest : public QObject, private KioskStage {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }
    void init() { set_up(); }
    void cleanup() { tear_down(); }

    void it_begins_with_pictures_and_their_answers();
    void a_tap_begins_and_touches_nothing_else();
    void idle_asks_and_then_forgets();
    void a_touch_in_the_countdown_goes_on();
    void after_a_visit_nothing_of_it_is_left();
    void a_model_of_a_visit_goes_with_it();
    void a_remembered_model_that_is_gone_is_not_asked_for_again();
    void a_visit_that_is_cut_short_is_counted();
    void no_thumbnail_outlives_the_visit();
    void keys_drops_menus_and_closing_do_nothing();
    void ten_fingers_at_once_do_no_harm();
};

void KioskTest::it_begins_with_pictures_and_their_answers() {
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("attractHeadline")), QStringLiteral("Red"), patience_ms);
    QVERIFY(item("attractInvitation")->isVisible());
    QCOMPARE(text_of(item("attractInvitation")), QStringLiteral("Tap to try"));
    QCOMPARE(page().state(), PicturePage::Empty); // the show is nobody's visit
}

void KioskTest::a_tap_begins_and_touches_nothing_else() {
    // Where the main action will be.
    const QQuickItem *action = item("mainAction");
    const QPoint at = action->mapToScene({action->width() / 2, action->height() / 2}).toPoint();
    tap(at);
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QVERIFY(!stage_->model().attract_show()->picture().value<QImage>().width());
    QCOMPARE(page().state(), PicturePage::Empty);
    touch("sample:1");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Ocean"), patience_ms);
}

void KioskTest::idle_asks_and_then_forgets() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(59'999ms);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1ms);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 10 s"));
    wait_out(3s);
    QTRY_COMPARE(text_of(item("countdown")), QStringLiteral("Restarting in 7 s"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(7s);
    QCOMPARE(kiosk().phase(), KioskModel::Attract);
    QCOMPARE(page().state(), PicturePage::Empty);
}

void KioskTest::a_touch_in_the_countdown_goes_on() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    wait_out(65s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
    tap(middle_of("languageSwitch")); // what lies under the question is not touched
    QTRY_COMPARE(kiosk().phase(), KioskModel::Visit);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QCOMPARE(page().state(), PicturePage::Answered);
    wait_out(59s);
    QCOMPARE(kiosk().phase(), KioskModel::Visit);
    wait_out(1s);
    QCOMPARE(kiosk().phase(), KioskModel::Countdown);
}

void KioskTest::after_a_visit_nothing_of_it_is_left() {
    const auto shown = [this] {
        Shown everything;
        note({}, stage_->model(), everything);
        return everything;
    };
    begin();
    touch("languageSwitch"); // all is said anew
    end_visit();             // of somebody who did nothing else
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    const Shown before = shown();
    const QByteArray files_before = files();
    begin();
    stage_->model().openModel("other");
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    touch("guessSwitch");
    touch("mainAction");
    touch("file:1");
    touch("guess:0");
    touch("mainAction");
    QTRY_VERIFY_WITH_TIMEOUT(page().revealed(), patience_ms);
    if (page().game()->asking())
        page().game()->settle(GuessGame::Visitor);
    touch("languageSwitch");
    touch("themeSwitch");
    stage_->model().chooseTextScale(1.5);
    page().set_heat_shown(true);
    touch("modelPill");
    QTRY_VERIFY(item("model:other") != nullptr);
    // All that is to go is there.
    QCOMPARE(page().history()->rowCount(), 1);
    QVERIFY(!page().game()->score().isEmpty());
    QVERIFY(page().candidates()->rowCount() > 0);
    end_visit();
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(stage_->model().language(), QStringLiteral("en"));
    QVERIFY(stage_->model().dark_theme());
    QCOMPARE(stage_->model().models()->current(), QStringLiteral("photo"));
    QTRY_VERIFY2_WITH_TIMEOUT(differences(before, shown()).isEmpty(),
                              qPrintable(differences(before, shown()).join(u'\n')), patience_ms);
    QVERIFY(item("headline") == nullptr || !item("headline")->isVisible());
    QTRY_VERIFY(item("model:other") == nullptr || !item("model:other")->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(files(), files_before, patience_ms);
}

void KioskTest::a_model_of_a_visit_goes_with_it() {
    const ModelList &models = *stage_->model().models();
    const int before = models.count();
    begin();
    const QString file = folder_->filePath("visit-7.safetensors");
    QVERIFY(write_model(file.toStdString(), tiny_model("visit-7", 0.01)).ok());
    Q_EMIT stage_->model().train_page()->model_ready("visit-7"); // as when it is used on pictures
    QTRY_COMPARE_WITH_TIMEOUT(models.current(), QStringLiteral("visit-7"), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(models.count(), before + 1, patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    end_visit();
    QTRY_COMPARE_WITH_TIMEOUT(models.count(), before, patience_ms); // nobody can choose it any more
    QVERIFY(models.title("visit-7").isEmpty());
    QVERIFY(!QFile::exists(file));
    QTRY_COMPARE_WITH_TIMEOUT(stage_->model().readiness(), WindowModel::Ready, patience_ms);
    QCOMPARE(models.current(), QStringLiteral("photo"));
}

void KioskTest::a_remembered_model_that_is_gone_is_not_asked_for_again() {
    stage_->model().settings()->set_model("gone");
    open();
    QCOMPARE(stage_->model().models()->current(), QStringLiteral("photo"));
    begin();
    const QSignalSpy readiness(&stage_->model(), &WindowModel::readiness_changed);
    end_visit();
    QCOMPARE(readiness.count(), 0); // what is open stays open
    QCOMPARE(stage_->model().readiness(), WindowModel::Ready);
}

void KioskTest::a_visit_that_is_cut_short_is_counted() {
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(page().state(), PicturePage::Answered, patience_ms);
    stage_.reset(); // as when the service is stopped
    QFile counts(folder_->filePath("state/counts.json"));
    QVERIFY(counts.open(QIODevice::ReadOnly));
    QVERIFY(counts.readAll().contains(R"("pictures": 1)"));
}

void KioskTest::no_thumbnail_outlives_the_visit() {
    begin();
    touch("mainAction");
    QTRY_VERIFY_WITH_TIMEOUT(stage_->thumbnails().cached_bytes() > 0, patience_ms);
    end_visit();
    QVERIFY(stage_->thumbnails().cached_bytes() == 0);
}

void KioskTest::keys_drops_menus_and_closing_do_nothing() {
    begin();
    QImage image(20, 10, QImage::Format_ARGB32);
    image.fill(Qt::blue);
    QGuiApplication::clipboard()->setImage(image);
    for (const auto &[key, modifiers] :
         std::vector<std::pair<Qt::Key, Qt::KeyboardModifiers>>{{Qt::Key_Escape, Qt::NoModifier},
                                                                {Qt::Key_F4, Qt::AltModifier},
                                                                {Qt::Key_V, Qt::ControlModifier},
                                                                {Qt::Key_O, Qt::ControlModifier},
                                                                {Qt::Key_Q, Qt::ControlModifier},
                                                                {Qt::Key_F11, Qt::NoModifier},
                                                                {Qt::Key_Tab, Qt::NoModifier},
                                                                {Qt::Key_Return, Qt::NoModifier}})
        QTest::keyClick(stage_->window(), key, modifiers);
    QTest::mouseClick(stage_->window(), Qt::RightButton, {}, middle_of("sample:0"));
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(folder_->filePath("pictures/1-red.png"))});
    QDragEnterEvent enter({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &enter);
    QVERIFY(!enter.isAccepted());
    QDropEvent drop({400, 300}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QCoreApplication::sendEvent(stage_->window(), &drop);
    stage_->window()->close();
    QCoreApplication::processEvents();
    QVERIFY(stage_->window()->isVisible());
    QCOMPARE(page().state(), PicturePage::Empty);
    QCOMPARE(QGuiApplication::overrideCursor()->shape(), Qt::BlankCursor);
    stage_->window()->showNormal();
    stage_->show(true);
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
    stage_->window()->showMinimized(); // whatever took the full screen away
    QTRY_COMPARE(stage_->window()->visibility(), QWindow::FullScreen);
}

void KioskTest::ten_fingers_at_once_do_no_harm() {
    begin();
    QTest::QTouchEventSequence down = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        down.press(id, {100 + 110 * id, 150 + 50 * (id % 5)}, stage_->window());
    down.commit();
    for (int step = 0; step < 10; ++step) {
        QTest::QTouchEventSequence moved = QTest::touchEvent(stage_->window(), finger_, false);
        for (int id = 0; id < 10; ++id)
            moved.move(id, {100 + 110 * id + 5 * step, 150 + 50 * (id % 5) + 20 * step},
                       stage_->window());
        moved.commit();
    }
    QTest::QTouchEventSequence up = QTest::touchEvent(stage_->window(), finger_, false);
    for (int id = 0; id < 10; ++id)
        up.release(id, {145 + 110 * id, 330 + 50 * (id % 5)}, stage_->window());
    up.commit();
    QVERIFY(stage_->window()->isVisible());
    end_visit();
    begin();
    touch("sample:0");
    QTRY_COMPARE_WITH_TIMEOUT(text_of(item("headline")), QStringLiteral("Red"), patience_ms);
}

int main(int argc, char **argv) { return run_watched_test<KioskTest>(argc, argv); }
#include "kiosk_test.moc"
