#include "app/viewmodels/model_card.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <cmath>

namespace vitrine {
namespace {

constexpr std::size_t readable_list = 12; ///< so many classes can be read out
constexpr std::size_t examples = 6;
constexpr std::size_t mix_ups_told = 3;

QString count_words(std::int64_t count, const Language &language) {
    constexpr std::int64_t myriad = 10'000;
    if (language.tongue() != Language::Tongue::chinese || count < myriad)
        return language.text("card.count", {language.number(static_cast<int>(count))});
    return language.text(count % myriad == 0 ? "card.myriads" : "card.about_myriads",
                         {language.number(static_cast<int>((count + myriad / 2) / myriad))});
}

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

QString shown(const Provenance &made, const Language &language) {
    const QString dataset = data_words(made.dataset, language);
    const QString count = count_words(made.training_pictures, language);
    const QString epochs = language.number(made.epochs);
    if (made.training_pictures == 0)
        return made.epochs > 1 ? language.text("card.shown.times", {dataset, epochs})
                               : language.text("card.shown", {dataset});
    return made.epochs > 1 ? language.text("card.shown.count.times", {dataset, count, epochs})
                           : language.text("card.shown.count", {dataset, count});
}

QString right(const Provenance &made, double accuracy, const Language &language) {
    const QString in_100 = language.number(static_cast<int>(std::lround(accuracy * 100)));
    return made.test_pictures > 0
               ? language.text("card.right.count",
                               {in_100, count_words(made.test_pictures, language)})
               : language.text("card.right", {in_100});
}

QString mixes(const Manifest &manifest, const Language &language) {
    QStringList told;
    for (const MixUp &mix_up : manifest.provenance.mix_ups) {
        if (told.size() == mix_ups_told)
            break;
        const auto word = [&](int id) {
            return language.word(manifest.labels[static_cast<std::size_t>(id)]);
        };
        told.append(
            language.text("card.mix_up", {word(mix_up.true_class), word(mix_up.guessed_class),
                                          count_words(mix_up.count, language).trimmed()}));
    }
    return told.isEmpty()
               ? language.text("card.mixes.unknown")
               : language.text("card.mixes", {told.join(language.text("list.separator"))});
}

} // namespace

QStringList card_of(const Manifest &manifest, const Language &language) {
    const Provenance &made = manifest.provenance;
    QStringList lines;
    if (!manifest.labels.empty())
        lines.append(knows(manifest, language));
    if (!made.dataset.empty())
        lines.append(shown(made, language));
    if (made.accuracy) {
        lines.append(right(made, *made.accuracy, language));
        if (*made.accuracy < 1)
            lines.append(mixes(manifest, language));
    } else {
        lines.append(language.text("card.right.unknown"));
    }
    lines.append(language.text(manifest.calibration.reject_energy ? "card.else.says_so"
                                                                  : "card.else.guesses"));
    return lines;
}

} // namespace vitrine
