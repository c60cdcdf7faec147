// Descriptions of networks against published facts.
#include "core/models/expected_tensors.hpp"
#include "core/networks/network.hpp"

#include <QTest>

using namespace vitrine;

class NetworksTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Counts as torchvision documents them for its ResNets, recipes' papers for the others.
    void trainedParametersAreAsPublished_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<qint64>("parameters");
        QTest::newRow("18") << "resnet18-imagenet:classes=1000" << qint64{11'689'512};
        QTest::newRow("34") << "resnet34-imagenet:classes=1000" << qint64{21'797'672};
        QTest::newRow("50") << "resnet50-imagenet:classes=1000" << qint64{25'557'032};
        QTest::newRow("101") << "resnet101-imagenet:classes=1000" << qint64{44'549'160};
        QTest::newRow("152") << "resnet152-imagenet:classes=1000" << qint64{60'192'808};
        QTest::newRow("18 cifar") << "resnet18-cifar:classes=10" << qint64{11'173'962};
        QTest::newRow("lite0") << "efficientnet-lite0:classes=1000" << qint64{4'652'008};
    }
    void trainedParametersAreAsPublished() {
        QFETCH(QString, spec);
        QFETCH(qint64, parameters);
        const auto architecture = parse_architecture(spec.toStdString());
        QVERIFY(architecture.ok());
        qint64 count = 0;
        for (const auto &tensor : expected_tensors(*architecture)) {
            if (tensor.is_counter) {
                continue;
            }
            qint64 elements = tensor.name.find("running_") == std::string::npos ? 1 : 0;
            for (const auto extent : tensor.shape) {
                elements *= extent;
            }
            count += elements;
        }
        QCOMPARE(count, parameters);
    }

    void unknownNetworksAreRefused_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("classes");
        QTest::newRow("family") << "vgg" << 18 << 64 << 10;
        QTest::newRow("depth") << "resnet" << 19 << 64 << 10;
        QTest::newRow("width") << "resnet" << 18 << 0 << 10;
        QTest::newRow("classes") << "resnet" << 18 << 64 << 0;
    }
    void unknownNetworksAreRefused() {
        QFETCH(QString, family);
        QFETCH(int, depth);
        QFETCH(int, width);
        QFETCH(int, classes);
        Architecture architecture;
        architecture.family = family.toStdString();
        architecture.depth = depth;
        architecture.width = width;
        architecture.classes = classes;
        const auto network = describe(architecture);
        QVERIFY(!network.ok());
        QCOMPARE(network.error().code, std::string("unsupported_architecture"));
    }

    /// TensorFlow's SAME: out = ceil(in / stride), the odd pixel behind.
    void samePaddingPutsTheOddPixelBehind_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::newRow("3/1") << 7 << 3 << 1 << 1 << 1;
        QTest::newRow("3/2 even") << 224 << 3 << 2 << 0 << 1;
        QTest::newRow("3/2 odd") << 7 << 3 << 2 << 1 << 1;
        QTest::newRow("5/2 even") << 56 << 5 << 2 << 1 << 2;
        QTest::newRow("1/1") << 5 << 1 << 1 << 0 << 0;
        QTest::newRow("1/2") << 6 << 1 << 2 << 0 << 0;
    }
    void samePaddingPutsTheOddPixelBehind() {
        QFETCH(int, size);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(int, before);
        QFETCH(int, after);
        Layer layer;
        layer.kernel = kernel;
        layer.stride = stride;
        layer.same = true;
        QCOMPARE(padding_of(layer, size).first, before);
        QCOMPARE(padding_of(layer, size).second, after);
    }
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "test_networks.moc"
