#include "app/viewmodels/training/training_words.hpp"

#include "app/services/language.hpp"
#include "app/settings/places.hpp"

#include <array>
#include <cmath>
#include <filesystem>

namespace vitrine {

namespace {

constexpr double minute_s = 60;
constexpr double hour_s = 3600;
constexpr double minutes_up_to_s = 90 * minute_s; // beyond, hours are easier to think in

} // namespace

QString duration_words(double seconds, const Language &language) {
    if (seconds < 0.75 * minute_s)
        return language.text("train.time.short");
    if (seconds < minutes_up_to_s)
        return language.text(
            "train.time.minutes",
            {language.number(std::max(1, static_cast<int>(std::lround(seconds / minute_s))))});
    return language.text("train.time.hours",
                         {language.number(static_cast<int>(std::lround(seconds / hour_s)))});
}

QString elapsed_words(double seconds, const Language &language) {
    const auto whole = static_cast<int>(seconds);
    if (whole < 60)
        return language.text("train.took.seconds", {language.number(whole)});
    if (whole < 3600)
        return language.text("train.took.minutes", {language.number(whole / 60)});
    return language.text("train.took.hours",
                         {language.number(whole / 3600),
                          QStringLiteral("%1").arg(whole % 3600 / 60, 2, 10, QChar(u'0'))});
}

QString epochs_words(int epochs, const Language &language) {
    return epochs == 1 ? language.text("chart.one_epoch")
                       : language.text("chart.many_epochs", {language.number(epochs)});
}

QString accuracy_words(double share) { return QString::number(100 * share, 'f', 1) + u'%'; }

QString rate_words(double rate) {
    if (rate <= 0)
        return QStringLiteral("0");
    const int places = std::max(0, 2 - static_cast<int>(std::floor(std::log10(rate))));
    return places > 6 ? QString::number(rate, 'g', 3) : QString::number(rate, 'f', places);
}

Phrase recipe_title_phrase(const std::string &name, const Phrase &title) {
    static constexpr std::array<std::pair<const char *, const char *>, 5> known{
        {{"quick", "train.recipe.quick"},
         {"fast", "train.recipe.fast"},
         {"best", "train.recipe.best"},
         {"tutorial", "train.recipe.tutorial"},
         {"own-pictures", "train.recipe.own"}}};
    for (const auto &[id, text] : known)
        if (name == id)
            return Language::phrase(text);
    if (title.en.empty() && title.zh.empty())
        return {name, name};
    return {title.en.empty() ? title.zh : title.en, title.zh.empty() ? title.en : title.zh};
}

QString recipe_title_words(const std::string &name, const Phrase &title, const Language &language) {
    return language.word(recipe_title_phrase(name, title));
}

bool is_data_on_board(const std::string &path) {
    return std::filesystem::path(path).lexically_normal().filename() == "cifar10-small";
}

Phrase data_phrase(const std::string &path) {
    if (is_data_on_board(path))
        return Language::phrase("train.data.board.short");
    std::filesystem::path place = std::filesystem::path(path).lexically_normal();
    if (!place.has_filename())
        place = place.parent_path();
    const std::string name = place.filename().string();
    if (name.starts_with("cifar-10"))
        return {"CIFAR-10", "CIFAR-10"};
    return {name, name};
}

QString data_words(const std::string &path, const Language &language) {
    return language.word(data_phrase(path));
}

Phrase run_title_phrase(const RunEntry &entry) {
    if (!entry.title.empty())
        return {entry.title, entry.title};
    return Language::phrase(
        "train.run.title",
        {recipe_title_phrase(entry.recipe, entry.recipe_title), data_phrase(entry.data)});
}

} // namespace vitrine
