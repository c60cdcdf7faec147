#include "app/training/training_times.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <QFile>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace vitrine {

namespace {

constexpr int lower_priority = 10; // nobody waits for it
constexpr std::uint64_t cache_limit = 1 << 20;

std::map<QString, double> read_times(const std::filesystem::path &cache) {
    std::map<QString, double> times;
    const auto bytes = read_file(cache, cache_limit);
    if (!bytes)
        return times;
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const auto kept = nlohmann::json::parse(first, first + bytes->size(), nullptr, false);
    if (!kept.is_object())
        return times;
    for (const auto &[key, seconds] : kept.items())
        if (seconds.is_number() && seconds.get<double>() > 0)
            times[QString::fromStdString(key)] = seconds.get<double>();
    return times;
}

} // namespace

TrainingTimes::TrainingTimes(std::filesystem::path program, std::filesystem::path cache,
                             std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), program_(std::move(program)), cache_(std::move(cache)) {
    keeper_.setMaxThreadCount(1); // in order
    patience_.setInterval(patience);
    patience_.setSingleShot(true);
    connect(&patience_, &QTimer::timeout, this, [this] {
        const QString key = std::exchange(asked_, {}).key;
        log::warning("training", "how long {} takes is still not known, and is given up",
                     key.toStdString());
        end_process();
        Q_EMIT failed(key);
        next();
    });
    keeper_.start([this, file = cache_] {
        QMetaObject::invokeMethod(
            this, [this, kept = read_times(file)] { take_cache(kept); }, Qt::QueuedConnection);
    });
}

TrainingTimes::~TrainingTimes() {
    if (!process_)
        return;
    process_->disconnect(this);
    process_->kill();
    process_->waitForFinished();
}

void TrainingTimes::take_cache(const std::map<QString, double> &kept) {
    read_ = true;
    known_ = kept;
    std::erase_if(waiting_, [this](const Question &asked) { return known_.contains(asked.key); });
    for (const auto &[key, seconds] : known_)
        Q_EMIT found(key, seconds);
    next();
}

std::optional<double> TrainingTimes::known(const QString &key) const {
    const auto found = known_.find(key);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
}

void TrainingTimes::ask(const QString &key, const QStringList &arguments) {
    const bool waits =
        asked_.key == key || std::ranges::find(waiting_, key, &Question::key) != waiting_.end();
    if (waits || known(key))
        return;
    waiting_.push_back({key, arguments});
    next();
}

void TrainingTimes::note(const QString &key, double seconds) {
    known_[key] = seconds;
    save();
    Q_EMIT found(key, seconds);
}

void TrainingTimes::end_process() {
    patience_.stop();
    if (!process_)
        return;
    QProcess *ended = process_.release();
    ended->disconnect(this);
    ended->setParent(this); // where it has not ended before this goes
    connect(ended, &QProcess::finished, ended, &QObject::deleteLater);
    connect(ended, &QProcess::errorOccurred, ended, &QObject::deleteLater);
    ended->kill();
}

void TrainingTimes::forget_waiting() {
    waiting_.clear();
    asked_ = {};
    end_process();
}

void TrainingTimes::set_held(bool held) {
    if (held == held_)
        return;
    held_ = held;
    if (held_ && process_) {
        waiting_.push_front(std::exchange(asked_, {}));
        end_process();
    }
    Q_EMIT held_changed();
    next();
}

void TrainingTimes::next() {
    if (process_ || held_ || !read_ || waiting_.empty())
        return;
    asked_ = waiting_.front();
    waiting_.pop_front();
    process_ = std::make_unique<QProcess>();
    process_->setStandardErrorFile(QProcess::nullDevice());
    process_->setChildProcessModifier([] { setpriority(PRIO_PROCESS, 0, lower_priority); });
    connect(process_.get(), &QProcess::finished, this,
            [this](int status, QProcess::ExitStatus how) {
                take(how == QProcess::NormalExit ? status : -1);
            });
    connect(process_.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            take(-1);
    });
    process_->start(QFile::decodeName(program_.c_str()),
                    QStringList{QStringLiteral("train"), QStringLiteral("--measure")} +
                        asked_.arguments);
    if (process_) // it may have failed already
        patience_.start();
}

void TrainingTimes::take(int status) {
    patience_.stop();
    const QString key = std::exchange(asked_, {}).key;
    const QByteArray said = process_->readAllStandardOutput();
    process_.release()->deleteLater(); // it is its own signal that called
    const auto result = nlohmann::json::parse(said.toStdString(), nullptr, false);
    const auto seconds = result.is_object() ? result.find("seconds") : result.end();
    if (status == 0 && result.is_object() && seconds != result.end() && seconds->is_number()) {
        note(key, std::max(1.0, seconds->get<double>()));
    } else {
        log::warning("training", "how long {} takes could not be measured (exit status {})",
                     key.toStdString(), status);
        Q_EMIT failed(key);
    }
    next();
}

void TrainingTimes::save() {
    if (cache_.empty())
        return;
    auto kept = nlohmann::ordered_json::object();
    for (const auto &[key, seconds] : known_)
        kept[key.toStdString()] = seconds;
    keeper_.start([cache = cache_, text = kept.dump(1) + "\n"] {
        std::error_code ignored;
        std::filesystem::create_directories(cache.parent_path(), ignored);
        if (const auto saved = write_file_atomically(cache, std::string_view(text)); !saved)
            log::warning("training", "{}", english_message(saved.error()));
    });
}

} // namespace vitrine
