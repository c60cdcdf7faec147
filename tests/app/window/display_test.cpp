// A display is one that answers, not one that is named.
#include "app/display.hpp"

#include <QLocalServer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

class DisplayTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();

    void nothing_that_is_set_is_no_display();
    void a_dead_display_is_none_data();
    void a_dead_display_is_none();
    void a_platform_without_a_server_needs_no_display();
    void a_platform_with_a_server_is_asked();
    void a_wayland_server_that_listens_is_a_display();
    void an_x_server_that_listens_is_a_display();
    void an_x_server_on_another_host_is_a_display();
    void a_graphics_processor_has_a_device_file_data();
    void a_graphics_processor_has_a_device_file();
};

void DisplayTest::init() {
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"})
        qunsetenv(name);
}

void DisplayTest::nothing_that_is_set_is_no_display() { QVERIFY(!has_display()); }

void DisplayTest::a_dead_display_is_none_data() {
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    for (const char *value : {":987", ":987.0", "unix:987", "localhost:987", "[::1]:987", "987",
                              ":", ":-1", ":x", "/no/such/socket"})
        QTest::addRow("DISPLAY=%s", value) << QByteArray("DISPLAY") << QByteArray(value);
    for (const char *value : {"wayland-987", "/no/such/socket"})
        QTest::addRow("WAYLAND_DISPLAY=%s", value)
            << QByteArray("WAYLAND_DISPLAY") << QByteArray(value);
}

void DisplayTest::a_dead_display_is_none() {
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    qputenv(variable.constData(), value);
    QVERIFY(!has_display());
}

void DisplayTest::a_platform_without_a_server_needs_no_display() {
    for (const char *platform : {"offscreen", "linuxfb:fb=/dev/fb0", "xcb;offscreen"}) {
        qputenv("QT_QPA_PLATFORM", platform);
        QVERIFY2(has_display(), platform);
    }
}

void DisplayTest::a_platform_with_a_server_is_asked() {
    qputenv("DISPLAY", ":987");
    qputenv("WAYLAND_DISPLAY", "wayland-987");
    for (const char *platform : {"xcb", "wayland", "wayland-egl;xcb"}) {
        qputenv("QT_QPA_PLATFORM", platform);
        QVERIFY2(!has_display(), platform);
    }
}

void DisplayTest::a_wayland_server_that_listens_is_a_display() {
    const QTemporaryDir folder;
    QLocalServer server;
    QVERIFY(server.listen(folder.filePath("wayland-3")));
    qputenv("XDG_RUNTIME_DIR", folder.path().toLocal8Bit());
    qputenv("WAYLAND_DISPLAY", "wayland-3");
    QVERIFY(has_display());
    qputenv("WAYLAND_DISPLAY", server.fullServerName().toLocal8Bit());
    QVERIFY(has_display());
    server.close();
    QVERIFY(!has_display());
}

void DisplayTest::an_x_server_that_listens_is_a_display() {
    const QTemporaryDir folder;
    QLocalServer server;
    QVERIFY(server.listen(folder.filePath("X0")));
    qputenv("DISPLAY", server.fullServerName().toLocal8Bit());
    QVERIFY(has_display());
}

void DisplayTest::an_x_server_on_another_host_is_a_display() {
    constexpr int first_x_port = 6000;
    QTcpServer server;
    quint16 port = first_x_port + 600;
    while (!server.listen(QHostAddress::LocalHost, port) && port < first_x_port + 700)
        ++port;
    QVERIFY(server.isListening());
    qputenv("DISPLAY", "127.0.0.1:" + QByteArray::number(port - first_x_port) + ".0");
    QVERIFY(has_display());
}

void DisplayTest::a_graphics_processor_has_a_device_file_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("found");
    QTest::newRow("none") << "null" << false;
    QTest::newRow("a screen alone") << "dri/card0" << false;
    QTest::newRow("render node") << "dri/renderD128" << true;
    QTest::newRow("NVIDIA's driver") << "nvidia0" << true;
    QTest::newRow("in Windows") << "dxg" << true;
}

void DisplayTest::a_graphics_processor_has_a_device_file() {
    QFETCH(QString, file);
    const QTemporaryDir devices;
    QVERIFY(QDir(devices.path()).mkpath("dri"));
    QFile device(devices.filePath(file));
    QVERIFY(device.open(QIODevice::WriteOnly));
    QTEST(has_graphics_processor(devices.path().toStdString()), "found");
}

QTEST_GUILESS_MAIN(DisplayTest)
#include "display_test.moc"
