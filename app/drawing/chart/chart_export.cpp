#include "app/drawing/chart/chart_export.hpp"

#include "app/drawing/chart/chart_drawing.hpp"
#include "core/support/atomic_file.hpp"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include <fmt/format.h>

#include <iterator>

namespace vitrine {
namespace {

constexpr QSizeF print_size(1000, 600);
constexpr double dots_an_inch = 300;
constexpr double print_width_in_inches = 16 / 2.54;
constexpr int print_text = 18;
constexpr qreal print_margin = 20;

Result<void> write_bytes(const std::filesystem::path &path, const QByteArray &bytes) {
    return write_file_atomically(
        path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

std::string csv_field(const QString &text) {
    std::string field = text.toStdString();
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    for (std::size_t at = field.find('"'); at != std::string::npos; at = field.find('"', at + 2))
        field.insert(at, 1, '"');
    return '"' + field + '"';
}

Result<void> write_points(FileSink &sink, const ChartCurve &curve, bool with_smooth) {
    const std::string name = csv_field(curve.name);
    std::string text;
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        auto out = std::back_inserter(text);
        fmt::format_to(out, "{},{},{}", name, curve.points.x(i), curve.points.y(i));
        if (with_smooth && curve.points.has_smooth())
            fmt::format_to(out, ",{}", curve.points.smooth()[i]);
        else if (with_smooth)
            text += ',';
        text += "\r\n";
        if (text.size() > 65'536 || i + 1 == curve.points.size()) {
            const auto written = sink.write(std::string_view(text));
            if (!written)
                return written;
            text.clear();
        }
    }
    return {};
}

} // namespace

ChartPlan for_print(ChartPlan plan) {
    plan.size = print_size;
    plan.pixel_ratio = 1;
    plan.palette = print_palette();
    plan.legend = true;
    plan.live = false;
    plan.margin = print_margin;
    plan.tick_size = print_text;
    plan.line_scale = 1;
    return plan;
}

Result<void> save_chart_png(const ChartPlan &plan, const std::filesystem::path &path) {
    ChartPlan printed = plan;
    printed.pixel_ratio = dots_an_inch * print_width_in_inches / plan.size.width();
    QImage picture = draw_chart(printed, lay_out_chart(printed));
    const int dots_a_metre = qRound(dots_an_inch / 0.0254);
    picture.setDotsPerMeterX(dots_a_metre);
    picture.setDotsPerMeterY(dots_a_metre);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (picture.isNull() || !buffer.open(QIODevice::WriteOnly) || !picture.save(&buffer, "PNG"))
        return Error{"out_of_memory"};
    return write_bytes(path, bytes);
}

Result<void> save_chart_svg(const ChartPlan &plan, const QString &title,
                            const std::filesystem::path &path) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(plan.size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), plan.size));
    generator.setResolution(96);               // so that a px is a px
    generator.setTitle(title.toHtmlEscaped()); // which Qt leaves to us
    QPainter painter;
    if (!painter.begin(&generator))
        return Error{"out_of_memory"};
    const ChartFrame frame = lay_out_chart(plan);
    draw_chart_frame(painter, plan, frame);
    draw_chart_paths(painter, plan, frame);
    draw_chart_marks(painter, plan, frame);
    painter.end();
    return write_bytes(path, bytes);
}

Result<void> save_chart_csv(const ChartPlan &plan, const std::filesystem::path &path) {
    bool with_smooth = false;
    for (const ChartCurve &curve : plan.curves)
        with_smooth = with_smooth || curve.points.has_smooth();
    return write_file_atomically(path, [&](FileSink &sink) -> Result<void> {
        auto written =
            sink.write(std::string_view(with_smooth ? "series,x,y,smooth\r\n" : "series,x,y\r\n"));
        for (const ChartCurve &curve : plan.curves)
            if (written.ok())
                written = write_points(sink, curve, with_smooth);
        return written;
    });
}

} // namespace vitrine
