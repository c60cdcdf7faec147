#include "app/report/run_report.hpp"

#include "app/drawing/chart/chart_drawing.hpp"
#include "app/drawing/chart/chart_export.hpp"
#include "app/drawing/confusion_drawing.hpp"
#include "core/support/atomic_file.hpp"

#include <QBuffer>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>

namespace vitrine {
namespace {

// px at 96 dots an inch.
constexpr int resolution = 96;
constexpr qreal margin = 44;
constexpr qreal gap = 14;
constexpr qreal chart_height = 230;
constexpr qreal tall_chart_height = 380; ///< where no pictures follow
constexpr qreal matrix_side = 340;
constexpr qreal picture_side = 64;
constexpr int title_size = 24;
constexpr int heading_size = 14;
constexpr int text_size = 12;
constexpr std::size_t lines_beside_matrix = 16; ///< of both lists together
constexpr std::size_t least_mix_ups = 4;

QFont font_of(int size, bool bold = false) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(size);
    font.setBold(bold);
    return font;
}

/// Draws parts below each other.
class Page {
  public:
    Page(QPainter &painter, QSizeF size)
        : painter_(painter), left_(margin), width_(size.width() - 2 * margin),
          bottom_(size.height() - margin), y_(margin), palette_(print_palette()) {}

    void draw(const RunReport &report) {
        text(report.title, title_size, true, palette_.text);
        for (const QString &fact : report.facts)
            text(fact, text_size, false, palette_.quiet);
        y_ += gap / 2;
        charts(report.charts, report.pictures.empty() ? tall_chart_height : chart_height);
        matrix_and_lists(report);
        pictures(report);
        painter_.setFont(font_of(text_size));
        painter_.setPen(palette_.quiet);
        painter_.drawText(QRectF(left_, bottom_, width_, margin / 2), Qt::AlignLeft, report.footer);
    }

  private:
    void text(const QString &words, int size, bool bold, const QColor &color) {
        if (words.isEmpty())
            return;
        const QFont font = font_of(size, bold);
        const QRectF room(left_, y_, width_, bottom_ - y_);
        const QRectF taken = QFontMetricsF(font).boundingRect(room, Qt::TextWordWrap, words);
        painter_.setFont(font);
        painter_.setPen(color);
        painter_.drawText(room, Qt::TextWordWrap, words);
        y_ += taken.height() + size * 0.25;
    }

    void heading(const QRectF &place, const QString &words) {
        painter_.setFont(font_of(heading_size, true));
        painter_.setPen(palette_.text);
        painter_.drawText(place, Qt::AlignLeft | Qt::AlignTop, words);
    }

    void charts(const std::vector<ChartPlan> &plans, qreal height) {
        const std::size_t count = std::min<std::size_t>(2, plans.size());
        for (std::size_t i = 0; i < count; ++i) {
            ChartPlan plan = for_print(plans[i]);
            const auto parts = static_cast<qreal>(count);
            plan.size = {(width_ - (parts - 1) * gap) / parts, height};
            plan.tick_size = text_size;
            plan.margin = 0;
            plan.line_scale = 0.7;
            painter_.save();
            painter_.translate(left_ + static_cast<qreal>(i) * (plan.size.width() + gap), y_);
            const ChartFrame frame = lay_out_chart(plan);
            draw_chart_frame(painter_, plan, frame);
            draw_chart_paths(painter_, plan, frame);
            draw_chart_marks(painter_, plan, frame);
            painter_.restore();
        }
        if (count > 0)
            y_ += height + gap;
    }

    /// Words at the left, the value at the right; returns where the next line goes.
    qreal lines(const QRectF &room, const QString &title,
                const std::vector<RunReport::Line> &entries) {
        if (entries.empty())
            return room.top();
        heading(room, title);
        const QFont font = font_of(text_size);
        const QFontMetricsF metrics(font);
        qreal y = room.top() + heading_size * 1.7;
        painter_.setFont(font);
        for (const RunReport::Line &entry : entries) {
            if (y + metrics.height() > room.bottom())
                break;
            const QRectF line(room.left(), y, room.width(), metrics.height());
            const qreal value = metrics.horizontalAdvance(entry.value) + text_size;
            painter_.setPen(palette_.text);
            painter_.drawText(
                line, Qt::AlignLeft,
                metrics.elidedText(entry.words, Qt::ElideMiddle, line.width() - value));
            painter_.setPen(palette_.quiet);
            painter_.drawText(line, Qt::AlignRight, entry.value);
            y += metrics.height() * 1.15;
        }
        return y + gap / 2;
    }

    void matrix_and_lists(const RunReport &report) {
        if (report.class_names.isEmpty())
            return;
        const qreal head = heading_size * 1.7;
        heading(QRectF(left_, y_, matrix_side, head), report.confusion_title);
        const QFont font = font_of(text_size);
        const ConfusionGrid grid =
            lay_out_confusion(report.class_names, {matrix_side, matrix_side}, font);
        painter_.save();
        painter_.translate(left_, y_ + head);
        draw_confusion(painter_, report.confusion, report.class_names, grid,
                       {palette_.ground, QColor(0x0F, 0x5F, 0x3A), QColor(0xB3, 0x26, 0x1E),
                        palette_.text, palette_.quiet, font});
        painter_.restore();
        const qreal side = left_ + matrix_side + 2 * gap;
        QRectF room(side, y_, left_ + width_ - side, matrix_side + head);
        // The mix-ups leave room for the classes, which are only of use when all are there.
        const std::size_t classes = std::min(report.classes.size(), lines_beside_matrix);
        std::vector<RunReport::Line> mix_ups = report.mix_ups;
        mix_ups.resize(
            std::min(mix_ups.size(), std::max(least_mix_ups, lines_beside_matrix - classes)));
        const qreal below = lines(room, report.mix_ups_title, mix_ups);
        room.setTop(below);
        lines(room, report.classes_title, report.classes);
        y_ += head + matrix_side + gap;
    }

    void pictures(const RunReport &report) {
        const QFont font = font_of(text_size - 2);
        const QFontMetricsF metrics(font);
        const qreal cell = picture_side + gap * 1.5;
        const qreal words = metrics.height() * 2.2;
        const int columns = static_cast<int>((width_ + gap * 1.5) / cell);
        if (report.pictures.empty() || y_ + heading_size * 1.7 + picture_side + words > bottom_)
            return;
        heading(QRectF(left_, y_, width_, heading_size * 1.7), report.pictures_title);
        y_ += heading_size * 1.7;
        painter_.setFont(font);
        painter_.setPen(palette_.quiet);
        int column = 0;
        for (const RunReport::Picture &picture : report.pictures) {
            if (y_ + picture_side + words > bottom_)
                return;
            const qreal x = left_ + column * cell;
            painter_.drawImage(QRectF(x, y_, picture_side, picture_side), picture.image);
            painter_.drawText(QRectF(x, y_ + picture_side, cell - 4, words),
                              Qt::AlignLeft | Qt::TextWordWrap, picture.words);
            if (++column == columns) {
                column = 0;
                y_ += picture_side + words + gap / 2;
            }
        }
    }

    QPainter &painter_;
    qreal left_;
    qreal width_;
    qreal bottom_;
    qreal y_;
    ChartPalette palette_;
};

} // namespace

Result<void> save_run_report(const RunReport &report, const std::filesystem::path &path) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return Error{"out_of_memory"};
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins({});
        writer.setTitle(report.title);
        writer.setCreator(QStringLiteral("Vitrine"));
        QPainter painter(&writer);
        if (!painter.isActive())
            return Error{"out_of_memory"};
        Page(painter, QSizeF(writer.width(), writer.height())).draw(report);
    }
    return write_file_atomically(
        path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

} // namespace vitrine
