// The order in which people look for names.
#pragma once

#include <QString>

#include <cstddef>
#include <vector>

namespace vitrine {

/// Where each name of the sorted list is in `names`: numbers by value, Chinese by pinyin, Latin
/// letters as everywhere, whatever the system's language. Slow for many: not for the GUI thread.
[[nodiscard]] std::vector<std::size_t> order_by_name(const std::vector<QString> &names);

} // namespace vitrine
