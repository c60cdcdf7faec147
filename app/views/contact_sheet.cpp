#include "app/views/contact_sheet.hpp"

#include <QPainter>

#include <algorithm>

namespace vitrine {

void ContactSheet::add(int row, const QImage &picture) {
    const QImage small = picture.scaledToHeight(row_height, Qt::SmoothTransformation);
    const auto index = static_cast<std::size_t>(row);
    ends_.resize(std::max(ends_.size(), index + 1), gap);
    const QPoint at(ends_[index], gap + row * (row_height + gap));
    ends_[index] += small.width() + gap;
    const QSize needed = sheet_.size().expandedTo({ends_[index], at.y() + row_height + gap});
    if (needed != sheet_.size()) {
        QImage larger(needed, QImage::Format_RGB32);
        larger.fill(Qt::gray);
        QPainter painter(&larger);
        painter.drawImage(0, 0, sheet_);
        painter.end();
        sheet_ = larger;
    }
    QPainter(&sheet_).drawImage(at, small);
}

bool ContactSheet::save(const QString &path) const { return sheet_.save(path); }

} // namespace vitrine
