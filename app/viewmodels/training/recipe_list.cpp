#include "app/viewmodels/training/recipe_list.hpp"

#include "app/services/language.hpp"
#include "app/viewmodels/training/training_words.hpp"
#include "core/support/log.hpp"

#include <QFile>

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine {

namespace {

/// In the order in which they are offered.
constexpr std::array<std::string_view, 4> for_small_pictures{"quick", "fast", "best", "tutorial"};
constexpr std::array<std::string_view, 5> for_photos{"own-pictures", "quick", "fast", "best",
                                                     "tutorial"};

std::vector<Recipe> read_recipes(const std::filesystem::path &folder) {
    std::vector<Recipe> recipes;
    for (const std::string_view name : for_photos) {
        auto recipe = read_recipe(folder / (std::string(name) + ".json"));
        if (recipe)
            recipes.push_back(std::move(*recipe));
        else
            log::warning("training", "{}", english_message(recipe.error()));
    }
    return recipes;
}

} // namespace

RecipeList::RecipeList(const Language &language, TrainingTimes &times, std::filesystem::path folder,
                       QObject *parent)
    : QAbstractListModel(parent), language_(language), times_(times), folder_(std::move(folder)) {
    connect(&times_, &TrainingTimes::found, this, [this] { update(); });
    connect(&times_, &TrainingTimes::held_changed, this, [this] { update(); });
    connect(&times_, &TrainingTimes::failed, this, [this](const QString &failed) {
        for (Entry &entry : shown_)
            entry.failed |= key(entry.recipe) == failed;
        update();
    });
}

void RecipeList::offer_only(const std::string &name) {
    only_ = name;
    arrange();
}

RecipeList::~RecipeList() { pool_.waitForDone(); }

void RecipeList::read() {
    pool_.start([this, folder = folder_] {
        QMetaObject::invokeMethod(
            this,
            [this, recipes = read_recipes(folder)] {
                known_ = recipes;
                arrange();
                measure();
            },
            Qt::QueuedConnection);
    });
}

void RecipeList::set_data(const std::optional<Data> &data) {
    data_ = data;
    times_.forget_waiting();
    arrange();
    measure();
}

void RecipeList::set_compute(const QStringList &compute) {
    if (compute == compute_)
        return;
    compute_ = compute;
    for (Entry &entry : shown_)
        entry.failed = false;
    times_.forget_waiting();
    measure();
    update();
}

void RecipeList::set_runs(const std::vector<RunEntry> &runs) {
    runs_ = runs;
    update();
}

void RecipeList::arrange() {
    beginResetModel();
    shown_.clear();
    const auto add = [this](std::string_view name) {
        const auto found = std::ranges::find(known_, name, &Recipe::name);
        if (found != known_.end() && (only_.empty() || only_ == name))
            shown_.push_back({*found});
    };
    if (data_ && data_->photos)
        std::ranges::for_each(for_photos, add);
    else if (data_)
        std::ranges::for_each(for_small_pictures, add);
    endResetModel();
    Q_EMIT count_changed();
    const bool holds = std::ranges::any_of(shown_, [this](const Entry &entry) {
        return QString::fromStdString(entry.recipe.name) == chosen_ && possible(entry.recipe);
    });
    if (holds) {
        Q_EMIT chosen_changed();
        return;
    }
    const auto first =
        std::ranges::find_if(shown_, [this](const Entry &entry) { return possible(entry.recipe); });
    chosen_ = first == shown_.end() ? QString() : QString::fromStdString(first->recipe.name);
    update();
    Q_EMIT chosen_changed();
}

void RecipeList::measure() {
    if (!data_)
        return;
    for (const Entry &entry : shown_)
        if (possible(entry.recipe))
            times_.ask(
                key(entry.recipe),
                QStringList{QStringLiteral("--recipe"),
                            QFile::decodeName((folder_ / (entry.recipe.name + ".json")).c_str()),
                            QStringLiteral("--data"), QFile::decodeName(data_->path.c_str())} +
                    compute_);
}

QString RecipeList::key(const Recipe &recipe) const {
    if (!data_)
        return {};
    return QStringLiteral("%1 %2 %3 %4")
        .arg(QString::fromStdString(recipe.name))
        .arg(data_->pictures)
        .arg(QString::fromStdString(data_->path.filename().string()), compute_.join(u' '));
}

bool RecipeList::possible(const Recipe &recipe) const {
    return data_ && (!recipe.drop_last || data_->pictures >= recipe.batch);
}

const Recipe *RecipeList::chosen() const {
    for (const Entry &entry : shown_)
        if (QString::fromStdString(entry.recipe.name) == chosen_)
            return &entry.recipe;
    return nullptr;
}

std::optional<double> RecipeList::seconds(int epochs) const {
    const Recipe *recipe = chosen();
    if (recipe == nullptr)
        return std::nullopt;
    const auto whole = times_.known(key(*recipe));
    if (!whole)
        return std::nullopt;
    return *whole * epochs / stretched(*recipe, data_->pictures).epochs;
}

void RecipeList::choose(const QString &name) {
    for (const Entry &entry : shown_)
        if (QString::fromStdString(entry.recipe.name) == name && possible(entry.recipe)) {
            chosen_ = name;
            update();
            Q_EMIT chosen_changed();
        }
}

void RecipeList::update() {
    if (!shown_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT times_changed();
}

void RecipeList::retranslate() { update(); }

QString RecipeList::detail(const Recipe &recipe) const {
    const std::string id = "train.recipe." +
                           (recipe.start_from.empty() ? recipe.name : std::string("builds_on")) +
                           ".detail";
    const int epochs = data_ ? stretched(recipe, data_->pictures).epochs : recipe.epochs;
    return language_.text(id.c_str(), {epochs_words(epochs, language_)});
}

QString RecipeList::reached(const Recipe &recipe) const {
    std::optional<double> best;
    for (const RunEntry &run : runs_)
        if (data_ && run.recipe == recipe.name && run.data == data_->path.string() &&
            run.training_pictures == data_->pictures && run.best_accuracy)
            best = std::max(*run.best_accuracy, best.value_or(0));
    return best ? language_.text("train.recipe.reached", {accuracy_words(*best)}) : QString();
}

int RecipeList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant RecipeList::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Entry &entry = shown_[static_cast<std::size_t>(index.row())];
    const Recipe &recipe = entry.recipe;
    const auto seconds = times_.known(key(recipe));
    switch (role) {
    case NameRole:
        return QString::fromStdString(recipe.name);
    case TitleRole:
        return recipe_title_words(recipe.name, recipe.title, language_);
    case TimeRole:
        return seconds ? duration_words(*seconds, language_) : QString();
    case MeasuringRole:
        return !seconds && !entry.failed && !times_.held() && possible(recipe);
    case DetailRole:
        return detail(recipe);
    case ReachedRole:
        return reached(recipe);
    case PossibleRole:
        return possible(recipe);
    case ReasonRole:
        return possible(recipe)
                   ? QString()
                   : language_.text("train.recipe.too_few", {language_.number(recipe.batch)});
    case ChosenRole:
        return QString::fromStdString(recipe.name) == chosen_;
    default:
        return {};
    }
}

QHash<int, QByteArray> RecipeList::roleNames() const {
    return {{NameRole, "name"},           {TitleRole, "title"},   {TimeRole, "time"},
            {MeasuringRole, "measuring"}, {DetailRole, "detail"}, {ReachedRole, "reached"},
            {PossibleRole, "possible"},   {ReasonRole, "reason"}, {ChosenRole, "chosen"}};
}

} // namespace vitrine
