#include "core/models/expected_tensors.hpp"
#include "core/models/model_file.hpp"
#include "core/models/model_folders.hpp"
#include "core/models/safetensors.hpp"
#include "tests/core/models/fixture.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;
using namespace vitrine::testing;

namespace {

Model small_model(const std::string &name = "small") {
    Model model;
    model.manifest.name = name;
    model.manifest.title = {"Small", "小"};
    model.manifest.architecture.family = "fastnet";
    model.manifest.architecture.widths = {1, 1, 1};
    model.manifest.architecture.classes = 2;
    model.manifest.labels = {{"a", "甲"}, {"b", "乙"}};
    model.manifest.input.width = 3;
    model.manifest.input.height = 2;
    for (const ExpectedTensor &expected : expected_tensors(model.manifest.architecture)) {
        if (!expected.is_counter) {
            const auto bytes = *byte_count(DataType::float32, expected.shape);
            model.weights[expected.name] = {DataType::float32, expected.shape,
                                            std::vector<std::byte>(bytes, std::byte{1})};
        }
    }
    for (std::uint8_t i = 0; i < 2; ++i) {
        model.golden.images.push_back({3, 2, std::vector<std::uint8_t>(18, i)});
        model.golden.logits.push_back({static_cast<float>(i), 1.25F});
    }
    return model;
}

} // namespace

class TestModelFile : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const char *name) {
        return folder_.filePath(QString::fromUtf8(name)).toStdString();
    }

    /// A model file with its tensors changed by `change`.
    template <typename Change> Result<Model> reread(Change change) {
        const auto file_path = path("changed.safetensors");
        auto file = read_safetensors(path("good.safetensors"));
        change(*file);
        if (auto written = write_safetensors(file_path, *file); !written) {
            return written.error();
        }
        return read_model(file_path);
    }

  private Q_SLOTS:
    void init() { QVERIFY(write_model(path("good.safetensors"), small_model()).ok()); }

    void comes_back_as_it_was_written() {
        const Model model = small_model();
        const auto back = read_model(path("good.safetensors"));
        QVERIFY2(back.ok(), qPrintable(error_text(back)));
        QVERIFY(back->manifest == model.manifest);
        QVERIFY(back->weights == model.weights);
        QVERIFY(back->golden == model.golden);
        const auto manifest = read_model_manifest(path("good.safetensors"));
        QVERIFY(manifest.ok() && *manifest == model.manifest);
    }

    void keeps_golden_pictures_as_the_contract_says() {
        const auto file = read_safetensors(path("good.safetensors"));
        QVERIFY(file->metadata.contains("vitrine"));
        const Tensor &images = file->tensors.at("golden.images");
        QCOMPARE(images.type, DataType::uint8);
        QCOMPARE(images.shape, (std::vector<std::int64_t>{2, 2, 3, 3}));
        QCOMPARE(floats(file->tensors.at("golden.logits")),
                 (std::vector<float>{0.0F, 1.25F, 1.0F, 1.25F}));
    }

    void does_without_golden_pictures() {
        Model model = small_model();
        model.golden = {};
        QVERIFY(write_model(path("plain.safetensors"), model).ok());
        const auto back = read_model(path("plain.safetensors"));
        QVERIFY(back.ok() && back->golden.images.empty() && back->weights == model.weights);
    }

    void refuses_golden_pictures_that_do_not_fit() {
        const auto code = [](const Result<Model> &model) {
            return model.ok() ? std::string() : model.error().code;
        };
        QCOMPARE(code(reread([](auto &file) { file.tensors.erase("golden.logits"); })),
                 std::string("golden_mismatch"));
        QCOMPARE(code(reread([](auto &file) { file.tensors.erase("golden.images"); })),
                 std::string("golden_mismatch"));
        QCOMPARE(code(reread([](auto &file) {
                     file.tensors["golden.images"].shape = {2, 3, 2, 3};
                 })),
                 std::string("golden_mismatch"));
        QCOMPARE(code(reread([](auto &file) { file.tensors["golden.images"].shape = {36}; })),
                 std::string("golden_mismatch"));
        QCOMPARE(code(reread([](auto &file) {
                     file.tensors["golden.logits"].shape = {4, 1};
                 })),
                 std::string("golden_mismatch"));
        QCOMPARE(
            code(reread([](auto &file) { file.tensors["golden.logits"].type = DataType::int32; })),
            std::string("golden_mismatch"));
    }

    void another_networks_weights_are_named_before_the_golden_pictures() {
        const auto other = reread([](auto &file) {
            file.tensors.erase("head.weight");
            file.tensors["golden.images"].shape = {36};
        });
        QCOMPARE(other.error(), (Error{"missing_tensor", {"head.weight"}}));
    }

    void refuses_to_write_golden_pictures_that_do_not_fit() {
        Model model = small_model();
        model.golden.images[1].width = 2;
        QCOMPARE(write_model(path("bad.safetensors"), model).error().code,
                 std::string("golden_mismatch"));
        model = small_model();
        model.golden.logits.pop_back();
        QCOMPARE(write_model(path("bad.safetensors"), model).error().code,
                 std::string("golden_mismatch"));
        QVERIFY(!std::filesystem::exists(path("bad.safetensors")));
    }

    void says_what_is_no_model() {
        const auto plain = fixture("tutorial_resnet18_width8.safetensors");
        QVERIFY(read_model(plain).error() == (Error{"not_a_model", {plain.string()}}));
        QVERIFY(read_model_manifest(plain).error() == (Error{"not_a_model", {plain.string()}}));
        const auto broken = reread([](auto &file) { file.metadata["vitrine"] = "{}"; });
        QCOMPARE(broken.error().code, std::string("bad_manifest"));
    }

    void library_lists_models_and_what_is_wrong_with_others() {
        QTemporaryDir first;
        QTemporaryDir second;
        const std::filesystem::path one = first.path().toStdString();
        const std::filesystem::path two = second.path().toStdString();
        QVERIFY(write_model(one / "x.safetensors", small_model("alpha")).ok());
        QVERIFY(write_model(two / "y.safetensors", small_model("alpha")).ok());
        QVERIFY(write_model(two / "z.safetensors", small_model("beta")).ok());
        std::filesystem::copy(fixture("coffee.png"), two / "broken.safetensors");
        std::filesystem::copy(fixture("coffee.png"), two / "coffee.png");

        const std::vector<std::filesystem::path> folders{one, "/does/not/exist", two};
        const auto listing = list_models(folders);
        const auto &models = listing.models;
        QCOMPARE(models.size(), std::size_t{3});
        QCOMPARE(models[0].path, one / "x.safetensors");
        QCOMPARE(models[1].name, std::string("broken"));
        QCOMPARE(models[1].manifest.error().code, std::string("bad_safetensors"));
        QCOMPARE(models[2].name, std::string("beta"));

        QCOMPARE(*find_model("alpha", models), one / "x.safetensors");
        QCOMPARE(*find_model("beta", models), two / "z.safetensors");
        QCOMPARE(*find_model("some/file", models), std::filesystem::path("some/file"));
        QCOMPARE(*find_model("a.safetensors", models), std::filesystem::path("a.safetensors"));
        QCOMPARE(find_model("broken", models).error().code, std::string("bad_safetensors"));
        QVERIFY(find_model("gamma", models).error() ==
                (Error{"no_such_model", {"gamma", "alpha, beta"}}));
    }

    void environment_comes_before_the_built_in_folders() {
        qputenv("VITRINE_MODELS", "/a::/b c:");
        QCOMPARE(model_folders({"/built-in"}),
                 (std::vector<std::filesystem::path>{"/a", "/b c", "/built-in"}));
        qunsetenv("VITRINE_MODELS");
        QCOMPARE(model_folders({"/built-in"}), (std::vector<std::filesystem::path>{"/built-in"}));
    }
};

QTEST_GUILESS_MAIN(TestModelFile)
#include "test_model_file.moc"
