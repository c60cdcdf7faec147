// The curves of an exported chart against the table that they came from: read out of the picture's
// paths, and laid on the picture's own axes, without any of the code that drew them.
#include "app/drawing/chart/chart_export.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/training/shown_run.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

using namespace vitrine;

namespace {

constexpr int patience_ms = 20'000;
const QString table = QStringLiteral(VITRINE_ASSETS "/recorded-runs/finished/metrics.csv");

/// What a reader of the picture sees: lines by their colour, and the grid with its numbers.
struct Picture {
    struct Line {
        QString colour;
        QList<QPointF> points;
    };
    struct GridLine {
        double value = 0;
        QRectF place; ///< one px high
    };
    QList<Line> lines;
    QList<GridLine> grid;
};

/// "M1,2 L3,4 …", without what stands twice.
QList<QPointF> points_of(const QString &path) {
    QList<QPointF> points;
    for (QString word : path.split(u' ', Qt::SkipEmptyParts)) {
        if (word.startsWith(u'M') || word.startsWith(u'L'))
            word.remove(0, 1);
        const QStringList numbers = word.split(u',');
        if (numbers.size() != 2)
            continue;
        const QPointF point(numbers[0].toDouble(), numbers[1].toDouble());
        if (points.isEmpty() || points.last() != point)
            points.append(point);
    }
    return points;
}

Picture read_picture(const QString &path) {
    QFile file(path);
    Picture picture;
    if (!file.open(QIODevice::ReadOnly))
        return picture;
    QXmlStreamReader xml(&file);
    QString colour;
    QRectF last;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        const auto number = [&](const char *name) {
            return attributes.value(QLatin1String(name)).toDouble();
        };
        if (xml.name() == u"g" && attributes.hasAttribute(QLatin1String("stroke")))
            colour = attributes.value(QLatin1String("stroke")).toString();
        if (xml.name() == u"rect")
            last = {number("x"), number("y"), number("width"), number("height")};
        if (xml.name() == u"path")
            picture.lines.append(
                {colour, points_of(attributes.value(QLatin1String("d")).toString())});
        if (xml.name() == u"text" && last.height() <= 1 && last.width() > 100) {
            QString words = xml.readElementText().trimmed();
            const bool percent = words.endsWith(u'%');
            bool good = false;
            const double value = words.remove(u'%').toDouble(&good);
            if (good)
                picture.grid.append({percent ? value / 100 : value, last});
            last = {};
        }
    }
    return picture;
}

/// A column of the table by its name.
QList<double> column(const char *name) {
    QFile file(table);
    QList<double> values;
    if (!file.open(QIODevice::ReadOnly))
        return values;
    const qsizetype at = file.readLine().trimmed().split(',').indexOf(name);
    while (at >= 0 && !file.atEnd())
        values.append(file.readLine().trimmed().split(',')[at].toDouble());
    return values;
}

/// The straight line through (x, y) that misses least (least squares).
struct Fit {
    double slope = 0;
    double offset = 0;
    Fit(const QList<double> &x, const QList<double> &y) {
        double sum_x = 0;
        double sum_y = 0;
        double sum_xx = 0;
        double sum_xy = 0;
        const auto n = static_cast<double>(x.size());
        for (qsizetype i = 0; i < x.size(); ++i) {
            sum_x += x[i];
            sum_y += y[i];
            sum_xx += x[i] * x[i];
            sum_xy += x[i] * y[i];
        }
        slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
        offset = (sum_y - slope * sum_x) / n;
    }
    [[nodiscard]] double operator()(double at) const { return slope * at + offset; }
};

} // namespace

class ChartTruthTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void every_value_is_where_its_axes_say_data();
    void every_value_is_where_its_axes_say();
};

void ChartTruthTest::every_value_is_where_its_axes_say_data() {
    QTest::addColumn<bool>("loss");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("colour");
    QTest::newRow("training loss") << true << QByteArray("train_loss") << "#0c65f3";
    QTest::newRow("test loss") << true << QByteArray("test_loss") << "#413001";
    QTest::newRow("training accuracy") << false << QByteArray("train_accuracy") << "#0c65f3";
    QTest::newRow("test accuracy") << false << QByteArray("test_accuracy") << "#413001";
}

void ChartTruthTest::every_value_is_where_its_axes_say() {
    QFETCH(bool, loss);
    QFETCH(QByteArray, name);
    QFETCH(QString, colour);
    const Language language;
    ShownRun run(language, {});
    run.show_curves(table.toStdString());
    QTRY_COMPARE_WITH_TIMEOUT(run.life(), ShownRun::Curves, patience_ms);
    const QTemporaryDir folder;
    const QString path = folder.filePath("chart.svg");
    const ChartPlan plan = loss ? run.loss_plan() : run.accuracy_plan();
    QVERIFY(save_chart_svg(plan, {}, path.toStdString()).ok());
    const Picture picture = read_picture(path);
    const QList<double> values = column(name.constData());
    const QList<double> epochs = column("epoch");
    QVERIFY(values.size() == 12 && picture.grid.size() >= 3);
    const auto line = std::ranges::find_if(picture.lines, [&](const Picture::Line &one) {
        return one.colour == colour && one.points.size() == values.size();
    });
    QVERIFY(line != picture.lines.end());
    // Along the axis of epochs: from 0 at the grid's left end to the last one at its right end.
    const QRectF grid = picture.grid.first().place;
    double furthest = 0; // px
    QList<double> rows;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double expected = grid.left() + epochs[i] / epochs.last() * grid.width();
        furthest = std::max(furthest, std::abs(line->points[i].x() - expected));
        rows.append(line->points[i].y());
    }
    // Upwards: on one straight scale, which is that of the numbers beside the grid's lines.
    const Fit scale(values, rows);
    for (qsizetype i = 0; i < values.size(); ++i)
        furthest = std::max(furthest, std::abs(scale(values[i]) - rows[i]));
    double grid_off = 0;
    for (const Picture::GridLine &one : picture.grid)
        grid_off = std::max(grid_off, std::abs(scale(one.value) - one.place.bottom()));
    qInfo("%s: values lie within %.4f px, the grid within %.2f px", name.constData(), furthest,
          grid_off);
    constexpr double written = 0.01; // to as many digits as the file has
    constexpr double crisp = 0.52;   // the grid's lines are put on whole pixels
    QVERIFY(furthest < written);
    QVERIFY(grid_off < crisp);
}

QTEST_MAIN(ChartTruthTest)
#include "chart_truth_test.moc"
