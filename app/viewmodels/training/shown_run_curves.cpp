// What ShownRun draws.
#include "app/drawing/chart/chart_export.hpp"
#include "app/services/language.hpp"
#include "app/viewmodels/training/shown_run.hpp"

#include <QGuiApplication>
#include <QQmlEngine>

#include <algorithm>
#include <array>
#include <limits>

namespace vitrine {

namespace {

constexpr double smoothed_share = 1.0 / 60; // of the run

} // namespace

void ShownRun::show_curves(const std::filesystem::path &file) {
    close();
    folder_ = file;
    foreign_ = true;
    name_series();
    pool_.start([this, shown = shown_, file] {
        const bool table = file.extension() == ".csv" || file.extension() == ".tsv";
        auto curves = std::make_shared<Result<ForeignCurves>>(table ? read_metrics_csv(file)
                                                                    : read_tensorboard(file));
        QMetaObject::invokeMethod(
            this,
            [this, shown, curves] {
                if (shown == shown_)
                    take_curves(*curves);
            },
            Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void ShownRun::take_curves(const Result<ForeignCurves> &curves) {
    if (curves)
        curves_ = *curves;
    else
        curves_problem_ = curves.error();
    const auto draw = [](ChartSeries &series, const std::vector<CurvePoint> &points) {
        std::vector<QPointF> drawn;
        for (const CurvePoint &point : points)
            drawn.emplace_back(point.x, point.y);
        series.append(drawn);
    };
    if (curves) {
        draw(train_loss_, curves->train_loss);
        draw(test_loss_, curves->test_loss);
        draw(train_accuracy_, curves->train_accuracy);
        draw(test_accuracy_, curves->test_accuracy);
        const auto best = std::ranges::max_element(curves_->test_accuracy, {}, &CurvePoint::y);
        if (best != curves_->test_accuracy.end())
            test_accuracy_.set_best_x(best->x);
    }
    Q_EMIT changed();
    Q_EMIT life_changed();
}

double ShownRun::x_of(std::int64_t step) const {
    const std::int64_t each = record_.start.steps_per_epoch;
    return each > 0 ? static_cast<double>(step) / static_cast<double>(each)
                    : static_cast<double>(step);
}

void ShownRun::draw(const RunNews &news) {
    const std::array series{&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_, &rate_};
    if (news.from_the_beginning)
        for (ChartSeries *one : series)
            one->clear();
    if (news.start)
        for (ChartSeries *one : {&train_loss_, &train_accuracy_})
            one->set_smoothing(smoothed_share * record_.start.epochs);
    if (news.cut_after)
        for (ChartSeries *one : series)
            one->truncate_from(x_of(*news.cut_after) + 0.5 * x_of(1));
    std::vector<QPointF> losses;
    std::vector<QPointF> accuracies;
    std::vector<QPointF> rates;
    for (const StepPoint &point : news.steps) {
        losses.emplace_back(x_of(point.step), point.loss);
        accuracies.emplace_back(x_of(point.step), point.accuracy);
        rates.emplace_back(x_of(point.step), point.learning_rate);
    }
    train_loss_.append(losses);
    train_accuracy_.append(accuracies);
    rate_.append(rates);
    for (const EpochPoint &point : news.epochs) {
        test_loss_.append(point.epoch, point.test_loss);
        test_accuracy_.append(point.epoch, point.test_accuracy);
    }
    const EpochPoint *best = record_.best();
    const double at = best == nullptr ? std::numeric_limits<double>::quiet_NaN() : best->epoch;
    test_loss_.set_best_x(at);
    test_accuracy_.set_best_x(at);
}

void ShownRun::compare(const ComparedRuns &runs) {
    other_losses_.clear();
    other_accuracies_.clear();
    other_names_.clear();
    int colour = 3;
    for (const auto &[title, record, settings] : runs.others) {
        const QString name = language_.word(title);
        other_names_.push_back(title);
        auto loss = std::make_unique<ChartSeries>(name, colour, ChartSeries::Test, nullptr);
        auto accuracy = std::make_unique<ChartSeries>(name, colour, ChartSeries::Test, nullptr);
        for (ChartSeries *series : {loss.get(), accuracy.get()}) {
            QQmlEngine::setObjectOwnership(series, QQmlEngine::CppOwnership);
            series->set_earlier(true);
        }
        for (const EpochPoint &point : record.epochs) {
            const double x = by_epoch() ? point.epoch : static_cast<double>(point.step);
            loss->append(x, point.test_loss);
            accuracy->append(x, point.test_accuracy);
        }
        other_losses_.push_back(std::move(loss));
        other_accuracies_.push_back(std::move(accuracy));
        ++colour;
    }
    Q_EMIT series_changed();
}

QVariantList ShownRun::loss_series() const {
    QVariantList list;
    for (const auto &other : other_losses_)
        list.append(QVariant::fromValue(other.get()));
    list.append(QVariant::fromValue(const_cast<ChartSeries *>(&train_loss_)));
    list.append(QVariant::fromValue(const_cast<ChartSeries *>(&test_loss_)));
    return list;
}

QVariantList ShownRun::accuracy_series() const {
    QVariantList list;
    for (const auto &other : other_accuracies_)
        list.append(QVariant::fromValue(other.get()));
    list.append(QVariant::fromValue(const_cast<ChartSeries *>(&train_accuracy_)));
    list.append(QVariant::fromValue(const_cast<ChartSeries *>(&test_accuracy_)));
    return list;
}

QVariantList ShownRun::own_series() const {
    return {QVariant::fromValue(const_cast<ChartSeries *>(&train_loss_)),
            QVariant::fromValue(const_cast<ChartSeries *>(&test_loss_))};
}

void ShownRun::showBoth(ChartSeries::Style style, bool visible) {
    for (ChartSeries *series : {&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_})
        if (series->style() == style)
            series->set_visible(visible);
}

QVariantList ShownRun::rate_series() const {
    return {QVariant::fromValue(const_cast<ChartSeries *>(&rate_))};
}

ChartPlan ShownRun::plan_of(const QVariantList &series, const char *title, Extent extent) const {
    ChartPlan plan;
    for (const QVariant &one : series)
        if (const auto *curve = one.value<ChartSeries *>();
            (curve->visible() || extent == Extent::all) && !curve->points().empty())
            plan.curves.push_back(curve->curve());
    plan.limits.x_minimum = 0;
    plan.limits.x_maximum = std::max(1, epochs());
    plan.x_title = language_.text(by_epoch() ? "chart.epochs" : "chart.steps");
    plan.y_title = language_.text(title);
    plan.font = QGuiApplication::font();
    return for_print(plan);
}

ChartPlan ShownRun::loss_plan(Extent extent) const {
    return plan_of(loss_series(), "train.loss", extent);
}

ChartPlan ShownRun::accuracy_plan(Extent extent) const {
    ChartPlan plan = plan_of(accuracy_series(), "train.accuracy", extent);
    plan.form = NumberForm::percent;
    return plan;
}

void ShownRun::name_series() {
    for (ChartSeries *series : {&train_loss_, &train_accuracy_})
        series->set_name(language_.text("train.curve.training"));
    for (ChartSeries *series : {&test_loss_, &test_accuracy_})
        series->set_name(language_.text("train.curve.test"));
    rate_.set_name(language_.text("train.figure.rate"));
    for (std::size_t i = 0; i < other_names_.size(); ++i)
        for (ChartSeries *series : {other_losses_[i].get(), other_accuracies_[i].get()})
            series->set_name(language_.word(other_names_[i]));
}

} // namespace vitrine
