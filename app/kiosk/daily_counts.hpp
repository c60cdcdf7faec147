// How many came, for the staff: numbers a day, nothing else.
#pragma once

#include "core/support/result.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace vitrine {

/// {"schema": 1, "days": {"2026-05-04": {"visits": 12, "pictures": 40}}}, the newest 400 days. A
/// file that is damaged is begun afresh. Not synchronised.
class DailyCounts {
  public:
    struct Day {
        int visits = 0;
        int pictures = 0;
    };
    static constexpr std::size_t longest = 400; ///< days

    explicit DailyCounts(std::filesystem::path path);

    /// `date`: as ISO 8601 writes it.
    void add(const std::string &date, const Day &more);
    [[nodiscard]] const std::map<std::string, Day> &days() const { return days_; }
    [[nodiscard]] Result<void> save() const;

  private:
    std::filesystem::path path_;
    std::map<std::string, Day> days_;
};

} // namespace vitrine
