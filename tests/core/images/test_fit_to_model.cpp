#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"
#include "core/images/resize.hpp"
#include "tests/core/images/picture_fixtures.hpp"

#include <QtTest>
#include <numeric>

using namespace vitrine;
using namespace vitrine::test;

namespace {

InputRule rule_of(int width, int height, double fraction, Filter filter = Filter::bicubic) {
    InputRule rule;
    rule.width = width;
    rule.height = height;
    rule.crop_fraction = fraction;
    rule.filter = filter;
    return rule;
}

Filter filter_of(const std::string &name) {
    return name == "nearest"    ? Filter::nearest
           : name == "bilinear" ? Filter::bilinear
                                : Filter::bicubic;
}

/// Every pixel tells where it was.
Image coordinates(int width, int height) {
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            image.pixels.push_back(static_cast<std::uint8_t>(x));
            image.pixels.push_back(static_cast<std::uint8_t>(y));
            image.pixels.push_back(static_cast<std::uint8_t>(x ^ y));
        }
    return image;
}

} // namespace

class TestFitToModel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void agrees_with_the_prepared_pictures_data();
    void agrees_with_the_prepared_pictures();
    void resizes_as_pillow_does_data();
    void resizes_as_pillow_does();
    void crops_the_centre_data();
    void crops_the_centre();
    void never_crops_outside_or_nothing();
    void leaves_a_fitting_picture_untouched();
    void cuts_without_resizing_where_the_size_fits();
    void uses_no_pixel_outside_the_crop();
    void gives_nothing_for_nothing();
};

void TestFitToModel::agrees_with_the_prepared_pictures_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("chelsea") << "chelsea";
    QTest::newRow("coffee") << "coffee";
}

void TestFitToModel::agrees_with_the_prepared_pictures() {
    QFETCH(QString, name);
    const std::string folder = VITRINE_FIXTURES;
    const auto picture = read_image(folder + "/" + name.toStdString() + ".png");
    const auto expected = read_image(folder + "/lite0_" + name.toStdString() + "_224.png");
    QVERIFY(picture.ok() && expected.ok());
    const Image fitted = fit_to_model(*picture, rule_of(224, 224, 0.875));
    QCOMPARE(fitted.width, 224);
    QCOMPARE(largest_difference(fitted.pixels, expected->pixels), 0);
}

void TestFitToModel::resizes_as_pillow_does_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("expected");
    for (const auto &row : table("resized.json")) {
        const int width = row["width"].get<int>();
        const int height = row["height"].get<int>();
        const auto filter = row["filter"].get<std::string>();
        QTest::addRow("%d x %d %s", width, height, filter.c_str())
            << width << height << QString::fromStdString(filter)
            << QString::fromStdString(row["expected"].get<std::string>());
    }
}

void TestFitToModel::resizes_as_pillow_does() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(QString, filter);
    QFETCH(QString, expected);
    const auto base = read_image(picture_folder() / "base.png");
    QVERIFY(base.ok());
    const Image resized = resize(*base, {0, 0, base->width, base->height}, width, height,
                                 filter_of(filter.toStdString()));
    const auto pixels = fixture_bytes("expected/" + expected.toStdString());
    QCOMPARE(largest_difference(resized.pixels, pixels), 0);
}

void TestFitToModel::crops_the_centre_data() {
    QTest::addColumn<QSize>("picture");
    QTest::addColumn<QSize>("input");
    QTest::addColumn<double>("fraction");
    QTest::addColumn<QRect>("expected");
    QTest::newRow("wide") << QSize(600, 400) << QSize(224, 224) << 0.875
                          << QRect(125, 25, 350, 350);
    QTest::newRow("half a pixel") << QSize(451, 300) << QSize(224, 224) << 0.875
                                  << QRect(94, 19, 262, 262);
    QTest::newRow("tall, whole") << QSize(30, 50) << QSize(32, 32) << 1.0 << QRect(0, 10, 30, 30);
    QTest::newRow("exact") << QSize(32, 32) << QSize(32, 32) << 1.0 << QRect(0, 0, 32, 32);
    QTest::newRow("oblong input") << QSize(100, 100) << QSize(20, 10) << 1.0
                                  << QRect(0, 25, 100, 50);
    QTest::newRow("one pixel") << QSize(1, 1) << QSize(32, 32) << 0.875 << QRect(0, 0, 1, 1);
    QTest::newRow("strip") << QSize(1000, 1) << QSize(32, 32) << 1.0 << QRect(499, 0, 1, 1);
}

void TestFitToModel::crops_the_centre() {
    QFETCH(QSize, picture);
    QFETCH(QSize, input);
    QFETCH(double, fraction);
    const Rect crop = crop_rectangle(picture.width(), picture.height(),
                                     rule_of(input.width(), input.height(), fraction));
    QTEST(QRect(crop.x, crop.y, crop.width, crop.height), "expected");
}

void TestFitToModel::never_crops_outside_or_nothing() {
    for (int width = 1; width < 40; ++width)
        for (int height = 1; height < 40; ++height)
            for (const double fraction : {0.001, 0.5, 0.875, 1.0}) {
                const Rect crop = crop_rectangle(width, height, rule_of(31, 17, fraction));
                QVERIFY(crop.width >= 1 && crop.height >= 1 && crop.x >= 0 && crop.y >= 0);
                QVERIFY(crop.x + crop.width <= width && crop.y + crop.height <= height);
            }
}

void TestFitToModel::leaves_a_fitting_picture_untouched() {
    for (const Filter filter : {Filter::bilinear, Filter::bicubic, Filter::nearest}) {
        QCOMPARE(fit_to_model(coordinates(32, 32), rule_of(32, 32, 1, filter)),
                 coordinates(32, 32));
        QCOMPARE(fit_to_model(coordinates(40, 20), rule_of(40, 20, 1, filter)),
                 coordinates(40, 20));
    }
}

void TestFitToModel::cuts_without_resizing_where_the_size_fits() {
    const Image fitted = fit_to_model(coordinates(60, 48), rule_of(24, 24, 0.5));
    QCOMPARE(fitted.width, 24);
    QCOMPARE(int{fitted.pixels[0]}, 18); // (60 − 24) / 2
    QCOMPARE(int{fitted.pixels[1]}, 12);
    QCOMPARE(int{fitted.pixels[3 * (24 * 24 - 1)]}, 41);
}

void TestFitToModel::uses_no_pixel_outside_the_crop() {
    Image image = coordinates(90, 60);
    const InputRule rule = rule_of(16, 16, 0.5);
    const Image before = fit_to_model(image, rule);
    const Rect crop = crop_rectangle(90, 60, rule);
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 90; ++x)
            if (x < crop.x || x >= crop.x + crop.width || y < crop.y || y >= crop.y + crop.height)
                image.pixels[static_cast<std::size_t>(y * 90 + x) * 3] ^= 0xFF;
    QCOMPARE(fit_to_model(image, rule), before);
}

void TestFitToModel::gives_nothing_for_nothing() {
    QVERIFY(fit_to_model({}, rule_of(32, 32, 1)).empty());
    QVERIFY(fit_to_model(coordinates(4, 4), rule_of(0, 0, 1)).empty());
}

QTEST_GUILESS_MAIN(TestFitToModel)
#include "test_fit_to_model.moc"
