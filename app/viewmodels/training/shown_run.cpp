#include "app/viewmodels/training/shown_run.hpp"

#include "app/services/class_labels.hpp"
#include "app/services/language.hpp"
#include "app/services/picture_reader.hpp"
#include "core/models/safetensors.hpp"

#include <QQmlEngine>

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

namespace vitrine {

struct ShownRun::Pictures {
    std::vector<QImage> probe;
    std::vector<bool> own;
    LabelSet labels;
};

/// What lies in and beside a run's folder that no event tells.
struct ShownRun::Beside {
    std::optional<RunEntry> entry;
    std::optional<double> bet;
    std::optional<Error> failure;
    std::vector<RunSetting> settings;
};

namespace {

constexpr int probe_side = 128; // px
constexpr int replay_tick_ms = 50;

/// Whether a probe picture is a file of somebody's and none of the data set's test pictures.
std::vector<bool> own_ones(const SafetensorsFile &file) {
    std::vector<bool> own;
    const auto text = file.metadata.find("names");
    if (text == file.metadata.end())
        return own;
    const auto names = nlohmann::json::parse(text->second, nullptr, false);
    for (const auto &name : names.is_array() ? names : nlohmann::json::array())
        own.push_back(name.is_string() &&
                      !name.get_ref<const std::string &>().starts_with("test "));
    return own;
}

std::vector<QImage> probe_pictures(const std::filesystem::path &path, std::vector<bool> &own) {
    std::vector<QImage> pictures;
    const auto read = read_safetensors(path);
    if (!read)
        return pictures;
    own = own_ones(*read);
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
      test_accuracy_({}, 2, ChartSeries::Test, nullptr),
      rate_({}, 1, ChartSeries::Training, nullptr) {
    // QML never deletes what has a parent.
    for (ChartSeries *series :
         {&train_loss_, &test_loss_, &train_accuracy_, &test_accuracy_, &rate_})
        QQmlEngine::setObjectOwnership(series, QQmlEngine::CppOwnership);
    pool_.setMaxThreadCount(1);
    ticker_.setInterval(replay_tick_ms);
    connect(&ticker_, &QTimer::timeout, this, &ShownRun::tick);
    name_series();
}

ShownRun::~ShownRun() { pool_.waitForDone(); }

void ShownRun::show(const std::filesystem::path &folder, Origin origin) {
    close();
    folder_ = folder;
    foreign_ = origin == Origin::elsewhere;
    awaited_ = origin == Origin::begun;
    name_series();
    read_entry();
    follower_ = new RunFollower(folder, pace_, this);
    // What was under way when it was closed still arrives.
    connect(follower_, &RunFollower::came, this, [this, shown = shown_](const auto &news) {
        if (shown == shown_ && !replay_)
            take(*news);
    });
    connect(follower_, &RunFollower::seen, this, [this, shown = shown_](RunLife life) {
        if (shown == shown_)
            take_life(life);
    });
    connect(follower_, &RunFollower::reading, this,
            [this, shown = shown_](qint64 done, qint64 total) {
                if (shown != shown_ || read_ == std::pair(done, total))
                    return;
                read_ = {done, total};
                Q_EMIT changed();
            });
    follower_->begin();
    Q_EMIT changed();
}

void ShownRun::close() {
    ++shown_;
    if (follower_)
        follower_->leave();
    follower_ = nullptr;
    awaited_ = false;
    read_ = {};
    settings_.clear();
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

void ShownRun::trainer_left() {
    if (!std::exchange(awaited_, false))
        return;
    Q_EMIT changed();
    Q_EMIT life_changed();
    if (seen_ && !alive())
        Q_EMIT ended();
}

void ShownRun::set_exit(const Error &why) {
    exit_ = why;
    Q_EMIT changed();
}

void ShownRun::set_bet(double bet) {
    bet_ = bet;
    Q_EMIT changed();
}

void ShownRun::take_entry(const RunEntry &entry) {
    entry_ = entry;
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
    if (life != RunLife::nowhere && life != RunLife::died && life != RunLife::ended)
        awaited_ = false;
    if (life == RunLife::ended || life == RunLife::died)
        read_entry();
    Q_EMIT changed();
    Q_EMIT life_changed();
    if (was_alive && !alive())
        Q_EMIT ended();
}

void ShownRun::read_entry() {
    pool_.start([this, shown = shown_, folder = folder_] {
        QMetaObject::invokeMethod(
            this,
            [this, shown,
             beside = Beside{RunLibrary::read(folder), RunLibrary::bet_of(folder),
                             RunLibrary::noted_failure(folder), read_run_settings(folder)}] {
                if (shown != shown_)
                    return;
                entry_ = beside.entry;
                bet_ = beside.bet.value_or(bet_);
                settings_ = beside.settings;
                if (!exit_)
                    exit_ = beside.failure;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

void ShownRun::read_pictures() {
    const quint64 ticket = ++pictures_ticket_;
    pool_.start([this, ticket, folder = folder_, names = record_.start.labels] {
        auto pictures = std::make_shared<Pictures>();
        pictures->probe = probe_pictures(folder / "probe.safetensors", pictures->own);
        pictures->labels = labels_for(names);
        QMetaObject::invokeMethod(
            this,
            [this, ticket, pictures] {
                if (ticket != pictures_ticket_)
                    return;
                probe_.set_pictures(pictures->probe, pictures->labels, pictures->own);
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
    // An earlier end is not this one's.
    if (awaited_ && !exit_)
        return Preparing;
    switch (*seen_) {
    case RunLife::nowhere:
        return Failed;
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
    replay_length_ = length_s;
    ticker_.start();
    tick();
    Q_EMIT life_changed();
}

void ShownRun::set_replay_length(double length_s) {
    replay_length_ = length_s;
    Q_EMIT changed();
}

void ShownRun::tick() {
    if (!replay_)
        return;
    const double speed = replay_length_ > 0 ? replay_->length_s() / replay_length_ : 1;
    take(replay_->advance(speed * replay_tick_ms / 1000));
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
