#include "app/commands/evaluate_report.hpp"

#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "core/support/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_mix_ups = 10; ///< told of

} // namespace

void print_json(const EvaluationReport &report, const Manifest &manifest) {
    const ConfusionMatrix &confusion = report.confusion;
    Json per_class = Json::array();
    Json rows = Json::array();
    for (int id = 0; id < confusion.classes(); ++id) {
        per_class.push_back({{"id", id},
                             {"label", manifest.labels[static_cast<std::size_t>(id)].en},
                             {"count", confusion.count_of_class(id)},
                             {"accuracy", confusion.accuracy_of_class(id)}});
        Json row = Json::array();
        for (int guessed = 0; guessed < confusion.classes(); ++guessed)
            row.push_back(confusion.count(id, guessed));
        rows.push_back(std::move(row));
    }
    Json skipped = Json::array();
    for (const SkippedPicture &picture : report.skipped)
        skipped.push_back(
            {{"path", picture.path},
             {"error",
              {{"code", picture.error.code}, {"message", english_message(picture.error)}}}});
    const Json object{{"model", manifest.name},           {"count", confusion.total()},
                      {"accuracy", confusion.accuracy()}, {"per_class", std::move(per_class)},
                      {"confusion", std::move(rows)},     {"ece", report.calibration.value()},
                      {"skipped", std::move(skipped)}};
    put("{}\n", json_text(object));
}

void print_words(const EvaluationReport &report, const Manifest &manifest) {
    const ConfusionMatrix &confusion = report.confusion;
    const auto word = [](const char *id) { return speech().text(id).toStdString(); };
    const auto label = [&](int id) {
        return speech().word(manifest.labels[static_cast<std::size_t>(id)]).toStdString();
    };
    put("{} {}\n", word("evaluate.model"), manifest.name);
    put("{} {}\n", word("evaluate.pictures"), confusion.total());
    put("{} {:.2f}%\n", word("evaluate.accuracy"), 100 * confusion.accuracy());
    put("{} {:.4f}\n", word("evaluate.calibration_error"), report.calibration.value());
    put("\n{}\n", word("evaluate.per_class"));
    for (int id = 0; id < confusion.classes(); ++id)
        if (confusion.count_of_class(id) > 0)
            put("  {:>7.2f}%  {} ({})\n", 100 * confusion.accuracy_of_class(id), label(id),
                confusion.count_of_class(id));
    auto mix_ups = mix_ups_of(confusion);
    mix_ups.resize(std::min(mix_ups.size(), most_mix_ups));
    if (!mix_ups.empty())
        put("\n{}\n", word("evaluate.mixed_up"));
    for (const MixUp &mix_up : mix_ups)
        put("  {:>7}  {} → {}\n", mix_up.count, label(mix_up.true_class),
            label(mix_up.guessed_class));
    for (const SkippedPicture &picture : report.skipped)
        say_of(picture.path, sentence_of(picture.error));
}

} // namespace vitrine
