// vitrine classify: what pictures show, by the thousand.
#include "app/commands/classify_output.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/interrupt.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/data/decode_pool.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

namespace vitrine {

namespace {

using Clock = std::chrono::steady_clock;

struct ClassifyArguments {
    ComputeArguments compute;
    std::vector<std::string> paths;
    int top = 5;
    bool json = false;
    bool logits = false;
    bool csv = false;
    bool recursive = false;
    std::string language;
};

ClassifyFormat format_of(const ClassifyArguments &arguments, const Manifest &manifest) {
    ClassifyFormat format;
    format.logits = arguments.logits;
    format.top = std::min(arguments.top, static_cast<int>(manifest.labels.size()));
    if (arguments.json)
        format.kind = ClassifyFormat::Kind::json;
    else if (arguments.csv)
        format.kind = ClassifyFormat::Kind::csv;
    return format;
}

/// Takes pictures in order, computes them in full batches, prints in order.
class Run {
  public:
    Run(ModelSession &session, const ClassifyFormat &format, int batch)
        : session_(session), top_(format.top), batch_(static_cast<std::size_t>(batch)),
          output_(make_output(format, session.manifest())) {}

    /// False when computing has failed for good.
    bool take(const std::string &path, FittedPicture picture) {
        if (picture.fitted.ok())
            images_.push_back(std::move(picture.fitted).value());
        waiting_.push_back({path, std::move(picture)});
        // An error in front of an empty batch need not wait.
        return images_.size() == batch_ || images_.empty() ? flush() : true;
    }

    bool flush() {
        Classification answers;
        double share_ms = 0;
        if (!images_.empty()) {
            const auto start = Clock::now();
            auto computed = session_.classify(images_);
            if (!computed) {
                error_ = computed.error();
                return false;
            }
            answers = std::move(*computed);
            share_ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count() /
                       static_cast<double>(images_.size());
        }
        std::size_t row = 0;
        for (const Waiting &item : waiting_) {
            if (item.picture.fitted.ok()) {
                print(item, answers, row++, share_ms);
            } else {
                ++failed_;
                output_->failed(item.path, item.picture.fitted.error());
            }
        }
        waiting_.clear();
        images_.clear();
        return true;
    }

    [[nodiscard]] std::int64_t done() const { return done_; }
    [[nodiscard]] std::int64_t failed() const { return failed_; }
    [[nodiscard]] const Error &error() const { return error_; }

  private:
    struct Waiting {
        std::string path;
        FittedPicture picture;
    };

    void print(const Waiting &item, const Classification &answers, std::size_t row,
               double share_ms) {
        const auto classes = static_cast<std::size_t>(answers.classes);
        ClassifiedPicture result;
        result.path = item.path;
        result.width = item.picture.width;
        result.height = item.picture.height;
        result.backend = session_.backend();
        result.device = session_.device();
        result.logits = std::span(answers.logits).subspan(row * classes, classes);
        // The sentence names up to three words, however few classes are asked for.
        result.verdict = judge(session_.manifest(), result.logits, std::max(3, top_));
        auto &predictions = result.verdict.predictions;
        predictions.resize(std::min(predictions.size(), static_cast<std::size_t>(top_)));
        result.elapsed_ms = item.picture.milliseconds + share_ms;
        output_->classified(result);
        ++done_;
    }

    ModelSession &session_;
    int top_;
    std::size_t batch_;
    std::unique_ptr<ClassifyOutput> output_;
    std::vector<Waiting> waiting_;
    std::vector<Image> images_;
    std::int64_t done_ = 0;
    std::int64_t failed_ = 0;
    Error error_;
};

void summarise(const Run &run, std::size_t total, double seconds, bool interrupted) {
    if (interrupted)
        say("vitrine: interrupted after {} of {} pictures\n", run.done() + run.failed(), total);
    if (total > 1)
        say("{}\n",
            speech()
                .text("classify.summary",
                      {QString::number(run.done()), QString::number(run.failed()),
                       QString::number(seconds, 'f', 1),
                       QString::number(static_cast<double>(run.done()) / std::max(seconds, 1e-3),
                                       'f', 1)})
                .toStdString());
}

ExitStatus classify(const ClassifyArguments &arguments) {
    // What scripts read does not change with the machine's language.
    const bool for_scripts = arguments.json || arguments.csv;
    set_speech(arguments.language.empty() && for_scripts ? "en" : arguments.language);
    const std::vector<std::filesystem::path> paths(arguments.paths.begin(), arguments.paths.end());
    std::vector<ListedPicture> pictures = list_pictures(paths, arguments.recursive);
    const auto total = pictures.size();
    const auto catalog = scanned_catalog();
    auto session = open_session(*catalog, arguments.compute, static_cast<std::int64_t>(total));
    if (!session)
        return fail(session.error());
    const Manifest &manifest = (*session)->manifest();
    const int batch = (*session)->max_batch();

    const Interrupt interrupt;
    DecodePool pool(std::move(pictures), manifest.input, decode_threads(), 3 * batch);
    Run run(**session, format_of(arguments, manifest), batch);
    Progress progress("classified", static_cast<std::int64_t>(total), false);
    bool computing = true;
    for (std::size_t i = 0; computing && !output_error() && !Interrupt::requested(); ++i) {
        auto picture = pool.next();
        if (!picture)
            break;
        computing = run.take(pool.pictures()[i].path.string(), std::move(*picture));
        progress.show(run.done() + run.failed());
    }
    computing = computing && run.flush(); // what was decoded before an interrupt is still answered
    const bool interrupted =
        Interrupt::requested() && run.done() + run.failed() < static_cast<std::int64_t>(total);
    summarise(run, total, progress.seconds(), interrupted);
    if (!computing)
        return fail(run.error());
    if (interrupted)
        return ExitStatus::interrupted;
    return run.failed() == 0 ? ExitStatus::done : ExitStatus::some_failed;
}

} // namespace

AddedCommand add_classify(CLI::App &program) {
    auto *command = program.add_subcommand("classify", "Say what pictures show");
    auto arguments = std::make_shared<ClassifyArguments>();
    command->add_option("PATH", arguments->paths, "Pictures, and folders of pictures")->required();
    auto *json = command->add_flag("--json", arguments->json, "One JSON object a line");
    command->add_flag("--logits", arguments->logits, "With --json: all logits too")->needs(json);
    command->add_flag("--csv", arguments->csv, "A table")->excludes(json);
    command->add_option("--top", arguments->top, "How many classes a picture (5)")
        ->option_text("K")
        ->check(CLI::Range(1, 100000));
    command->add_option("--lang", arguments->language, "Language of labels and sentences")
        ->option_text("zh|en")
        ->check(CLI::IsMember({"zh", "en"}));
    command->add_flag("--recursive", arguments->recursive, "Enter subfolders too");
    add_compute_arguments(*command, arguments->compute, true);
    return {command, [arguments] { return classify(*arguments); }};
}

} // namespace vitrine
