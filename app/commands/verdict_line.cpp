#include "app/commands/verdict_line.hpp"

#include "app/commands/speech.hpp"
#include "app/services/verdict_words.hpp"

#include <fmt/format.h>

namespace vitrine {

namespace {

std::string label_of(const Prediction &prediction, const Manifest &manifest) {
    return speech().word(manifest.labels[static_cast<std::size_t>(prediction.id)]).toStdString();
}

} // namespace

std::string verdict_sentence(const Verdict &verdict, const Manifest &manifest) {
    const std::string headline = headline_of(verdict, manifest, speech()).toStdString();
    const std::string confidence = confidence_of(verdict, speech()).toStdString();
    switch (verdict.confidence) {
    case Confidence::sure:
        return headline + " ● " + confidence;
    case Confidence::probably:
        return headline + " ◐ " + confidence;
    case Confidence::not_sure:
        return headline + " ○ " + confidence;
    case Confidence::unknown:
        break;
    }
    return headline;
}

std::string prediction_list(std::span<const Prediction> predictions, const Manifest &manifest) {
    std::string list;
    for (const Prediction &prediction : predictions)
        list += fmt::format("{}{} {:.1f}%", list.empty() ? "" : ", ",
                            label_of(prediction, manifest), 100 * prediction.probability);
    return list;
}

nlohmann::ordered_json predictions_json(std::span<const Prediction> predictions,
                                        const Manifest &manifest) {
    auto array = nlohmann::ordered_json::array();
    for (const Prediction &prediction : predictions)
        array.push_back({{"id", prediction.id},
                         {"label", label_of(prediction, manifest)},
                         {"probability", prediction.probability}});
    return array;
}

} // namespace vitrine
