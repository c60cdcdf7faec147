#include "core/models/tensor.hpp"
#include "tests/core/models/fixture.hpp"

#include <QTest>
#include <cmath>
#include <limits>

using namespace vitrine;

class TestTensor : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void converts_every_half() {
        Tensor halves{DataType::float16, {0x10000}, {}};
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            halves.bytes.push_back(static_cast<std::byte>(bits & 0xFFU));
            halves.bytes.push_back(static_cast<std::byte>(bits >> 8));
        }
        const Tensor converted = to_float32(halves);
        QCOMPARE(converted.type, DataType::float32);
        const std::vector<float> values = testing::floats(converted);
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            // IEEE 754: (−1)^s × 1.m × 2^(e−15), or 0.m × 2^−14, in double precision.
            const int exponent = static_cast<int>(bits >> 10 & 0x1FU);
            const double mantissa = (bits & 0x3FFU) / 1024.0;
            const double sign = bits >= 0x8000 ? -1 : 1;
            const double got = values[bits];
            if (exponent == 31) {
                QVERIFY(mantissa == 0 ? std::isinf(got) && got * sign > 0 : std::isnan(got));
                continue;
            }
            const double wanted =
                exponent == 0 ? std::ldexp(mantissa, -14) : std::ldexp(1 + mantissa, exponent - 15);
            QCOMPARE(got, sign * wanted);
            QCOMPARE(std::signbit(got), sign < 0);
        }
    }

    void converts_bfloat16_and_float64() {
        const Tensor brain{DataType::bfloat16,
                           {2},
                           {std::byte{0x80}, std::byte{0x3F}, std::byte{0x49}, std::byte{0xC0}}};
        QCOMPARE(testing::floats(to_float32(brain)), (std::vector<float>{1.0F, -3.140625F}));
        Tensor wide{DataType::float64, {}, std::vector<std::byte>(8)};
        const double value = 0.1;
        std::memcpy(wide.bytes.data(), &value, sizeof value);
        QCOMPARE(testing::floats(to_float32(wide)), std::vector<float>{0.1F});
        QVERIFY(to_float32(wide).shape.empty());
    }

    void leaves_integers_alone() {
        const Tensor counter{DataType::int64, {}, std::vector<std::byte>(8, std::byte{1})};
        QVERIFY(to_float32(counter) == counter);
    }

    void counts_bytes_without_overflow() {
        constexpr auto huge = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(byte_count(DataType::float32, std::vector<std::int64_t>{2, 3}), 24U);
        QCOMPARE(byte_count(DataType::int64, {}), 8U);
        QCOMPARE(byte_count(DataType::float32, std::vector<std::int64_t>{0, 7}), 0U);
        QVERIFY(!byte_count(DataType::float32, std::vector<std::int64_t>{-1}));
        QVERIFY(!byte_count(DataType::uint8, std::vector<std::int64_t>{huge, 2}));
        QVERIFY(!byte_count(DataType::float32, std::vector<std::int64_t>{huge}));
        QVERIFY(!byte_count(DataType::uint8, std::vector<std::int64_t>{huge, huge, 4}));
    }
};

QTEST_GUILESS_MAIN(TestTensor)
#include "test_tensor.moc"
