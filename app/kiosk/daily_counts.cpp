#include "app/kiosk/daily_counts.hpp"

#include "core/support/atomic_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <system_error>

namespace vitrine {
namespace {

using Json = nlohmann::json;

constexpr int schema = 1;
constexpr std::uint64_t largest_bytes = 1 << 20;

int count_in(const Json &day, const char *name) {
    const auto found = day.is_object() ? day.find(name) : day.end();
    if (!day.is_object() || found == day.end() || !found->is_number_integer())
        return 0;
    return static_cast<int>(std::clamp<std::int64_t>(found->get<std::int64_t>(), 0,
                                                     std::numeric_limits<int>::max() / 2));
}

} // namespace

DailyCounts::DailyCounts(std::filesystem::path path) : path_(std::move(path)) {
    const auto bytes = read_file(path_, largest_bytes);
    if (!bytes)
        return;
    const auto *text = reinterpret_cast<const char *>(bytes->data());
    const Json object = Json::parse(text, text + bytes->size(), nullptr, false);
    if (!object.is_object() || !object.contains("days") || !object["days"].is_object())
        return;
    for (const auto &[date, day] : object["days"].items())
        days_[date] = {count_in(day, "visits"), count_in(day, "pictures")};
}

void DailyCounts::add(const std::string &date, const Day &more) {
    Day &day = days_[date];
    day.visits += more.visits;
    day.pictures += more.pictures;
    while (days_.size() > longest)
        days_.erase(days_.begin());
}

Result<void> DailyCounts::save() const {
    Json days = Json::object();
    for (const auto &[date, day] : days_)
        days[date] = {{"visits", day.visits}, {"pictures", day.pictures}};
    std::error_code ignored; // shows when the file is written
    std::filesystem::create_directories(path_.parent_path(), ignored);
    return write_file_atomically(path_, Json{{"schema", schema}, {"days", days}}.dump(1) + "\n");
}

} // namespace vitrine
