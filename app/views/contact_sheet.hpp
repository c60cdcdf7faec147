// Many pictures of the window on one.
#pragma once

#include <QImage>
#include <QString>

#include <vector>

namespace vitrine {

/// Rows of pictures of one height, each where it is put; grows as they come.
class ContactSheet {
  public:
    static constexpr int row_height = 300; ///< px
    static constexpr int gap = 8;          ///< px

    /// Behind those that the row holds already.
    void add(int row, const QImage &picture);
    [[nodiscard]] bool save(const QString &path) const;

  private:
    QImage sheet_;
    std::vector<int> ends_; ///< of each row, px
};

} // namespace vitrine
