#include "core/camera/files/folder_source.hpp"

#include "core/camera/files/real_time.hpp"
#include "core/camera/fit_frame.hpp"
#include "core/data/picture_list.hpp"
#include "core/images/decode_image.hpp"

#include <array>
#include <utility>

namespace vitrine {

namespace {

constexpr int frames_a_second = 10;
constexpr int frames_a_picture = 2 * frames_a_second;

class FolderSource final : public FrameSource {
  public:
    FolderSource(std::filesystem::path path, bool loop) : path_(std::move(path)), loop_(loop) {}

    Result<SourceFacts> open() override {
        close_folder();
        pictures_ = list_pictures(std::array{path_}, false);
        if (pictures_.size() == 1 && pictures_.front().error)
            return *pictures_.front().error;
        return SourceFacts{path_.filename().string(), {}, 0, 0, frames_a_second, false};
    }

    Result<Next> next(Frame &frame, const std::stop_token &stop) override {
        if (frame_in_picture_ == 0 || frame_in_picture_ == frames_a_picture) {
            if (auto read = read_next_picture(); !read)
                return read.error();
            if (picture_.empty())
                return Next::ended;
            if (number_ == 0)
                time_.start({});
        }
        const RealTime::Seconds position{static_cast<double>(number_) / frames_a_second};
        if (!time_.wait_until_due(position, stop))
            return Next::nothing;
        fill_frame(frame, picture_);
        frame.number = number_++;
        frame.captured = Frame::Clock::now();
        frame.media_time = position;
        ++frame_in_picture_;
        return Next::frame;
    }

    void close() noexcept override { close_folder(); }
    [[nodiscard]] SourceLosses losses() const noexcept override { return losses_; }

  private:
    void close_folder() noexcept {
        pictures_.clear();
        picture_ = {};
        next_picture_ = 0;
        frame_in_picture_ = 0;
        number_ = 0;
        losses_ = {};
    }

    /// Leaves picture_ empty at the end.
    Result<void> read_next_picture() {
        picture_ = {};
        Error reason{"no_pictures", {path_.string()}};
        for (std::size_t tried = 0; tried < pictures_.size(); ++tried) {
            if (next_picture_ == pictures_.size()) {
                if (!loop_)
                    return {};
                next_picture_ = 0;
            }
            auto read = read_image(pictures_[next_picture_++].path);
            if (read) {
                picture_ = *std::move(read);
                frame_in_picture_ = 0;
                return {};
            }
            reason = read.error();
            ++losses_.damaged;
        }
        // A round without one that can be shown; at the end of a folder that is no fault.
        return number_ > 0 && !loop_ ? Result<void>{} : Result<void>{reason};
    }

    std::filesystem::path path_;
    bool loop_;
    std::vector<ListedPicture> pictures_;
    std::size_t next_picture_ = 0;
    Image picture_;
    int frame_in_picture_ = 0;
    std::uint64_t number_ = 0;
    RealTime time_;
    SourceLosses losses_;
};

} // namespace

std::unique_ptr<FrameSource> make_folder_source(std::filesystem::path path, bool loop) {
    return std::make_unique<FolderSource>(std::move(path), loop);
}

} // namespace vitrine
