#include "app/viewmodels/runs/run_comparison.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"

#include <algorithm>

namespace vitrine {

namespace {

std::string value_of(const std::vector<RunSetting> &settings, const std::string &name) {
    const auto found = std::ranges::find(settings, name, &RunSetting::first);
    return found == settings.end() ? std::string() : found->second;
}

QVariantMap row(const QString &name, const QStringList &values) {
    return {{QStringLiteral("name"), name}, {QStringLiteral("values"), values}};
}

} // namespace

RunComparison::RunComparison(const Language &language, QObject *parent)
    : QObject(parent), language_(language) {
    connect(&language, &Language::changed, this, &RunComparison::changed);
}

void RunComparison::show(const ComparedRuns &runs) {
    runs_ = runs;
    Q_EMIT changed();
}

void RunComparison::set_best(double accuracy) {
    if (accuracy == best_)
        return;
    best_ = accuracy;
    Q_EMIT changed();
}

QStringList RunComparison::titles() const {
    QStringList titles{language_.text("compare.this")};
    for (const ComparedRun &other : runs_.others)
        titles.append(language_.word(other.title));
    return titles;
}

QString RunComparison::words_of(const std::string &name, const std::string &value) const {
    if (name == "recipe")
        return recipe_title_words(value, {}, language_);
    if (name == "data")
        return data_words(value, language_);
    if (name == "schedule") {
        const std::string id = "train.more.schedule." + value;
        const QString words = language_.text(id.c_str());
        return words == QString::fromStdString(id) ? QString::fromStdString(value) : words;
    }
    return value.empty() ? QStringLiteral("–") : QString::fromStdString(value);
}

QString RunComparison::words_of(const std::vector<RunSetting> &settings) const {
    QStringList words;
    for (const auto &[name, value] : settings)
        if (!value.empty())
            words.append(
                language_.text("compare.setting", {language_.text(("compare." + name).c_str()),
                                                   words_of(name, value)}));
    return words.join(QStringLiteral(" · "));
}

QVariantList RunComparison::rows() const {
    QVariantList rows;
    if (runs_.others.empty())
        return rows;
    QStringList reached{best_ < 0 ? QStringLiteral("–") : accuracy_words(best_)};
    for (const ComparedRun &other : runs_.others) {
        const EpochPoint *best = other.record.best();
        reached.append(best == nullptr ? QStringLiteral("–") : accuracy_words(best->test_accuracy));
    }
    rows.append(row(language_.text("train.result"), reached));
    // A setting that only some runs have, others were made before it was noted.
    std::vector<std::string> names;
    for (const RunSetting &setting : runs_.shown)
        names.push_back(setting.first);
    for (const ComparedRun &other : runs_.others)
        for (const RunSetting &setting : other.settings)
            if (std::ranges::find(names, setting.first) == names.end())
                names.push_back(setting.first);
    for (const std::string &name : names) {
        const std::string own = value_of(runs_.shown, name);
        QStringList values{words_of(name, own)};
        bool differs = false;
        for (const ComparedRun &other : runs_.others) {
            const std::string value = value_of(other.settings, name);
            differs |= value != own;
            values.append(words_of(name, value));
        }
        if (differs)
            rows.append(row(language_.text(("compare." + name).c_str()), values));
    }
    return rows;
}

} // namespace vitrine
