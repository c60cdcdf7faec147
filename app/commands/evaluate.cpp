// vitrine evaluate: how often a model is right on pictures whose classes are known.
#include "app/commands/commands.hpp"
#include "app/commands/compute_arguments.hpp"
#include "app/commands/evaluate_report.hpp"
#include "app/commands/interrupt.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/data/cifar10.hpp"
#include "core/data/class_names.hpp"
#include "core/data/decode_pool.hpp"
#include "core/data/picture_folder.hpp"
#include "core/images/fit_to_model.hpp"
#include "core/models/model_file.hpp"
#include "core/models/verdict.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <numeric>

namespace vitrine {

namespace {

struct EvaluateArguments {
    ComputeArguments compute;
    std::string data;
    std::string split = "test";
    bool json = false;
};

/// Computes labelled pictures in full batches and counts.
class Evaluation {
  public:
    Evaluation(ModelSession &session, std::int64_t total)
        : session_(session), batch_(static_cast<std::size_t>(session.max_batch())),
          report_(static_cast<int>(session.manifest().labels.size())),
          progress_("evaluated", total, true) {}

    Result<void> add(Image fitted, int label) {
        images_.push_back(std::move(fitted));
        labels_.push_back(label);
        return images_.size() == batch_ ? flush() : Result<void>{};
    }
    void skip(const std::string &path, const Error &error) {
        report_.skipped.push_back({path, error});
    }

    Result<void> flush() {
        if (images_.empty())
            return {};
        auto answers = session_.classify(images_);
        if (!answers)
            return answers.error();
        const auto classes = static_cast<std::size_t>(answers->classes);
        const std::span<const float> logits(answers->logits);
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const auto probabilities = softmax(logits.subspan(i * classes, classes),
                                               session_.manifest().calibration.temperature);
            const Prediction guess = top_predictions(probabilities, 1).front();
            report_.confusion.add(labels_[i], guess.id);
            report_.calibration.add(guess.probability, guess.id == labels_[i]);
        }
        images_.clear();
        labels_.clear();
        progress_.show(report_.confusion.total());
        return {};
    }

    [[nodiscard]] const EvaluationReport &report() const { return report_; }

  private:
    ModelSession &session_;
    std::size_t batch_;
    std::vector<Image> images_;
    std::vector<int> labels_;
    EvaluationReport report_;
    Progress progress_;
};

/// The model's class for each class of the data set. Without names the numbers are the same.
Result<std::vector<int>> model_classes(const std::vector<std::string> &names,
                                       const Manifest &manifest) {
    if (!names.empty())
        return match_class_names(names, manifest.labels);
    if (manifest.labels.size() < 10)
        return Error{"unknown_class", {std::to_string(manifest.labels.size())}};
    std::vector<int> same(10);
    std::iota(same.begin(), same.end(), 0);
    return same;
}

Result<void> evaluate_cifar10(Evaluation &evaluation, Cifar10Reader &reader,
                              const std::vector<int> &classes, const InputRule &rule) {
    constexpr int piece = 256;
    for (;;) {
        auto records = reader.read(piece);
        if (!records)
            return records.error();
        for (const LabelledImage &record : *records) {
            const int label = classes[static_cast<std::size_t>(record.label)];
            if (auto added = evaluation.add(fit_to_model(record.image, rule), label); !added)
                return added;
        }
        if (records->empty() || Interrupt::requested())
            return evaluation.flush();
    }
}

Result<void> evaluate_folder(Evaluation &evaluation, const PictureFolder &folder,
                             const std::vector<int> &classes, const InputRule &rule, int ahead) {
    std::vector<ListedPicture> list;
    for (const LabelledPicture &picture : folder.pictures)
        list.push_back({picture.path});
    DecodePool pool(std::move(list), rule, decode_threads(), ahead);
    for (const LabelledPicture &picture : folder.pictures) {
        auto next = pool.next();
        if (!next || Interrupt::requested())
            break;
        if (!next->fitted) {
            evaluation.skip(picture.path.string(), next->fitted.error());
            continue;
        }
        const int label = classes[static_cast<std::size_t>(picture.label)];
        if (auto added = evaluation.add(std::move(next->fitted).value(), label); !added)
            return added;
    }
    return evaluation.flush();
}

/// What lies in the folder; exactly one of the two.
struct DataSet {
    std::optional<Cifar10Reader> cifar10;
    std::optional<PictureFolder> folder;
    [[nodiscard]] std::int64_t size() const {
        return cifar10 ? cifar10->size() : static_cast<std::int64_t>(folder->pictures.size());
    }
    [[nodiscard]] const std::vector<std::string> &class_names() const {
        return cifar10 ? cifar10->class_names() : folder->class_names;
    }
};

Result<DataSet> open_data(const std::filesystem::path &path, const std::string &split) {
    DataSet data;
    if (Cifar10Reader::is_folder(path)) {
        auto reader = Cifar10Reader::open(path, split);
        if (!reader)
            return reader.error();
        data.cifar10 = std::move(*reader);
        return data;
    }
    auto folder = list_picture_folder(path, split);
    if (!folder)
        return folder.error();
    data.folder = std::move(*folder);
    return data;
}

ExitStatus evaluate(const EvaluateArguments &arguments) {
    set_speech(arguments.json ? "en" : "");
    auto data = open_data(arguments.data, arguments.split);
    if (!data)
        return fail(data.error());
    const auto catalog = scanned_catalog();
    auto opened = open_session(*catalog, arguments.compute, data->size());
    if (!opened)
        return fail(opened.error());
    ModelSession &session = **opened;
    const InputRule rule = session.manifest().input;
    auto classes = model_classes(data->class_names(), session.manifest());
    if (!classes)
        return fail(classes.error());

    const Interrupt interrupt;
    Evaluation evaluation(session, data->size());
    const Result<void> computed =
        data->cifar10
            ? evaluate_cifar10(evaluation, *data->cifar10, *classes, rule)
            : evaluate_folder(evaluation, *data->folder, *classes, rule, 3 * session.max_batch());
    if (!computed)
        return fail(computed.error());
    if (Interrupt::requested()) {
        say("vitrine: interrupted; nothing is reported\n");
        return ExitStatus::interrupted;
    }
    if (arguments.json)
        print_json(evaluation.report(), session.manifest());
    else
        print_words(evaluation.report(), session.manifest());
    return evaluation.report().skipped.empty() ? ExitStatus::done : ExitStatus::some_failed;
}

} // namespace

AddedCommand add_evaluate(CLI::App &program) {
    auto *command =
        program.add_subcommand("evaluate", "Measure a model on pictures whose classes are known");
    auto arguments = std::make_shared<EvaluateArguments>();
    add_compute_arguments(*command, arguments->compute, true);
    command
        ->add_option("--data", arguments->data,
                     "CIFAR-10's binary files, or folders of pictures: SPLIT/CLASS or CLASS")
        ->option_text("DIR")
        ->required();
    command->add_option("--split", arguments->split, "test or train (test)")->option_text("SPLIT");
    command->add_flag("--json", arguments->json, "One JSON object");
    return {command, [arguments] { return evaluate(*arguments); }};
}

} // namespace vitrine
