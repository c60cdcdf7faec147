#include "core/training/run/run_log.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"
#include "core/training/run/tensorboard.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace vitrine {

namespace fs = std::filesystem;

namespace {

constexpr const char *events_name = "events.jsonl";
constexpr const char *metrics_name = "metrics.csv";
constexpr const char *log_name = "log.txt";
constexpr const char *accuracy_name = "acc.txt";
constexpr const char *best_name = "best_acc.txt";
constexpr std::string_view metrics_header =
    "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,best\n";

double wall_time() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string line_of(const RunEvent &event) { return json_text(event) + "\n"; }

} // namespace

RunEvent event_of(const std::string &type, double time_s, std::int64_t step,
                  const RunEvent &fields) {
    RunEvent event{{"type", type}, {"time_s", std::round(time_s * 1000) / 1000}, {"step", step}};
    event.update(fields);
    return event;
}

Result<RunLog> RunLog::open(RunFolder &folder, bool tutorial_files, const RunProgress &progress,
                            bool resumed, DiskPatience &patience, RunObserver observer) {
    RunLog log(folder, patience, std::move(observer));
    log.tutorial_ = tutorial_files;
    log.tensorboard_ = fmt::format("tensorboard/events.out.tfevents.{:010.0f}.vitrine.{}",
                                   wall_time(), ::getpid());
    std::error_code error;
    fs::create_directories(folder.file("tensorboard"), error);
    std::vector<std::string> names{events_name, metrics_name, log.tensorboard_};
    if (tutorial_files)
        names.insert(names.end(), {log_name, accuracy_name});
    for (const std::string &name : names) {
        std::optional<std::uint64_t> size;
        if (name == metrics_name || name == log_name || name == accuracy_name) {
            const auto known = progress.sizes.find(name);
            size = known == progress.sizes.end() ? 0 : known->second;
        }
        std::optional<AppendFile> file;
        auto opened = patience.persist([&]() -> Result<void> {
            auto result = AppendFile::open(folder.file(name), size);
            if (!result)
                return result.error();
            file = std::move(*result);
            return file->drop_torn_line();
        });
        if (!opened)
            return opened.error();
        log.files_.emplace(name, std::move(*file));
    }
    if (log.files_.at(metrics_name).size() == 0)
        if (auto written = log.append(metrics_name, std::string(metrics_header)); !written)
            return written.error();
    const std::string start = tensorboard_start(wall_time(), resumed ? progress.step + 1 : -1);
    if (auto written = log.append(log.tensorboard_, start); !written)
        return written.error();
    return log;
}

Result<void> RunLog::append(const std::string &file, const std::string &text) {
    AppendFile &into = files_.at(file);
    return patience_->persist([&] { return into.append(text); });
}

Result<void> RunLog::event(const std::string &type, double time_s, std::int64_t step,
                           const RunEvent &fields) {
    const RunEvent event = event_of(type, time_s, step, fields);
    if (observer_)
        observer_(event);
    return append(events_name, line_of(event));
}

Result<void> RunLog::shown_event(const RunEvent &event) {
    return append(events_name, line_of(event));
}

Result<void> RunLog::steps(double time_s, const std::vector<StepRecord> &steps) {
    std::string lines;
    std::string scalars;
    std::string tutorial;
    for (const StepRecord &step : steps) {
        const RunEvent event = event_of("step", time_s, step.step,
                                        {{"epoch", step.epoch},
                                         {"loss", step.loss},
                                         {"accuracy", step.accuracy},
                                         {"learning_rate", step.learning_rate},
                                         {"images_per_second", step.images_per_second},
                                         {"eta_s", std::round(step.eta_s * 10) / 10}});
        if (observer_)
            observer_(event);
        lines += line_of(event);
        const std::array<Scalar, 4> values{{{"train/loss", step.loss},
                                            {"train/accuracy", step.accuracy},
                                            {"learning_rate", step.learning_rate},
                                            {"images_per_second", step.images_per_second}}};
        scalars += tensorboard_scalars(wall_time(), step.step, values);
        const EpochSums &sums = step.sums;
        tutorial += fmt::format("{:03} {:05} | Loss: {:.3f} | Acc: {:.3f}%\n", step.epoch,
                                step.step, sums.loss_of_batches / static_cast<double>(sums.batches),
                                100.0 * static_cast<double>(sums.correct) /
                                    static_cast<double>(sums.pictures));
    }
    if (auto written = append(events_name, lines); !written)
        return written;
    if (auto written = append(tensorboard_, scalars); !written)
        return written;
    return tutorial_ ? append(log_name, tutorial) : Result<void>{};
}

Result<void> RunLog::epoch(double time_s, std::int64_t step, const EpochRecord &epoch) {
    const RunEvent fields{{"epoch", epoch.epoch},
                          {"train_loss", epoch.train_loss},
                          {"train_accuracy", epoch.train_accuracy},
                          {"test_loss", epoch.test_loss},
                          {"test_accuracy", epoch.test_accuracy},
                          {"best", epoch.best},
                          {"eta_s", std::round(epoch.eta_s * 10) / 10}};
    if (auto written = event("epoch", time_s, step, fields); !written)
        return written;
    const std::string row = fmt::format(
        "{},{},{},{},{},{},{},{}\n", epoch.epoch, step, epoch.train_loss, epoch.train_accuracy,
        epoch.test_loss, epoch.test_accuracy, epoch.learning_rate, epoch.best ? 1 : 0);
    if (auto written = append(metrics_name, row); !written)
        return written;
    const std::array<Scalar, 4> values{{{"epoch/train_loss", epoch.train_loss},
                                        {"epoch/train_accuracy", epoch.train_accuracy},
                                        {"epoch/test_loss", epoch.test_loss},
                                        {"epoch/test_accuracy", epoch.test_accuracy}}};
    if (auto written = append(tensorboard_, tensorboard_scalars(wall_time(), step, values));
        !written)
        return written;
    return tutorial_ ? tutorial_epoch(epoch) : Result<void>{};
}

Result<void> RunLog::tutorial_epoch(const EpochRecord &epoch) {
    constexpr double worth_noting = 0.85; // from where on the tutorial notes its best
    const double percent = 100 * epoch.test_accuracy;
    if (auto written = append(
            accuracy_name, fmt::format("EPOCH={:03}, Accuracy= {:.3f}%\n", epoch.epoch, percent));
        !written)
        return written;
    if (!epoch.best || epoch.test_accuracy <= worth_noting)
        return {};
    return patience_->persist([&] {
        return write_file_atomically(
            folder_->file(best_name),
            std::string_view(fmt::format("EPOCH={}, best_acc={:.3f}%", epoch.epoch, percent)));
    });
}

Result<std::map<std::string, std::uint64_t>> RunLog::settle() {
    std::map<std::string, std::uint64_t> sizes;
    for (auto &[name, file] : files_) {
        if (auto flushed = patience_->persist([&file = file] { return file.flush(); }); !flushed)
            return flushed.error();
        if (name != events_name && name != tensorboard_)
            sizes[name] = file.size();
    }
    return sizes;
}

} // namespace vitrine
