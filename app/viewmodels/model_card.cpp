#include "app/viewmodels/model_card.hpp"

#include "app/services/language.hpp"

#include <cmath>

namespace vitrine {
namespace {

constexpr std::size_t readable_list = 12; ///< so many classes can be read out
constexpr std::size_t examples = 6;

QString knows(const Manifest &manifest, const Language &language) {
    const bool all = manifest.labels.size() <= readable_list;
    QStringList words;
    if (all || manifest.parents.empty()) {
        for (std::size_t i = 0; i < manifest.labels.size() && (all || i < examples); ++i)
            words.append(language.word(manifest.labels[i]));
    } else {
        for (std::size_t i = 0; i < manifest.parents.size() && i < examples; ++i)
            words.append(language.word(manifest.parents[i].word));
    }
    const QString list = words.join(language.text("list.separator"));
    return all ? language.text("card.knows.all", {list})
               : language.text("card.knows.some",
                               {language.number(static_cast<int>(manifest.labels.size())), list});
}

} // namespace

QStringList card_of(const Manifest &manifest, const Language &language) {
    const Provenance &made = manifest.provenance;
    QStringList lines;
    if (!manifest.labels.empty())
        lines.append(knows(manifest, language));
    if (!made.dataset.empty()) {
        const QString dataset = QString::fromStdString(made.dataset);
        lines.append(made.epochs > 0 ? language.text("card.shown.times",
                                                     {dataset, language.number(made.epochs)})
                                     : language.text("card.shown", {dataset}));
    }
    lines.append(
        made.accuracy
            ? language.text("card.right",
                            {language.number(static_cast<int>(std::lround(*made.accuracy * 100)))})
            : language.text("card.right.unknown"));
    lines.append(language.text(manifest.calibration.reject_energy ? "card.else.says_so"
                                                                  : "card.else.guesses"));
    return lines;
}

} // namespace vitrine
