#include "app/commands/train/reading_report.hpp"

#include "core/support/atomic_file.hpp"

#include <fmt/format.h>
#include <system_error>

namespace vitrine {

ReadingReport::~ReadingReport() {
    std::error_code ignored;
    if (!file_.empty())
        std::filesystem::remove(file_, ignored);
}

bool ReadingReport::tell(std::int64_t done, std::int64_t total) {
    constexpr std::chrono::milliseconds between{250};
    const auto now = Clock::now();
    if (folder_ == nullptr || (last_ && now - *last_ < between))
        return !stop_;
    last_ = now;
    folder_->beat(RunFolder::State::starting);
    stop_ |= folder_->take_stop();
    if (!file_.empty()) // a full disk keeps nobody from training
        (void)write_file_atomically(
            file_, std::string_view(fmt::format(R"({{"done":{},"total":{}}})", done, total)));
    return !stop_;
}

} // namespace vitrine
