#include "core/models/expected_tensors.hpp"
#include "core/models/import_names.hpp"
#include "core/models/pth.hpp"
#include "core/models/safetensors.hpp"
#include "tests/core/models/fixture.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

using namespace vitrine;
using namespace vitrine::testing;

namespace {

Architecture architecture(const char *spec) { return *parse_architecture(spec); }

/// Tensors of zeros for a network, each told apart by its first bytes.
TensorMap tensors_of(const Architecture &network) {
    TensorMap tensors;
    unsigned char number = 0;
    for (const ExpectedTensor &expected : expected_tensors(network)) {
        const DataType type = expected.is_counter ? DataType::int64 : DataType::float32;
        Tensor tensor{type, expected.shape, {}};
        tensor.bytes.resize(*byte_count(type, expected.shape));
        tensor.bytes[0] = static_cast<std::byte>(++number);
        tensors.emplace(expected.name, std::move(tensor));
    }
    return tensors;
}

std::int64_t parameter_count(const char *spec) {
    std::int64_t count = 0;
    for (const ExpectedTensor &expected : expected_tensors(architecture(spec))) {
        const bool is_buffer = expected.is_counter || expected.name.ends_with(".running_mean") ||
                               expected.name.ends_with(".running_var");
        std::int64_t elements = is_buffer ? 0 : 1;
        for (const std::int64_t side : expected.shape) {
            elements *= side;
        }
        count += elements;
    }
    return count;
}

TensorMap under(const std::vector<std::pair<std::string, Tensor>> &list) {
    return {list.begin(), list.end()};
}

} // namespace

class TestImportNames : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void counts_the_parameters_that_the_papers_state_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<qint64>("count");
        // torchvision's documentation of its weights, "num_params".
        QTest::newRow("18") << "resnet18-imagenet" << qint64{11'689'512};
        QTest::newRow("34") << "resnet34-imagenet" << qint64{21'797'672};
        QTest::newRow("50") << "resnet50-imagenet" << qint64{25'557'032};
        QTest::newRow("101") << "resnet101-imagenet" << qint64{44'549'160};
        QTest::newRow("152") << "resnet152-imagenet" << qint64{60'192'808};
        // The package's 4.65 M parameters, counted in its weights file with Python.
        QTest::newRow("lite0") << "efficientnet-lite0" << qint64{4'652'008};
        QTest::newRow("fast") << "fastnet" << qint64{1'972'792};
    }
    void counts_the_parameters_that_the_papers_state() {
        QFETCH(const QString, spec);
        QFETCH(const qint64, count);
        QCOMPARE(parameter_count(qPrintable(spec)), count);
    }

    void recognises_the_tutorials_networks_data() {
        QTest::addColumn<QString>("name");
        for (const char *variant : {"", ".legacy", ".checkpoint", ".half"}) {
            QTest::newRow(variant) << QStringLiteral("tutorial_resnet18_width8%1.pth").arg(variant);
        }
    }
    void recognises_the_tutorials_networks() {
        QFETCH(const QString, name);
        const auto tensors = read_pth(fixture(name.toStdString()));
        QVERIFY2(tensors.ok(), qPrintable(error_text(tensors)));
        const auto model = recognise_tensors(*tensors);
        QVERIFY2(model.ok(), qPrintable(error_text(model)));
        QVERIFY(model->architecture == architecture("resnet18-cifar:width=8"));
        QVERIFY(model->weights.at("layer2.0.downsample.0.weight") ==
                to_float32(tensors->at("layer2.0.shortcut.0.weight")));
        QVERIFY(model->weights.at("layer4.1.bn2.running_var") ==
                to_float32(tensors->at("layer4.1.left.4.running_var")));
        QVERIFY(model->weights.at("conv1.weight") == to_float32(tensors->at("conv1.0.weight")));
        QCOMPARE(model->weights.size(), tensors->size());
    }

    void recognises_its_own_networks_data() {
        QTest::addColumn<QString>("spec");
        for (const char *spec :
             {"resnet18-cifar:width=4,classes=3", "resnet34-imagenet:width=4,classes=7",
              "resnet50-cifar:width=2,classes=2", "resnet101-imagenet:width=2,classes=5",
              "resnet152-cifar:width=1,classes=1", "fastnet:widths=3/5/7,classes=4",
              "efficientnet-lite0:classes=6"}) {
            QTest::newRow(spec) << spec;
        }
    }
    void recognises_its_own_networks() {
        QFETCH(const QString, spec);
        const Architecture wanted = architecture(qPrintable(spec));
        const TensorMap tensors = tensors_of(wanted);
        const auto model = recognise_tensors(tensors);
        QVERIFY2(model.ok(), qPrintable(error_text(model)));
        QCOMPARE(QString::fromStdString(to_spec(model->architecture)), spec);
        QVERIFY(model->weights == tensors);
        QVERIFY(recognise_tensors(tensors, wanted).ok());
    }

    void exports_what_it_can_import_again_data() { recognises_its_own_networks_data(); }
    void exports_what_it_can_import_again() {
        QFETCH(const QString, spec);
        Model model;
        model.manifest.architecture = architecture(qPrintable(spec));
        model.weights = tensors_of(model.manifest.architecture);
        for (const TensorNames names : {TensorNames::torchvision, TensorNames::tutorial}) {
            const auto exported = rename_for_export(model, names);
            QCOMPARE(exported.size(), model.weights.size());
            const auto back = recognise_tensors(under(exported));
            QVERIFY2(back.ok(), qPrintable(error_text(back)));
            QVERIFY(back->weights == model.weights);
            QVERIFY(back->architecture == model.manifest.architecture);
        }
    }

    /// The order is PyTorch's: that of the keys in a file that torch.save wrote.
    void exports_the_tutorials_names_in_its_order() {
        const QByteArray pickle = contents(fixture("tutorial_resnet18_width8.pth"));
        const auto tensors = read_pth(fixture("tutorial_resnet18_width8.pth"));
        const auto imported = recognise_tensors(*tensors);
        Model model;
        model.manifest.architecture = imported->architecture;
        model.weights = imported->weights;
        const auto exported = rename_for_export(model, TensorNames::tutorial);
        QVERIFY(under(exported) == *tensors);
        qsizetype at = 0;
        for (const auto &[name, tensor] : exported) {
            const QByteArray instruction = "X" + little_endian(name.size(), 4) + name.c_str();
            at = pickle.indexOf(instruction, at);
            QVERIFY2(at > 0, name.c_str());
        }
    }

    void exports_counters_that_it_does_not_have() {
        Model model;
        model.manifest.architecture = architecture("resnet18-cifar:width=2,classes=2");
        model.weights = tensors_of(model.manifest.architecture);
        std::erase_if(model.weights, [](const auto &entry) {
            return entry.first.ends_with("num_batches_tracked");
        });
        QVERIFY(recognise_tensors(model.weights).ok());
        const auto exported = under(rename_for_export(model, TensorNames::torchvision));
        QVERIFY(exported.at("layer1.0.bn1.num_batches_tracked") ==
                (Tensor{DataType::int64, {}, std::vector<std::byte>(8)}));
    }

    void refuses_networks_that_are_not_whole() {
        const TensorMap whole = tensors_of(architecture("resnet18-cifar:width=2,classes=2"));
        TensorMap tensors = whole;
        tensors.erase("layer3.1.bn2.weight");
        QVERIFY(recognise_tensors(tensors).error() ==
                (Error{"missing_tensor", {"layer3.1.bn2.weight"}}));
        tensors = whole;
        tensors["layer5.0.conv1.weight"] = float_tensor({1}, {0});
        QVERIFY(recognise_tensors(tensors).error() ==
                (Error{"unexpected_tensor", {"layer5.0.conv1.weight"}}));
        tensors = whole;
        tensors["fc.bias"] = float_tensor({3}, {0, 0, 0});
        QVERIFY(recognise_tensors(tensors).error() ==
                (Error{"wrong_shape", {"fc.bias", "2", "3"}}));
        tensors = whole;
        tensors["fc.bias"].type = DataType::int32;
        QVERIFY(recognise_tensors(tensors).error() == (Error{"wrong_type", {"fc.bias", "int32"}}));
        QCOMPARE(
            recognise_tensors(whole, architecture("resnet18-cifar:width=4,classes=2")).error().code,
            std::string("wrong_shape"));
        QCOMPARE(recognise_tensors(whole, architecture("fastnet")).error().code,
                 std::string("missing_tensor"));
    }

    void says_what_it_saw_when_it_knows_no_such_network() {
        const auto code = [](const TensorMap &tensors) {
            const auto model = recognise_tensors(tensors);
            return model.ok() ? std::string() : model.error().code;
        };
        QCOMPARE(code({}), std::string("not_recognised"));
        const auto other = recognise_tensors({{"encoder.weight", float_tensor({1, 1}, {0})}});
        QVERIFY(other.error() == (Error{"not_recognised", {"encoder.weight 1x1"}}));
        TensorMap five_by_five = tensors_of(architecture("resnet18-cifar:width=2,classes=2"));
        five_by_five["conv1.weight"] =
            Tensor{DataType::float32, {2, 3, 5, 5}, std::vector<std::byte>(600)};
        QCOMPARE(code(five_by_five), std::string("not_recognised"));
    }

    void names_the_sets_of_names() {
        QVERIFY(*parse_tensor_names("tutorial") == TensorNames::tutorial);
        QVERIFY(*parse_tensor_names("torchvision") == TensorNames::torchvision);
        QVERIFY(parse_tensor_names("keras").error() == (Error{"no_such_names", {"keras"}}));
    }
};

QTEST_GUILESS_MAIN(TestImportNames)
#include "test_import_names.moc"
