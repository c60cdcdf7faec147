#include "app/viewmodels/training/shown_run.hpp"

#include "app/services/class_labels.hpp"
#include "app/services/language.hpp"
#include "app/services/picture_reader.hpp"
#include "core/models/safetensors.hpp"

#include <QQmlEngine>

#include <array>
#include <cstring>
#include <limits>

namespace vitrine {

struct ShownRun::Pictures {
    std::vector<QImage> probe;
    LabelSet labels;
};

namespace {

constexpr int probe_side = 128; // px
constexpr int replay_tick_ms = 50;
constexpr double smoothed_share = 1.0 / 60; // of the run

std::vector<QImage> probe_pictures(const std::filesystem::path &file) {
    std::vector<QImage> pictures;
    const auto read = read_safetensors(file);
    if (!read)
        return pictures;
    const auto found = read->tensors.find("pictures");
    if (found == read->tensors.end() || found->second.shape.size() != 4 ||
        found->second.shape[3] != 3 || found->second.type != DataType::uint8)
        return pictures;
    const Tensor &tensor = found->second;
    const auto height = static_cast<int>(tensor.shape[1]);
    const auto width = static_cast<int>(tensor.shape[2]);
    const std::size_t size = std::size_t{3} * tensor.shape[1] * tensor.shape[2];
    for (std::int64_t i = 0; i < tensor.shape[0]; ++i) {
        Image image{width, height, std::vector<std::uint8_t>(size)};
        std::memcpy(image.pixels.data(), tensor.bytes.data() + static_cast<std::size_t>(i) * size,
                    size);
        pictures.push_back(to_qimage(image, probe_side));
    }
    return pictures;
}

} // namespace

ShownRun::ShownRun(const Language &language, FollowerPace pace, QObject *parent)
    : QObject(parent), language_(language), pace_(pace), probe_(language),
      train_loss_({}, 1, ChartSeries::Training, nullptr),
      test_loss_({}, 2, ChartSeries::Test, nullptr),
      train_accuracy_({}, 1, ChartSeries::Training, nullptr),
      test_accuracy_({}, 2, ChartSeries::Test, nullptr) {
    // QML never deletes what has a parent.
    for (ChartSeries *series : {&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_})
        QQmlEngine::setObjectOwnership(series, QQmlEngine::CppOwnership);
    pool_.setMaxThreadCount(1);
    ticker_.setInterval(replay_tick_ms);
    connect(&ticker_, &QTimer::timeout, this, &ShownRun::tick);
    name_series();
}

ShownRun::~ShownRun() { pool_.waitForDone(); }

void ShownRun::show(const std::filesystem::path &folder) {
    close();
    folder_ = folder;
    name_series();
    bet_ = RunLibrary::bet_of(folder).value_or(-1);
    read_entry();
    follower_ = std::make_unique<RunFollower>(folder, pace_);
    // What was under way when it was closed still arrives.
    connect(follower_.get(), &RunFollower::came, this, [this, shown = shown_](const auto &news) {
        if (shown == shown_ && !replay_)
            take(*news);
    });
    connect(follower_.get(), &RunFollower::seen, this, [this, shown = shown_](RunLife life) {
        if (shown == shown_)
            take_life(life);
    });
    follower_->begin();
    Q_EMIT changed();
}

void ShownRun::close() {
    ++shown_;
    follower_.reset();
    replay_.reset();
    ticker_.stop();
    folder_.clear();
    seen_.reset();
    entry_.reset();
    exit_.reset();
    labels_ = {};
    ++pictures_ticket_;
    probe_.clear();
    RunNews nothing;
    nothing.from_the_beginning = true;
    take(nothing);
    other_losses_.clear();
    other_accuracies_.clear();
    // What somebody left out of the chart is in it for whoever looks next.
    for (ChartSeries *series : {&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_})
        series->set_visible(true);
    Q_EMIT series_changed();
}

void ShownRun::set_exit(const Error &why) {
    exit_ = why;
    Q_EMIT changed();
}

void ShownRun::take(const RunNews &news) {
    record_.apply(news);
    draw(news);
    if (news.start) {
        if (!replay_)
            exit_.reset();
        read_entry();
        read_pictures();
    }
    if (!news.probes.empty() || news.cut_after || news.from_the_beginning)
        probe_.show(record_.probes);
    hint_ = hint_of(record_, language_);
    Q_EMIT changed();
}

double ShownRun::x_of(std::int64_t step) const {
    const std::int64_t each = record_.start.steps_per_epoch;
    return each > 0 ? static_cast<double>(step) / static_cast<double>(each)
                    : static_cast<double>(step);
}

void ShownRun::draw(const RunNews &news) {
    const std::array series{&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_};
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
    for (const StepPoint &point : news.steps) {
        losses.emplace_back(x_of(point.step), point.loss);
        accuracies.emplace_back(x_of(point.step), point.accuracy);
    }
    train_loss_.append(losses);
    train_accuracy_.append(accuracies);
    for (const EpochPoint &point : news.epochs) {
        test_loss_.append(point.epoch, point.test_loss);
        test_accuracy_.append(point.epoch, point.test_accuracy);
    }
    const EpochPoint *best = record_.best();
    const double at = best == nullptr ? std::numeric_limits<double>::quiet_NaN() : best->epoch;
    test_loss_.set_best_x(at);
    test_accuracy_.set_best_x(at);
}

void ShownRun::take_life(RunLife life) {
    const bool was_alive = alive();
    seen_ = life;
    if (life == RunLife::ended || life == RunLife::died)
        read_entry();
    Q_EMIT changed();
    Q_EMIT life_changed();
    if (was_alive && !alive())
        Q_EMIT ended();
}

void ShownRun::read_entry() { entry_ = RunLibrary::read(folder_); }

void ShownRun::read_pictures() {
    const quint64 ticket = ++pictures_ticket_;
    pool_.start([this, ticket, folder = folder_, names = record_.start.labels] {
        auto pictures = std::make_shared<Pictures>(
            Pictures{probe_pictures(folder / "probe.safetensors"), labels_for(names)});
        QMetaObject::invokeMethod(
            this,
            [this, ticket, pictures] {
                if (ticket != pictures_ticket_)
                    return;
                labels_ = pictures->labels;
                probe_.set_pictures(pictures->probe, labels_);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

ShownRun::Life ShownRun::life() const {
    if (replay_)
        return Running;
    if (!seen_)
        return folder_.empty() ? Nothing : Preparing;
    switch (*seen_) {
    case RunLife::nowhere:
        return exit_ ? Failed : Preparing;
    case RunLife::preparing:
        return Preparing;
    case RunLife::running:
        return Running;
    case RunLife::paused:
        return Paused;
    case RunLife::disk_full:
        return DiskFull;
    case RunLife::hung:
        return Hung;
    case RunLife::died:
        return Died;
    case RunLife::ended:
        break;
    }
    if (!record_.ending)
        return Preparing;
    if (record_.ending->reason == "finished")
        return Finished;
    return record_.ending->reason == "stopped" ? Stopped : Failed;
}

bool ShownRun::alive() const {
    switch (life()) {
    case Preparing:
    case Running:
    case Paused:
    case DiskFull:
    case Hung:
        return !replay_;
    default:
        return false;
    }
}

void ShownRun::compare(const std::vector<std::pair<QString, RunRecord>> &others) {
    other_losses_.clear();
    other_accuracies_.clear();
    int colour = 3;
    for (const auto &[name, record] : others) {
        auto loss = std::make_unique<ChartSeries>(name, colour, ChartSeries::Test, nullptr);
        auto accuracy = std::make_unique<ChartSeries>(name, colour, ChartSeries::Test, nullptr);
        for (ChartSeries *series : {loss.get(), accuracy.get()}) {
            QQmlEngine::setObjectOwnership(series, QQmlEngine::CppOwnership);
            series->set_earlier(true);
        }
        for (const EpochPoint &point : record.epochs) {
            loss->append(point.epoch, point.test_loss);
            accuracy->append(point.epoch, point.test_accuracy);
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

void ShownRun::replay(double length_s) {
    if (alive() || record_.steps.empty())
        return;
    replay_ = std::make_unique<RunReplay>(record_);
    replay_speed_ = replay_->length_s() / length_s;
    ticker_.start();
    tick();
    Q_EMIT life_changed();
}

void ShownRun::tick() {
    if (!replay_)
        return;
    take(replay_->advance(replay_speed_ * replay_tick_ms / 1000));
    if (replay_->done())
        endReplay();
}

void ShownRun::endReplay() {
    if (!replay_)
        return;
    ticker_.stop();
    take(replay_->advance(replay_->length_s()));
    replay_.reset();
    Q_EMIT changed();
    Q_EMIT life_changed();
}

void ShownRun::name_series() {
    for (ChartSeries *series : {&train_loss_, &train_accuracy_})
        series->set_name(language_.text("train.curve.training"));
    for (ChartSeries *series : {&test_loss_, &test_accuracy_})
        series->set_name(language_.text("train.curve.test"));
}

void ShownRun::retranslate() {
    name_series();
    probe_.retranslate();
    hint_ = hint_of(record_, language_);
    Q_EMIT changed();
}

} // namespace vitrine
