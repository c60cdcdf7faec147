#include "app/services/camera/face_lookout.hpp"

#include "core/support/log.hpp"

#include <QMetaObject>

#include <optional>
#include <utility>

namespace vitrine {

FaceLookout::FaceLookout(FaceFinderMaker make, QObject *parent)
    : QObject(parent), make_(std::move(make)) {
    if (make_)
        thread_ = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

FaceLookout::~FaceLookout() = default;

void FaceLookout::look(const FramePointer &frame, const Rect &part) {
    if (!make_)
        return;
    const auto now = Frame::Clock::now();
    std::uint64_t epoch = 0;
    {
        const std::lock_guard lock(mutex_);
        if (now < next_look_)
            return;
        next_look_ = now + between_looks;
        epoch = epoch_;
    }
    view_.put({frame, part, epoch});
}

void FaceLookout::forget() {
    const std::lock_guard lock(mutex_);
    ++epoch_;
    next_look_ = {};
}

void FaceLookout::run(const std::stop_token &stop) {
    constexpr std::chrono::hours any_time{1};
    std::unique_ptr<FaceFinder> finder;
    bool possible = true;
    FaceWatch watch;
    bool said = false;
    std::uint64_t epoch = 0;
    while (!stop.stop_requested()) {
        const std::optional<View> view =
            view_.take(stop, said ? std::chrono::milliseconds(unseen) : any_time);
        if (!view && std::exchange(said, false)) {
            watch = {};
            tell(false, epoch);
        }
        if (!view || !possible)
            continue;
        if (finder == nullptr) {
            auto made = make_();
            possible = made.ok();
            if (!possible) {
                log::warning("camera", "{}", english_message(made.error()));
                continue;
            }
            finder = *std::move(made);
        }
        if (std::exchange(epoch, view->epoch) != view->epoch) {
            watch = {};
            said = false;
        }
        const double time_s =
            std::chrono::duration<double>(view->frame->captured.time_since_epoch()).count();
        const bool face = watch.add(finder->sees_face(*view->frame, view->part), time_s);
        if (std::exchange(said, face) != face)
            tell(face, epoch);
    }
}

void FaceLookout::tell(bool face, std::uint64_t epoch) {
    QMetaObject::invokeMethod(
        this,
        [this, face, epoch] {
            {
                const std::lock_guard lock(mutex_);
                if (epoch != epoch_)
                    return;
            }
            Q_EMIT changed(face);
        },
        Qt::QueuedConnection);
}

} // namespace vitrine
