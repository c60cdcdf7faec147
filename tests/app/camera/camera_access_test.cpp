// Which cameras a visitor may choose from, and when they are asked anew what they are.
#include "app/services/camera/camera_access.hpp"
#include "tests/fakes/fake_video_device.hpp"

#include <QTest>

#include <cerrno>
#include <linux/videodev2.h>

using namespace vitrine;
using v4l2::FakeVideoDevice;
using v4l2::FakeVideoDevices;

namespace {

const std::vector<v4l2::OfferedFormat> understood{{V4L2_PIX_FMT_YUYV, 640, 480, 30}};

std::vector<std::string> names(const std::vector<CameraChoice> &cameras) {
    std::vector<std::string> result;
    for (const CameraChoice &camera : cameras)
        result.push_back(camera.name);
    return result;
}

using Names = std::vector<std::string>;

} // namespace

class CameraAccessTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();

    void a_camera_that_stays_is_asked_once();
    void another_camera_at_the_same_device_is_seen();
    void whoever_asks_is_told_of_now();
    void one_that_may_not_be_used_yet_is_asked_again();

  private:
    FakeVideoDevice device_; ///< /dev/video0
};

void CameraAccessTest::init() {
    device_ = {};
    device_.formats = understood;
    device_.card = "Red Webcam";
}

void CameraAccessTest::a_camera_that_stays_is_asked_once() {
    const CameraList list = list_of_machine(device_);
    QCOMPARE(names(list(false)), Names{"Red Webcam"});
    device_.card = "another, and nothing tells";
    QCOMPARE(names(list(false)), Names{"Red Webcam"});
}

void CameraAccessTest::another_camera_at_the_same_device_is_seen() {
    const CameraList list = list_of_machine(device_);
    const auto before = list(false);
    device_.card = "Blue Webcam";
    device_.made = "later"; // the node is
    const auto after = list(false);
    QCOMPARE(names(after), Names{"Blue Webcam"});
    QVERIFY(after.at(0).place != before.at(0).place);
    device_.bus = "usb-0000:00:14.0-2"; // the same one elsewhere
    device_.made = "later still";
    QVERIFY(list(false).at(0).place != after.at(0).place);
}

void CameraAccessTest::whoever_asks_is_told_of_now() {
    const CameraList list = list_of_machine(device_);
    QCOMPARE(names(list(false)), Names{"Red Webcam"});
    device_.card = "Blue Webcam";
    QCOMPARE(names(list(true)), Names{"Blue Webcam"});
    QCOMPARE(names(list(false)), Names{"Blue Webcam"});
}

void CameraAccessTest::one_that_may_not_be_used_yet_is_asked_again() {
    device_.open_error = EACCES;
    const CameraList list = list_of_machine(device_);
    QCOMPARE(names(list(false)), Names{"/dev/video0"});
    QVERIFY(!list(false).at(0).asked);
    device_.open_error = 0;
    QCOMPARE(names(list(false)), Names{"Red Webcam"});
    QVERIFY(list(false).at(0).asked);
}

QTEST_GUILESS_MAIN(CameraAccessTest)
#include "camera_access_test.moc"
