#include "app/services/files/name_order.hpp"

#include <QCollator>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace vitrine {

std::vector<std::size_t> order_by_name(const std::vector<QString> &names) {
    // The C locale would not count numbers.
    QCollator collator(QLocale(QLocale::Chinese, QLocale::China));
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::vector<QCollatorSortKey> keys;
    keys.reserve(names.size());
    for (const QString &name : names)
        keys.push_back(collator.sortKey(name));
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t left, std::size_t right) {
        const int compared = keys[left].compare(keys[right]);
        return compared != 0 ? compared < 0 : names[left] < names[right];
    });
    return order;
}

} // namespace vitrine
