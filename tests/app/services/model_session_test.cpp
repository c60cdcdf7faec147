// A session whose device is lost, over the fake GPU and the fake CPU.
#include "app/services/model_session.hpp"

#include "backends/catalog/catalog.hpp"

#include <QTemporaryDir>
#include <QtTest>

using namespace vitrine;

namespace {

Model small_model() {
    Model model;
    model.manifest.name = "small";
    model.manifest.architecture.classes = 3;
    model.manifest.input.width = model.manifest.input.height = 2;
    model.manifest.labels = {{"a", "甲"}, {"b", "乙"}, {"c", "丙"}};
    return model;
}

const std::vector<Image> pictures{{2, 2, std::vector<std::uint8_t>(12, 100)}};

} // namespace

class ModelSessionTest : public QObject {
    Q_OBJECT
    QTemporaryDir gpu_folder_;
    std::unique_ptr<Catalog> catalog_;
    std::unique_ptr<ModelSession> session_;
    Model next_; ///< what the session's model is made of

    /// On the fake GPU, which is lost at the first picture; the CPU then is not.
    void open() {
        qputenv("VITRINE_FAKE_LOSE_AFTER", "0");
        auto opened = ModelSession::open(
            *catalog_, [this] { return Result<Model>(next_); }, {}, 1);
        qunsetenv("VITRINE_FAKE_LOSE_AFTER");
        QVERIFY2(opened.ok(), opened.ok() ? "" : english_message(opened.error()).c_str());
        session_ = std::move(*opened);
        QCOMPARE(session_->backend(), std::string("fake_gpu"));
    }

  private Q_SLOTS:
    void init() {
        QFile::copy(VITRINE_FAKE_GPU_PLUGIN, gpu_folder_.filePath("libgpu.so"));
        catalog_ = std::make_unique<Catalog>(
            QStringList{gpu_folder_.path(), VITRINE_FAKE_CPU_FOLDER}, HostServices{});
        catalog_->scan();
        next_ = small_model();
        open();
    }

    void goesOnWithTheCpu() {
        const auto result = session_->classify(pictures);
        QVERIFY(result.ok());
        QCOMPARE(session_->backend(), std::string("cpu"));
        QCOMPARE(session_->device(), std::string("cpu"));
        QCOMPARE(session_->fallback()->code, std::string("device_lost"));
    }

    void staysWholeWhereTheCpuRefusesTheModel() {
        next_.golden = {pictures, {{100.F, 0.F, 0.F}}}; // nothing that the fake would compute
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto result = session_->classify(pictures);
            QCOMPARE(result.error().code, std::string("device_lost"));
            QCOMPARE(session_->backend(), std::string("fake_gpu"));
            QCOMPARE(session_->device(), std::string("fake_gpu:0"));
            QCOMPARE(session_->description(), std::string("closed form"));
            QVERIFY(!session_->fallback());
        }
        next_.golden = {}; // as if memory had been short
        QVERIFY(session_->classify(pictures).ok());
        QCOMPARE(session_->backend(), std::string("cpu"));
    }
};

QTEST_GUILESS_MAIN(ModelSessionTest)
#include "model_session_test.moc"
