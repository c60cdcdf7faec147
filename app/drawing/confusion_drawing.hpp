// A confusion matrix on any painter: the window's and the report's.
#pragma once

#include "core/metrics/confusion.hpp"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QSizeF>
#include <QStringList>

class QPainter;

namespace vitrine {

struct ConfusionLook {
    QColor ground;
    QColor right; ///< of the diagonal
    QColor wrong; ///< of all others
    QColor text;  ///< round the chosen cell
    QColor quiet; ///< names
    QFont font;   ///< with the size of names and counts
};

/// Where the cells are, px. Names stand beside the rows and over the columns, there upright unless
/// the columns are wide enough. Cells fill the room and are at most so much wider than tall.
struct ConfusionGrid {
    static constexpr qreal widest = 2;
    QRectF area;
    int classes = 0;
    QSizeF cell_size{0, 0}; ///< below 1 where there is no room
    bool upright = true;

    /// Empty where there is no such cell.
    [[nodiscard]] QRectF cell(int true_class, int guessed_class) const;
};
[[nodiscard]] ConfusionGrid lay_out_confusion(const QStringList &names, QSizeF size,
                                              const QFont &font);

/// Rows are what a picture is, columns what the model says. The deeper a cell's colour, the larger
/// its share of its row, on a square-root scale, or rare mistakes would not be seen. Names and
/// counts are written where all of them have room. `true_class` and `guessed_class` name the chosen
/// cell, −1 where none is.
void draw_confusion(QPainter &painter, const ConfusionMatrix &confusion, const QStringList &names,
                    const ConfusionGrid &grid, const ConfusionLook &look, int true_class = -1,
                    int guessed_class = -1);

} // namespace vitrine
