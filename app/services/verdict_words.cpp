#include "app/services/verdict_words.hpp"

#include "app/services/language.hpp"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

// From this share of an everyday word on, one of its classes is named alone.
constexpr double alone = 0.6;
// Classes below this are not worth a visitor's time.
constexpr double worth_naming = 0.01;
// Up to so many classes can be read out as a list.
constexpr std::size_t readable_list = 12;

QString capitalised(QString text) {
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString label(const Manifest &manifest, int id, const Language &language) {
    return language.word(manifest.labels.at(static_cast<std::size_t>(id)));
}

const Candidate *leading(const Verdict &verdict) {
    const auto found = std::ranges::find(verdict.candidates, verdict.headline, &Candidate::word);
    return found == verdict.candidates.end() ? nullptr : &*found;
}

/// The classes that the headline holds together, best first; empty where it is a class itself.
std::vector<Prediction> members(const Verdict &verdict, const Manifest &manifest) {
    const Candidate *candidate = leading(verdict);
    if (candidate == nullptr || candidate->parent < 0)
        return {};
    const auto &ids = manifest.parents.at(static_cast<std::size_t>(candidate->parent)).members;
    std::vector<Prediction> found;
    for (const Prediction &prediction : verdict.predictions)
        if (std::ranges::find(ids, prediction.id) != ids.end() &&
            prediction.probability >= worth_naming)
            found.push_back(prediction);
    return found;
}

QString what_i_know(const Manifest &manifest, const Language &language) {
    if (manifest.labels.size() > readable_list)
        return {};
    QStringList names;
    for (const Phrase &name : manifest.labels)
        names.append(language.word(name));
    return language.text("verdict.i_know", {names.join(language.text("list.separator"))});
}

/// What the model cannot choose between, in the sentence for one, two or three of them.
QString choice_of(const Verdict &verdict, const Language &language,
                  const std::array<const char *, 3> &sentences) {
    const std::size_t count = std::min(verdict.candidates.size(), sentences.size());
    if (count == 0)
        return language.text("confidence.not_sure");
    QStringList names;
    for (std::size_t at = 0; at < count; ++at)
        names.append(language.word(verdict.candidates[at].word));
    return capitalised(language.text(sentences[count - 1], names));
}

} // namespace

QString headline_of(const Verdict &verdict, const Manifest &manifest, const Language &language) {
    switch (verdict.confidence) {
    case Confidence::sure:
        return capitalised(language.text("verdict.sure", {language.word(verdict.headline)}));
    case Confidence::probably:
        return language.text("verdict.probably", {language.word(verdict.headline)});
    case Confidence::unknown:
        return language.text("verdict.unknown",
                             {language.number(static_cast<int>(manifest.labels.size()))});
    case Confidence::not_sure:
        break;
    }
    return choice_of(verdict, language,
                     {"verdict.not_sure.one", "verdict.not_sure.two", "verdict.not_sure.three"});
}

QString short_headline_of(const Verdict &verdict, const Manifest &manifest,
                          const Language &language) {
    if (verdict.confidence != Confidence::not_sure)
        return headline_of(verdict, manifest, language);
    return choice_of(verdict, language,
                     {"verdict.maybe.one", "verdict.maybe.two", "verdict.maybe.three"});
}

QString confidence_of(const Verdict &verdict, const Language &language) {
    switch (verdict.confidence) {
    case Confidence::sure:
        return language.text("confidence.sure");
    case Confidence::probably:
        return language.text("confidence.probably");
    case Confidence::not_sure:
        return language.text("confidence.not_sure");
    case Confidence::unknown:
        break;
    }
    return {};
}

QString kinds_of(const Verdict &verdict, const Manifest &manifest, const Language &language) {
    if (verdict.confidence == Confidence::unknown)
        return what_i_know(manifest, language);
    if (verdict.confidence == Confidence::not_sure)
        return {};
    const auto kinds = members(verdict, manifest);
    if (kinds.empty())
        return {};
    const QString first = label(manifest, kinds[0].id, language);
    const bool one =
        kinds.size() == 1 || kinds[0].probability >= alone * leading(verdict)->probability;
    if (!one)
        return language.text("verdict.kind.two", {first, label(manifest, kinds[1].id, language)});
    if (first == language.word(verdict.headline))
        return {};
    return language.text("verdict.kind.one", {first});
}

QString shares_of(const Verdict &verdict, const Manifest &manifest, const Language &language) {
    if (verdict.confidence != Confidence::sure && verdict.confidence != Confidence::probably)
        return {};
    const auto kinds = members(verdict, manifest);
    if (kinds.size() < 2)
        return {};
    QStringList shares;
    for (const Prediction &kind : kinds)
        shares.append(label(manifest, kind.id, language) + u' ' +
                      QString::number(kind.probability * 100.0, 'f', 1));
    return shares.mid(0, 3).join(QStringLiteral(" · "));
}

} // namespace vitrine
