// What is said at the camera, and of what it shows.
#include "app/services/language_table.hpp"

namespace vitrine {
namespace {

constexpr LanguageEntry texts[] = {
    {"camera.hold", "把东西放进方框里", "Hold something inside the square"},
    {"camera.face", "我不认人，只认东西。拿样东西给我看看？",
     "I know things, not people. Show me a thing!"},
    {"camera.try", "可以试试", "Things to try"},
    {"camera.on", "摄像头开着", "The camera is on"},
    {"camera.stream", "网络摄像头", "A network camera"},
    {"camera.film", "正在放一段视频", "A film, not a camera"},
    {"camera.pictures", "正在放图片", "Pictures, not a camera"},
    {"camera.local", "画面只在本机处理，不保存", "Stays on this machine; nothing is saved"},
    {"camera.opening", "正在打开摄像头…", "Opening the camera…"},
    {"camera.thinking", "正在看…", "Looking…"},
    {"camera.freeze", "定格", "Freeze"},
    {"camera.frozen", "定格的画面", "Frozen picture"},
    {"camera.mirror", "镜像", "Mirror"},
    {"camera.choose", "换摄像头", "Change camera"},
    {"camera.none", "没有找到别的摄像头。", "No other camera was found."},
    {"camera.none.at_all", "没有找到摄像头。", "No camera was found."},
    {"camera.searching", "正在找摄像头…", "Looking for cameras…"},
    {"camera.offer", "插上了“%1”，要换成它吗？", "“%1” was plugged in. Use it?"},
    {"camera.offer.take", "换成它", "Use it"},
    {"camera.offer.leave", "不换", "Not now"},
    {"camera.picture", "摄像头的画面", "The camera's picture"},
    {"camera.guide", "模型看到的部分", "The part that the model sees"},
    {"camera.trace", "最近十秒", "Last ten seconds"},
    {"camera.rate", "%1 帧/秒", "%1 frames/s"},
    {"camera.age", "画面延迟 %1 毫秒", "Delay %1 ms"},
    {"camera.dropped", "丢帧 %1 · 未识别 %2", "Dropped %1 · not classified %2"},
    {"camera.ended", "放完了。请换一个画面来源。",
     "That was the end. Please choose another source."},

    {"race.title", "比一比", "Race"},
    {"race.against", "和谁比？", "Race against"},
    {"race.stop", "不比了", "End the race"},
    {"race.time", "%1 毫秒", "%1 ms"},
    {"race.faster", "%1 更快，速度是另一个的 %2 倍", "%1 is faster: %2 times the speed"},
    {"race.equal", "两个差不多快", "Both are about as fast"},

    {"live.waiting", "画面停住了，正在等它恢复。", "No pictures are coming; waiting for more."},
    {"live.black", "画面全黑。镜头盖住了吗？", "The picture is black. Is the lens covered?"},
    {"live.dark", "太暗了，亮一点我才看得清", "Too dark. More light, please."},
    {"live.blurred", "画面糊了。离远一点，或擦擦镜头？",
     "The picture is blurred. Hold it farther away, or wipe the lens?"},
    {"live.frozen", "画面不动了。请检查摄像头。",
     "The picture stands still. Please check the camera."},
    {"live.summary", "看了 %1 帧，丢了 %2 帧，用时 %3 秒，每秒 %4 帧",
     "%1 frames classified, %2 dropped, %3 s, %4 frames a second"},
    {"live.no_camera", "没找到摄像头。", "No camera was found."},
};

constexpr LanguageEntry errors[] = {
    {"no_camera", "没找到摄像头，插上就会自动开始", "No camera found. Plug one in and it starts."},
    {"no_such_camera", "没有找到摄像头“%1”。请换一个摄像头。",
     "The camera “%1” was not found. Please choose another."},
    {"camera_busy", "摄像头正被别的程序占用。关掉那个程序，这里就会自动开始。",
     "Another program is using the camera. Close that one, and it starts here."},
    {"camera_denied", "没有权限使用摄像头。请把用户加入 video 组，或请工作人员帮忙。",
     "The camera may not be used. Please add the user to the group “video”, or ask the staff."},
    {"camera_gone", "摄像头拔掉了，插上就会自动继续。",
     "The camera is unplugged. Plug it in and it goes on."},
    {"camera_failed", "摄像头出了问题。请拔下再插上，会自动继续。",
     "The camera has a problem. Please unplug it and plug it in again; it then goes on."},
    {"not_a_camera", "这个设备不是摄像头。请换一个摄像头。",
     "This device is not a camera. Please choose another."},
    {"no_camera_format", "这个摄像头的画面格式我还不认识。请换一个摄像头。",
     "I cannot read this camera's pictures. Please choose another camera."},
    {"bad_source", "“%1”不是画面来源。请写摄像头、视频文件、文件夹或网络地址。",
     "“%1” is no source of pictures. Please name a camera, a film, a folder or an address."},
    {"not_a_video", "这个文件不能当视频播放。请换一个。",
     "This file cannot be shown as a film. Please choose another."},
    {"stream_failed", "连不上网络画面。会自动再试，也请检查地址和网络。",
     "The stream cannot be reached. It is tried again; please check the address and the network."},
    {"stream_lost", "网络画面断了，恢复后会自动继续。",
     "The stream broke off; when it is back, it goes on by itself."},
    {"no_video_support", "打不开视频：缺少一个部件。请重新安装，或运行 scripts/setup 再构建。",
     "Films cannot be opened: a part is missing. Please install again, or run scripts/setup and "
     "build."},
    {"no_face_finder", "认不出镜头前有没有人脸：缺少一个部件。请安装 opencv-data。",
     "Faces cannot be noticed: a part is missing. Please install the package opencv-data."},
};

} // namespace

std::span<const LanguageEntry> camera_texts() noexcept { return texts; }

std::span<const LanguageEntry> camera_errors() noexcept { return errors; }

} // namespace vitrine
