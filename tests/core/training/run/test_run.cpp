// Runs with the fake session: what is written, kept, paused, resumed and refused.
#include "core/models/model_file.hpp"
#include "core/models/safetensors.hpp"
#include "core/training/run/checkpoint.hpp"
#include "tests/core/training/run/small_run.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace vitrine;
using namespace vitrine::test;
namespace fs = std::filesystem;

namespace {

QByteArray why(const Result<RunEnd> &result) {
    return QByteArray::fromStdString(result ? "no error" : english_message(result.error()));
}

std::string code_of(const Result<RunEnd> &result) { return result ? "" : result.error().code; }

/// What a finished run leaves, without the times.
void same_outcome(const fs::path &a, const fs::path &b) {
    for (const char *file :
         {"best.safetensors", "last.safetensors", "predictions.safetensors", "metrics.csv"})
        QVERIFY2(text_of(a / file) == text_of(b / file), file);
    const auto newest = [](const fs::path &folder) {
        auto found = Checkpoints(folder).find();
        return found ? found->checkpoint->state : TensorMap{};
    };
    QVERIFY(!newest(a).empty());
    QVERIFY(newest(a) == newest(b));
}

} // namespace

class TestRun : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        folder_ = temporary_folder();
        root_ = folder_->path().toStdString();
    }

    void a_run_leaves_everything() {
        const auto result = run_part(root_ / "run", {});
        QVERIFY2(result.ok(), why(result).constData());
        QVERIFY(*result == RunEnd::finished);
        const auto events = events_of(root_ / "run");
        QCOMPARE(events.front()["type"], "start");
        QCOMPARE(events.front()["steps"], 40);
        QCOMPARE(events.back()["type"], "end");
        QCOMPARE(events.back()["reason"], "finished");
        for (const auto &event : events)
            QVERIFY(event.contains("time_s") && event.contains("step"));
        const auto steps = events_of(root_ / "run", "step");
        QCOMPARE(steps.size(), std::size_t{40});
        for (std::size_t i = 0; i < steps.size(); ++i) {
            QCOMPARE(steps[i]["step"], i + 1);
            QCOMPARE(steps[i]["epoch"], i / 10 + 1);
            QVERIFY(std::abs(steps[i]["learning_rate"].get<double>() -
                             0.05 * (1 - static_cast<double>(i) / 40)) < 1e-12);
        }
        const auto epochs = events_of(root_ / "run", "epoch");
        QCOMPARE(epochs.size(), std::size_t{4});
        QVERIFY(epochs.back()["test_accuracy"] > 0.8);
        QVERIFY(epochs.back()["train_loss"] < epochs.front()["train_loss"]);
        QCOMPARE(epochs.back()["eta_s"], 0.0);
        const auto probes = events_of(root_ / "run", "probe");
        QCOMPARE(probes.size(), std::size_t{4});
        QCOMPARE(probes.front()["guesses"].size(), std::size_t{12});
        QCOMPARE(events_of(root_ / "run", "checkpoint").size(), std::size_t{4});
        QVERIFY(Checkpoints(root_ / "run").find()->checkpoint->progress.finished);
        const auto description = nlohmann::json::parse(text_of(root_ / "run/run.json"));
        QCOMPARE(description["environment"]["precision"], "float32");
    }

    void the_epochs_figures_are_those_of_its_steps() {
        QVERIFY(run_part(root_ / "run", {}).ok());
        const auto steps = events_of(root_ / "run", "step");
        double loss = 0;
        double accuracy = 0;
        for (std::size_t i = 10; i < 20; ++i) {
            loss += steps[i]["loss"].get<double>() / 10;
            accuracy += steps[i]["accuracy"].get<double>() / 10;
        }
        const auto epoch = events_of(root_ / "run", "epoch")[1];
        QVERIFY(std::abs(epoch["train_loss"].get<double>() - loss) < 1e-9);
        QVERIFY(std::abs(epoch["train_accuracy"].get<double>() - accuracy) < 1e-9);
        const std::string csv = text_of(root_ / "run/metrics.csv");
        QCOMPARE(std::ranges::count(csv, '\n'), 5);
        QVERIFY(csv.starts_with("epoch,step,train_loss"));
    }

    void the_best_becomes_a_model() {
        Part part;
        part.recipe = small_recipe(6);
        QVERIFY(run_part(root_ / "run", part).ok());
        const auto model = read_model(root_ / "run/best.safetensors");
        QVERIFY(model.ok());
        double best = 0;
        for (const auto &epoch : events_of(root_ / "run", "epoch"))
            best = std::max(best, epoch["test_accuracy"].get<double>());
        QCOMPARE(*model->manifest.provenance.accuracy, best);
        QCOMPARE(model->manifest.provenance.recipe, std::string("small"));
        QCOMPARE(model->manifest.provenance.test_pictures, std::int64_t{120});
        QCOMPARE(model->manifest.labels[1].en, std::string("green"));
        QCOMPARE(model->golden.images.size(), std::size_t{8});
        QVERIFY(model->manifest.calibration.reject_energy.has_value());
        const auto predictions = read_safetensors(root_ / "run/predictions.safetensors");
        QCOMPARE(predictions->tensors.at("logits").shape, (std::vector<std::int64_t>{120, 3}));
        const auto end = events_of(root_ / "run", "end").front();
        QCOMPARE(end["best_accuracy"], best);
        // Counted by hand from what the event tells of all classes.
        std::int64_t mixed = 0;
        for (const MixUp &mix_up : model->manifest.provenance.mix_ups) {
            mixed += mix_up.count;
            QVERIFY(end["confusion"][static_cast<std::size_t>(mix_up.true_class)]
                       [static_cast<std::size_t>(mix_up.guessed_class)] == mix_up.count);
        }
        QCOMPARE(mixed, std::llround(120 * (1 - best)));
        QCOMPARE(end["calibration"]["count"], 60);
        int in_matrix = 0;
        for (const auto &row : end["confusion"])
            for (const auto &count : row)
                in_matrix += count.get<int>();
        QCOMPARE(in_matrix, 120);
    }

    void the_seed_decides_data() {
        QTest::addColumn<int>("other_seed");
        QTest::addColumn<bool>("same");
        QTest::newRow("same") << 1 << true;
        QTest::newRow("other") << 2 << false;
    }
    void the_seed_decides() {
        QFETCH(int, other_seed);
        QFETCH(bool, same);
        QVERIFY(run_part(root_ / "a", {}).ok());
        Part part;
        part.seed = static_cast<std::uint64_t>(other_seed);
        QVERIFY(run_part(root_ / "b", part).ok());
        QCOMPARE(text_of(root_ / "a/metrics.csv") == text_of(root_ / "b/metrics.csv"), same);
    }

    void stopped_and_resumed_is_the_same_run_data() {
        QTest::addColumn<int>("looks");
        for (int looks = 0; looks < 5; ++looks)
            QTest::addRow("at look %d", looks) << looks;
    }
    void stopped_and_resumed_is_the_same_run() {
        QFETCH(int, looks);
        QVERIFY(run_part(root_ / "whole", {}).ok());
        Part part;
        part.script.assign(static_cast<std::size_t>(looks), RunRequest::none);
        part.script.push_back(RunRequest::stop);
        const auto stopped = run_part(root_ / "parts", part);
        QVERIFY(stopped.ok() && *stopped == RunEnd::stopped);
        QCOMPARE(events_of(root_ / "parts").back()["reason"], "stopped");
        const auto at = events_of(root_ / "parts").back()["step"];
        Part rest;
        rest.resume = true;
        const auto finished = run_part(root_ / "parts", rest);
        QVERIFY2(finished.ok() && *finished == RunEnd::finished, why(finished).constData());
        same_outcome(root_ / "whole", root_ / "parts");
        const auto starts = events_of(root_ / "parts", "start");
        QCOMPARE(starts.size(), std::size_t{2});
        QCOMPARE(starts.back()["resumed_at_step"], at);
        rest.recipe = small_recipe();
        const auto again = run_part(root_ / "parts", rest);
        QVERIFY(again.ok() && *again == RunEnd::was_finished);
    }

    void paused_it_waits_and_goes_on() {
        QVERIFY(run_part(root_ / "whole", {}).ok());
        Part part;
        int looks = 0;
        bool paused = false;
        part.script = {RunRequest::none, RunRequest::pause};
        part.on_look = [&] {
            const std::string lock = text_of(root_ / "run/run.lock");
            paused |= lock.find("\"paused\"") != std::string::npos;
            if (++looks == 5) // through the folder, as a window does
                QVERIFY(leave_request(root_ / "run", RunRequest::resume).ok());
        };
        const auto result = run_part(root_ / "run", part);
        QVERIFY(result.ok() && *result == RunEnd::finished);
        QVERIFY(paused);
        same_outcome(root_ / "whole", root_ / "run");
    }

    void a_signal_pauses_and_goes_on() {
        Part part;
        bool paused = false;
        part.script = {RunRequest::none, RunRequest::toggle, RunRequest::none, RunRequest::toggle};
        part.on_look = [&] {
            const std::string lock = text_of(root_ / "run/run.lock");
            paused |= lock.find("\"paused\"") != std::string::npos;
        };
        const auto result = run_part(root_ / "run", part);
        QVERIFY(result.ok() && *result == RunEnd::finished);
        QVERIFY(paused);
        QCOMPARE(events_of(root_ / "run", "message").back()["code"], "unpaused");
    }

    void what_is_guessed_stays_the_same_after_a_resume() {
        Part part;
        part.script = {RunRequest::none, RunRequest::stop};
        part.probe.names = {"test 4", "mine.png"};
        part.probe.pictures.labels = {part.data.test.labels[4], -1};
        part.probe.pictures.pixels.assign(std::size_t{2} * 8 * 8 * 3, 9);
        QVERIFY(run_part(root_ / "run", part).ok());
        const auto probe = text_of(root_ / "run/probe.safetensors");
        Part rest;
        rest.resume = true;
        QVERIFY(run_part(root_ / "run", rest).ok());
        QVERIFY(text_of(root_ / "run/probe.safetensors") == probe);
        const auto guesses = events_of(root_ / "run", "probe").back()["guesses"];
        QCOMPARE(guesses.size(), std::size_t{2});
        QCOMPARE(guesses[0]["label"], part.data.test.labels[4]);
        QCOMPARE(guesses[1]["picture"], "mine.png");
        QVERIFY(guesses[1]["label"].is_null());
    }

    /// As where it is killed before the checkpoint that knows of the epoch, and just after it.
    void files_of_a_new_best_wait_for_its_checkpoint_data() {
        QTest::addColumn<bool>("known");
        QTest::newRow("no checkpoint knows of them") << false;
        QTest::newRow("the checkpoint knows of them") << true;
    }
    void files_of_a_new_best_wait_for_its_checkpoint() {
        QFETCH(bool, known);
        QVERIFY(run_part(root_ / "whole", {}).ok());
        Part part;
        part.script.assign(3, RunRequest::none);
        part.script.push_back(RunRequest::stop);
        QVERIFY(run_part(root_ / "run", part).ok());
        QVERIFY(fs::exists(root_ / "run/best.safetensors"));
        if (known) {
            for (const char *name : {"best.safetensors", "predictions.safetensors"})
                fs::rename(root_ / "run" / name, root_ / "run" / (std::string("new-") + name));
        } else {
            auto model = read_model(root_ / "run/best.safetensors");
            model->manifest.provenance.epochs = 4;
            QVERIFY(write_model(root_ / "run/new-best.safetensors", *model).ok());
        }
        Part rest;
        rest.resume = true;
        rest.script = {RunRequest::stop};
        QVERIFY(run_part(root_ / "run", rest).ok());
        QVERIFY(fs::exists(root_ / "run/best.safetensors"));
        QVERIFY(!fs::exists(root_ / "run/new-best.safetensors"));
        rest.script.clear();
        QVERIFY(run_part(root_ / "run", rest).ok());
        same_outcome(root_ / "whole", root_ / "run");
    }

    void killed_while_it_ends_it_ends_once_more() {
        QVERIFY(run_part(root_ / "run", {}).ok());
        const auto before = text_of(root_ / "run/best.safetensors");
        const char newest = Checkpoints(root_ / "run").find()->generation;
        fs::remove(root_ / "run" / (std::string("checkpoint-") + newest + ".safetensors"));
        Part rest;
        rest.resume = true;
        const auto result = run_part(root_ / "run", rest);
        QVERIFY2(result.ok() && *result == RunEnd::finished, why(result).constData());
        QCOMPARE(events_of(root_ / "run").back()["reason"], "finished");
        QVERIFY(text_of(root_ / "run/best.safetensors") == before);
    }

    /// The fake answers alike from every view, so both figures are of one model or differ.
    void the_views_are_the_best_models() {
        Part part;
        part.recipe.schedule.kind = ScheduleSpec::Kind::step;
        part.recipe.schedule.milestones = {2};
        part.recipe.schedule.step_factor = -2; // uphill: it unlearns
        part.recipe.views = Views::mirrored;
        QVERIFY(run_part(root_ / "run", part).ok());
        const auto end = events_of(root_ / "run", "end").back();
        const auto last = events_of(root_ / "run", "epoch").back();
        QVERIFY(end["best_epoch"] != 4 && last["test_accuracy"] != end["best_accuracy"]);
        QCOMPARE(end["views_accuracy"], end["best_accuracy"]);
    }

    void without_the_views_it_finishes_all_the_same() {
        Part part;
        part.recipe.views = Views::mirrored;
        part.faults.only_plain = true;
        const auto result = run_part(root_ / "run", part);
        QVERIFY2(result.ok() && *result == RunEnd::finished, why(result).constData());
        QCOMPARE(events_of(root_ / "run", "message").back()["code"], "out_of_memory");
        const auto end = events_of(root_ / "run").back();
        QCOMPARE(end["reason"], "finished");
        QVERIFY(!end.contains("views_accuracy") && end.contains("best_accuracy"));
    }

    void names_that_are_no_utf8_stay_out_of_the_way() {
        Part part;
        part.data = small_data(90);
        part.data.class_names.front() = "\xC3\xA8\xD6"; // as an archive in another encoding has it
        const auto result = run_part(root_ / "run", part);
        QVERIFY2(result.ok(), why(result).constData());
        QVERIFY(text_of(root_ / "run/run.json").find("\xEF\xBF\xBD") != std::string::npos);
    }

    void a_damaged_checkpoint_gives_way_to_the_other_data() {
        QTest::addColumn<bool>("cut");
        QTest::newRow("cut short") << true;
        QTest::newRow("one bit flipped") << false;
    }
    void a_damaged_checkpoint_gives_way_to_the_other() {
        QFETCH(bool, cut);
        QVERIFY(run_part(root_ / "whole", {}).ok());
        Part part;
        part.script = {RunRequest::none, RunRequest::none, RunRequest::none, RunRequest::none,
                       RunRequest::stop};
        QVERIFY(run_part(root_ / "run", part).ok());
        const char newest = Checkpoints(root_ / "run").find()->generation;
        const fs::path file =
            root_ / "run" / (std::string("checkpoint-") + newest + ".safetensors");
        if (cut) {
            fs::resize_file(file, fs::file_size(file) - 3);
        } else {
            std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
            stream.seekg(-100, std::ios::end);
            const int byte = stream.get();
            stream.seekp(-100, std::ios::end);
            stream.put(static_cast<char>(byte ^ 4));
        }
        Part rest;
        rest.resume = true;
        const auto result = run_part(root_ / "run", rest);
        QVERIFY2(result.ok(), why(result).constData());
        same_outcome(root_ / "whole", root_ / "run");
        const auto messages = events_of(root_ / "run", "message");
        QVERIFY(std::ranges::any_of(
            messages, [](const auto &message) { return message["code"] == "checkpoint_damaged"; }));
    }

    void two_damaged_checkpoints_are_refused() {
        Part part;
        part.script = {RunRequest::stop};
        QVERIFY(run_part(root_ / "run", part).ok());
        for (const char *name : {"checkpoint-a.safetensors", "checkpoint-b.safetensors"})
            std::ofstream(root_ / "run" / name) << "nothing";
        part.resume = true;
        QCOMPARE(code_of(run_part(root_ / "run", part)), std::string("checkpoints_lost"));
    }

    void what_changed_is_named_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("named");
        QTest::newRow("recipe") << "recipe"
                                << "recipe.batch (9 before, 10 now)";
        QTest::newRow("epochs") << "epochs"
                                << "recipe.epochs (4 before, 5 now)";
        QTest::newRow("seed") << "seed"
                              << "seed (1 before, 2 now)";
        QTest::newRow("data") << "data"
                              << "data training (90 before, 93 now)";
    }
    void what_changed_is_named() {
        QFETCH(QString, what);
        QFETCH(QString, named);
        Part part;
        part.script = {RunRequest::none, RunRequest::stop};
        QVERIFY(run_part(root_ / "run", part).ok());
        const std::string before = text_of(root_ / "run/events.jsonl");
        part.resume = true;
        part.script.clear();
        if (what == "recipe")
            part.recipe.batch = 10;
        if (what == "epochs")
            part.recipe.epochs = 5;
        if (what == "seed")
            part.seed = 2;
        if (what == "data")
            part.data = small_data(93);
        const auto result = run_part(root_ / "run", part);
        QCOMPARE(code_of(result), std::string("changed_on_resume"));
        QVERIFY2(QString::fromStdString(result.error().arguments[0]).contains(named),
                 result.error().arguments[0].c_str());
        QCOMPARE(text_of(root_ / "run/events.jsonl"), before); // nothing was touched
    }

    void another_machine_may_go_on_but_says_so() {
        Part part;
        part.script = {RunRequest::none, RunRequest::stop};
        QVERIFY(run_part(root_ / "run", part).ok());
        Part rest;
        rest.resume = true;
        rest.environment = {{"threads", 3}};
        QVERIFY(run_part(root_ / "run", rest).ok());
        QCOMPARE(events_of(root_ / "run", "message").front()["code"], "resumed_elsewhere");
    }

    void a_loss_that_is_no_number_stops_at_once_data() {
        QTest::addColumn<bool>("infinite");
        QTest::newRow("NaN") << false;
        QTest::newRow("infinite") << true;
    }
    void a_loss_that_is_no_number_stops_at_once() {
        QFETCH(bool, infinite);
        Part part;
        (infinite ? part.faults.infinite_at : part.faults.not_a_number_at) = 25;
        const auto result = run_part(root_ / "run", part);
        QCOMPARE(code_of(result), std::string("diverged"));
        QCOMPARE(result.error().arguments[0], std::string("26"));
        const auto events = events_of(root_ / "run");
        QCOMPARE(events.back()["reason"], "diverged");
        QCOMPARE(events_of(root_ / "run", "step").size(), std::size_t{25});
        QVERIFY(read_model(root_ / "run/best.safetensors").ok());
        QCOMPARE(Checkpoints(root_ / "run").find()->checkpoint->progress.step, 20);
    }

    void a_learning_rate_that_explodes_is_noticed() {
        Part part;
        part.recipe.learning_rate.base.fill(1e30);
        QCOMPARE(code_of(run_part(root_ / "run", part)), std::string("diverged"));
    }

    void a_lost_device_leaves_a_checkpoint_to_go_on_from() {
        QVERIFY(run_part(root_ / "whole", {}).ok());
        Part part;
        part.faults.lost_at = 25;
        QCOMPARE(code_of(run_part(root_ / "run", part)), std::string("device_lost"));
        QCOMPARE(events_of(root_ / "run").back()["reason"], "failed");
        Part rest;
        rest.resume = true;
        QVERIFY(run_part(root_ / "run", rest).ok());
        same_outcome(root_ / "whole", root_ / "run");
    }

    void a_second_trainer_is_refused() {
        const auto first = RunFolder::open(root_ / "run", false);
        QVERIFY(first.ok());
        QVERIFY(is_trainer_alive(root_ / "run"));
        QCOMPARE(code_of(run_part(root_ / "run", {})), std::string("in_use"));
    }

    void who_can_only_stop_leaves_other_requests() {
        auto folder = RunFolder::open(root_ / "run", false);
        QVERIFY(folder.ok());
        QVERIFY(text_of(root_ / "run/run.lock").find("\"starting\"") != std::string::npos);
        QVERIFY(!folder->take_stop());
        QVERIFY(leave_request(root_ / "run", RunRequest::pause).ok());
        QVERIFY(!folder->take_stop());
        QCOMPARE(folder->take_request(), RunRequest::pause);
        QVERIFY(leave_request(root_ / "run", RunRequest::stop).ok());
        QVERIFY(folder->take_stop());
        QCOMPARE(folder->take_request(), RunRequest::none);
    }

    void a_used_folder_is_refused() {
        QVERIFY(run_part(root_ / "run", {}).ok());
        QVERIFY(!is_trainer_alive(root_ / "run"));
        QCOMPARE(code_of(run_part(root_ / "run", {})), std::string("folder_used"));
        Part part;
        part.resume = true;
        QCOMPARE(code_of(run_part(root_ / "other", part)), std::string("nothing_to_resume"));
        QVERIFY(!fs::exists(root_ / "other"));
    }

    void a_folder_of_other_files_is_refused() {
        fs::create_directories(root_ / "run");
        std::ofstream(root_ / "run" / "letter.txt") << "Dear";
        QCOMPARE(code_of(run_part(root_ / "run", {})), std::string("folder_not_empty"));
        QVERIFY(!fs::exists(root_ / "run" / "run.lock"));
        fs::rename(root_ / "run" / "letter.txt", root_ / "run" / ".hidden");
        QVERIFY(run_part(root_ / "run", {}).ok());
    }

    void a_batch_larger_than_the_data() {
        Part part;
        part.recipe.batch = 1000;
        part.recipe.drop_last = true;
        QCOMPARE(code_of(run_part(root_ / "run", part)), std::string("bad_recipe"));
        QVERIFY(!fs::exists(root_ / "run")); // nothing came of it
        part.recipe.drop_last = false;
        QVERIFY(run_part(root_ / "run", part).ok());
        QCOMPARE(events_of(root_ / "run", "step").size(), std::size_t{4});
    }

    void the_tutorials_files_to_the_byte() {
        Part part;
        part.recipe = small_recipe(2);
        part.recipe.tutorial_files = true;
        part.recipe.learning_rate.base.fill(0.5);
        QVERIFY(run_part(root_ / "run", part).ok());
        const auto steps = events_of(root_ / "run", "step");
        const auto epochs = events_of(root_ / "run", "epoch");
        QString log;
        double loss = 0;
        double right = 0;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (i == 10)
                loss = right = 0;
            loss += steps[i]["loss"].get<double>();
            right += steps[i]["accuracy"].get<double>();
            const int n = static_cast<int>(i % 10) + 1;
            log += QString::asprintf("%03d %05d | Loss: %.03f | Acc: %.3f%%\n",
                                     static_cast<int>(i / 10) + 1, static_cast<int>(i) + 1,
                                     loss / n, 100 * right / n);
        }
        QCOMPARE(QString::fromStdString(text_of(root_ / "run/log.txt")), log);
        QString accuracy;
        QString best;
        for (std::size_t i = 0; i < 2; ++i) {
            const double percent = 100 * epochs[i]["test_accuracy"].get<double>();
            accuracy += QString::asprintf("EPOCH=%03d, Accuracy= %.3f%%\n", static_cast<int>(i) + 1,
                                          percent);
            if (percent > 85 && epochs[i]["best"])
                best = QString::asprintf("EPOCH=%d, best_acc=%.3f%%", static_cast<int>(i) + 1,
                                         percent);
        }
        QCOMPARE(QString::fromStdString(text_of(root_ / "run/acc.txt")), accuracy);
        QVERIFY(!best.isEmpty());
        QCOMPARE(QString::fromStdString(text_of(root_ / "run/best_acc.txt")), best);
        QVERIFY(fs::exists(root_ / "run/net_001.pth") && fs::exists(root_ / "run/net_002.pth"));
    }

    void without_the_room_it_does_not_begin() {
        Part part;
        part.recipe.tutorial_files = true;
        part.recipe.epochs = 1'000'000'000;
        QCOMPARE(code_of(run_part(root_ / "run", part)), std::string("too_little_room"));
    }

  private:
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

QTEST_GUILESS_MAIN(TestRun)
#include "test_run.moc"
