#include "app/viewmodels/training/shown_run.hpp"

#include "app/services/class_labels.hpp"
#include "app/services/language.hpp"
#include "app/services/picture_reader.hpp"
#include "core/models/safetensors.hpp"

#include <QQmlEngine>

#include <array>
#include <cstring>

namespace vitrine {

struct ShownRun::Pictures {
    std::vector<QImage> probe;
    LabelSet labels;
};

namespace {

constexpr int probe_side = 128; // px
constexpr int replay_tick_ms = 50;

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

void ShownRun::show(const std::filesystem::path &folder, bool foreign) {
    close();
    folder_ = folder;
    foreign_ = foreign;
    name_series();
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
    bet_ = -1;
    foreign_ = false;
    curves_.reset();
    curves_problem_.reset();
    ++pictures_ticket_;
    probe_.clear();
    RunNews nothing;
    nothing.from_the_beginning = true;
    take(nothing);
    other_losses_.clear();
    other_accuracies_.clear();
    other_names_.clear();
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

void ShownRun::read_entry() {
    pool_.start([this, shown = shown_, folder = folder_] {
        const auto entry = RunLibrary::read(folder);
        const auto bet = RunLibrary::bet_of(folder);
        QMetaObject::invokeMethod(
            this,
            [this, shown, entry, bet] {
                if (shown != shown_)
                    return;
                entry_ = entry;
                bet_ = bet.value_or(-1);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

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
                probe_.set_pictures(pictures->probe, pictures->labels);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

ShownRun::Life ShownRun::life() const {
    if (replay_)
        return Running;
    if (curves_ || curves_problem_)
        return curves_ ? Curves : Failed;
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

void ShownRun::retranslate() {
    name_series();
    probe_.retranslate();
    hint_ = hint_of(record_, language_);
    Q_EMIT changed();
}

} // namespace vitrine
