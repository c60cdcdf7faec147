#include "tests/fakes/fake_camera.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <utility>

namespace vitrine {

namespace {

// Sixteen squares a row, a byte of each number and a checking byte behind.
constexpr int columns = 16;
constexpr int rows = 9;

std::array<std::uint8_t, 18> bytes_of(const FrameStamp &stamp) {
    std::array<std::uint8_t, 18> bytes{};
    std::uint8_t sum = 0x5A;
    for (unsigned i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(stamp.number >> (8 * i));
        bytes[8 + i] =
            static_cast<std::uint8_t>(static_cast<std::uint64_t>(stamp.microseconds) >> (8 * i));
        sum = static_cast<std::uint8_t>(sum + bytes[i] + 3 * bytes[8 + i]);
    }
    bytes[16] = sum;
    bytes[17] = static_cast<std::uint8_t>(~sum);
    return bytes;
}

bool has_room(const Frame &frame, const StampPlace &place) {
    return frame.width >= place.x + columns * place.square &&
           frame.height >= place.y + rows * place.square;
}

/// Nothing but a slow wave, another at each frame.
void blur(Frame &frame) {
    for (int y = 0; y < frame.height; ++y) {
        std::uint8_t *to = frame.row(y);
        for (int x = 0; x < frame.width; ++x, to += 4) {
            const double wave = std::sin(0.01 * (x + y) + 0.1 * static_cast<double>(frame.number));
            std::fill_n(to, 3, static_cast<std::uint8_t>(128 + 100 * wave));
            to[3] = 255;
        }
    }
}

void fill(Frame &frame, const Rect &part, const std::array<std::uint8_t, 3> &colour) {
    for (int y = part.y; y < part.y + part.height; ++y) {
        std::uint8_t *to = frame.row(y) + std::ptrdiff_t{4} * part.x;
        for (int x = 0; x < part.width; ++x, to += 4) {
            std::ranges::copy(colour, to);
            to[3] = 255;
        }
    }
}

} // namespace

void write_stamp(Frame &frame, const FrameStamp &stamp, const StampPlace &place) {
    if (!has_room(frame, place))
        return;
    const int square = place.square;
    const auto bytes = bytes_of(stamp);
    for (int bit = 0; bit < rows * columns; ++bit) {
        const bool set = (bytes[static_cast<std::size_t>(bit / 8)] >> (bit % 8) & 1) != 0;
        for (int y = 0; y < square; ++y) {
            std::uint8_t *to = frame.row(place.y + bit / columns * square + y) +
                               std::ptrdiff_t{4} * (place.x + bit % columns * square);
            for (int x = 0; x < square; ++x, to += 4)
                std::fill_n(to, 3, static_cast<std::uint8_t>(set ? 255 : 0));
        }
    }
}

std::optional<FrameStamp> read_stamp(const Frame &frame) {
    constexpr StampPlace corner;
    constexpr int square = corner.square;
    if (!has_room(frame, corner))
        return std::nullopt;
    std::array<std::uint8_t, 18> bytes{};
    for (int bit = 0; bit < rows * columns; ++bit) {
        const std::uint8_t *centre = frame.row(bit / columns * square + square / 2) +
                                     std::ptrdiff_t{4} * (bit % columns * square + square / 2);
        if (centre[1] >= 128)
            bytes[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(1 << (bit % 8));
    }
    FrameStamp stamp;
    std::uint64_t time = 0;
    for (unsigned i = 0; i < 8; ++i) {
        stamp.number |= std::uint64_t{bytes[i]} << (8 * i);
        time |= std::uint64_t{bytes[8 + i]} << (8 * i);
    }
    stamp.microseconds = static_cast<std::int64_t>(time);
    return bytes == bytes_of(stamp) ? std::optional(stamp) : std::nullopt;
}

class FakeCameraSource final : public FrameSource {
  public:
    FakeCameraSource(FakeCamera &camera, std::string name, std::string device)
        : camera_(camera), name_(std::move(name)), device_(std::move(device)) {}
    ~FakeCameraSource() override { leave(); }
    FakeCameraSource(const FakeCameraSource &) = delete;
    FakeCameraSource &operator=(const FakeCameraSource &) = delete;

    Result<SourceFacts> open() override {
        using Mood = FakeCamera::Mood;
        const FakeCamera::Scene scene = camera_.scene();
        if (scene.mood == Mood::gone)
            return Error{"camera_gone", {"fake"}};
        if (scene.mood == Mood::busy || camera_.open_now_ > 0)
            return Error{"camera_busy", {"fake"}};
        if (scene.mood == Mood::denied)
            return Error{"camera_denied", {"fake"}};
        if (scene.mood == Mood::absent)
            return Error{"no_camera", {}};
        ++camera_.opened_;
        ++camera_.open_now_;
        is_open_ = true;
        start_ = due_ = Frame::Clock::now();
        return SourceFacts{name_,
                           "fake",
                           scene.width,
                           scene.height,
                           static_cast<double>(scene.frames_per_second),
                           scene.live,
                           device_};
    }

    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        using Mood = FakeCamera::Mood;
        const FakeCamera::Scene scene = camera_.scene();
        wait(stop);
        if (Frame::Clock::now() < due_)
            return Next::nothing;
        due_ += std::chrono::microseconds(1'000'000 / std::max(1, scene.frames_per_second));
        switch (scene.mood) {
        case Mood::gone:
            if (std::exchange(gone_, true))
                return Error{"camera_gone", {"fake"}};
            due_ = Frame::Clock::now();
            break;
        case Mood::busy:
        case Mood::denied:
        case Mood::absent:
            return Error{"camera_gone", {"fake"}};
        case Mood::hangs:
            camera_.wait_while_it_hangs();
            return Next::nothing;
        case Mood::stalled:
            return Next::nothing;
        case Mood::rubbish:
            ++losses_.damaged;
            return Next::nothing;
        case Mood::ended:
            return Next::ended;
        case Mood::good:
        case Mood::black:
        case Mood::dark:
        case Mood::blurred:
        case Mood::frozen:
            break;
        }
        fill_frame(frame, scene);
        return Next::frame;
    }

    void close() noexcept override { leave(); }
    [[nodiscard]] SourceLosses losses() const noexcept override { return losses_; }

  private:
    void leave() noexcept {
        if (std::exchange(is_open_, false))
            --camera_.open_now_;
    }

    void wait(const std::stop_token &stop) {
        std::unique_lock lock(mutex_);
        const auto end = std::min(due_, Frame::Clock::now() + std::chrono::milliseconds(50));
        never_.wait_until(lock, stop, end, [] { return false; });
    }

    void fill_frame(Frame &frame, const FakeCamera::Scene &scene) {
        frame.captured = Frame::Clock::now();
        frame.media_time = frame.captured - start_;
        frame.number = number_++;
        frame.set_size(scene.width, scene.height);
        using Mood = FakeCamera::Mood;
        if (scene.mood == Mood::blurred) {
            blur(frame);
            return;
        }
        auto colour = scene.colour;
        for (std::uint8_t &value : colour)
            value = scene.mood == Mood::black  ? 0
                    : scene.mood == Mood::dark ? static_cast<std::uint8_t>(15 + value / 10)
                                               : value;
        fill(frame, {0, 0, frame.width, frame.height}, colour);
        fill(frame, scene.marked, FakeCamera::mark);
        if (scene.mood != Mood::frozen)
            stamp_ = {frame.number, std::chrono::duration_cast<std::chrono::microseconds>(
                                        frame.captured.time_since_epoch())
                                        .count()};
        if (scene.mood != Mood::black)
            write_stamp(frame, stamp_, scene.stamp);
    }

    FakeCamera &camera_;
    std::string name_, device_;
    bool is_open_ = false;
    bool gone_ = false; ///< the last frame was given
    Frame::Clock::time_point start_{}, due_{};
    std::uint64_t number_ = 0;
    FrameStamp stamp_;
    SourceLosses losses_;
    std::mutex mutex_;
    std::condition_variable_any never_;
};

void FakeCamera::set(const Scene &scene) {
    const std::lock_guard lock(mutex_);
    scene_ = scene;
    changed_.notify_all();
}

void FakeCamera::set_mood(Mood mood) {
    const std::lock_guard lock(mutex_);
    scene_.mood = mood;
    changed_.notify_all();
}

void FakeCamera::wait_while_it_hangs() {
    std::unique_lock lock(mutex_);
    hangs_now_ = true;
    changed_.wait(lock, [this] { return scene_.mood != Mood::hangs; });
    hangs_now_ = false;
}

void FakeCamera::set_colour(std::array<std::uint8_t, 3> colour) {
    const std::lock_guard lock(mutex_);
    scene_.colour = colour;
}

void FakeCamera::set_marked(const Rect &part) {
    const std::lock_guard lock(mutex_);
    scene_.marked = part;
}

void FakeCamera::set_size(int width, int height) {
    const std::lock_guard lock(mutex_);
    scene_.width = width;
    scene_.height = height;
}

void FakeCamera::set_live(bool live) {
    const std::lock_guard lock(mutex_);
    scene_.live = live;
}

FakeCamera::Scene FakeCamera::scene() const {
    const std::lock_guard lock(mutex_);
    return scene_;
}

SourceMaker FakeCamera::maker(std::string name, std::string device) {
    return [this, name = std::move(name),
            device = std::move(device)]() -> Result<std::unique_ptr<FrameSource>> {
        return std::unique_ptr<FrameSource>(
            std::make_unique<FakeCameraSource>(*this, name, device));
    };
}

} // namespace vitrine
