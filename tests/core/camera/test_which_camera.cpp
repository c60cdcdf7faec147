// Which of the machine's cameras is meant.
#include "core/camera/source_name.hpp"
#include "core/camera/v4l2/list_cameras.hpp"
#include "tests/fakes/fake_video_device.hpp"

#include <QtTest>

#include <linux/videodev2.h>

using namespace vitrine;
using namespace vitrine::v4l2;

namespace {

const std::vector<OfferedFormat> colour{{V4L2_PIX_FMT_YUYV, 640, 480, 30}};
const std::vector<OfferedFormat> depth{{V4L2_PIX_FMT_Z16, 640, 480, 30}};

} // namespace

class TestWhichCamera : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void a_camera_is_known_again_by_its_place_and_its_name() {
        FakeVideoDevice before, later;
        before.formats = later.formats = colour;
        later.path = "/dev/video7"; // as it may be after it was put back
        const std::string identity = identities({&before}).at(0);
        QCOMPARE(identities({&later}).at(0), identity);
        QCOMPARE(*find_camera(identity, later), std::string("/dev/video7"));
        later.bus = "usb-0000:00:14.0-2";
        QVERIFY(identities({&later}).at(0) != identity);
        // One that is not there is unplugged, and is not called by what only the machine reads.
        QVERIFY(find_camera(identity, later).error() == (Error{"camera_gone", {"Fake Webcam"}}));
        later.bus.clear();
        QCOMPARE(identities({&later}).at(0), std::string("/dev/video7"));
    }

    void of_a_cameras_devices_the_one_with_pictures_is_meant() {
        FakeVideoDevice first, second;
        first.formats = depth;
        second.formats = colour;
        first.card = second.card = "A Depth Camera With a Long Name: Depth"; // cut off at 31
        second.path = "/dev/video2";
        const FakeVideoDevices both({&first, &second});
        const auto names = identities({&first, &second});
        QVERIFY(names.at(0) != names.at(1));
        QCOMPARE(*find_camera(names.at(1), both), std::string("/dev/video2"));
        // As when that one alone was met, whatever is listed before it.
        QCOMPARE(names.at(1), identities({&second}).at(0));
        QCOMPARE(*find_camera("depth camera", both), std::string("/dev/video2"));
    }

    void two_that_call_themselves_the_same_are_told_apart() {
        FakeVideoDevice left, right;
        left.formats = right.formats = colour;
        right.path = "/dev/video2";
        const FakeVideoDevices both({&left, &right});
        const auto names = identities({&left, &right});
        QCOMPARE(*find_camera(names.at(0), both), std::string("/dev/video0"));
        QCOMPARE(*find_camera(names.at(1), both), std::string("/dev/video2"));
        QVERIFY(find_camera(names.at(1), left).error() == (Error{"camera_gone", {"Fake Webcam"}}));
    }

  private:
    static std::vector<std::string> identities(std::vector<const FakeVideoDevice *> devices) {
        return camera_identities(list_cameras(FakeVideoDevices(std::move(devices))));
    }
};

QTEST_GUILESS_MAIN(TestWhichCamera)
#include "test_which_camera.moc"
