#include "app/viewmodels/kiosk_model.hpp"

#include "app/services/language.hpp"
#include "app/settings/places.hpp"
#include "app/settings/settings.hpp"
#include "core/support/log.hpp"

#include <QCoreApplication>
#include <QDate>

#include <utility>

namespace vitrine {
namespace {

using namespace std::chrono;

constexpr int tick_ms = 200;

milliseconds steady_time() {
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
}

std::string today() { return QDate::currentDate().toString(Qt::ISODate).toStdString(); }

KioskOptions completed(KioskOptions options) {
    if (!options.clock)
        options.clock = steady_time;
    if (options.config.empty())
        options.config = config_folder();
    if (options.state.empty())
        options.state = state_folder();
    return options;
}

VisitClock clock_for(const Settings &settings) {
    return {seconds(settings.idle_s), seconds(settings.countdown_s)};
}

} // namespace

StaffCodeFiles staff_code_files(const std::filesystem::path &config,
                                const std::filesystem::path &state) {
    return {config / "staff-code.json", state / "staff-tries.json"};
}

KioskModel::KioskModel(const Language &language, KioskOptions options, QObject *parent)
    : QObject(parent), language_(language), options_(completed(std::move(options))),
      clock_(clock_for({})) {
    worker_.setMaxThreadCount(1); // in order
    if (options_.active)
        start_watching();
}

KioskModel::~KioskModel() {
    if (counts_unsaved_)
        save_counts();
    worker_.waitForDone();
}

void KioskModel::start_watching() {
    staff_code_.emplace(staff_code_files(options_.config, options_.state));
    counts_.emplace(options_.state / "counts.json");
    code_set_ = staff_code_->is_set();
    if (!code_set_)
        log::warning("kiosk", "no staff code is set, so nobody can leave kiosk mode at the window; "
                              "set one with \"vitrine --set-staff-code\"");
    guard_.emplace(options_.hold);
    connect(&*guard_, &KioskGuard::touched, this, &KioskModel::take_touch);
    connect(&*guard_, &KioskGuard::corner_pressed, this, [this] { set_corner(true); });
    connect(&*guard_, &KioskGuard::corner_left, this, [this] { set_corner(false); });
    connect(&*guard_, &KioskGuard::corner_held, this, &KioskModel::ask_code);
    connect(&ticker_, &QTimer::timeout, this, &KioskModel::tick);
    ticker_.setInterval(tick_ms);
}

void KioskModel::watch(QWindow *window) {
    if (guard_)
        guard_->watch(window);
}

void KioskModel::set_lengths(const Settings &settings) {
    clock_.set_lengths(seconds(settings.idle_s), seconds(settings.countdown_s));
}

KioskModel::Phase KioskModel::phase() const {
    switch (clock_.phase()) {
    case VisitClock::Phase::attract:
        return active() ? Attract : Visit;
    case VisitClock::Phase::countdown:
        return Countdown;
    case VisitClock::Phase::visit:
        break;
    }
    return Visit;
}

int KioskModel::seconds_left() const {
    return clock_.phase() == VisitClock::Phase::countdown ? clock_.seconds_left(now()) : 0;
}

void KioskModel::take_touch() {
    // A touch of the attract view or the countdown is theirs: they call begin(), and nothing that
    // lies under them is touched.
    if (clock_.phase() == VisitClock::Phase::visit)
        clock_.touch(now());
}

void KioskModel::see_somebody() {
    if (unlocked_) // staff who walked away: whoever comes next is none of them
        return;
    if (clock_.phase() == VisitClock::Phase::countdown)
        begin();
    else
        take_touch();
}

void KioskModel::begin() {
    if (!active() || clock_.phase() == VisitClock::Phase::visit)
        return;
    if (clock_.phase() == VisitClock::Phase::attract)
        count({1, 0});
    clock_.touch(now());
    ticker_.start();
    Q_EMIT phase_changed();
    Q_EMIT seconds_changed();
}

void KioskModel::tick() {
    const auto before = clock_.phase();
    const auto phase = clock_.advance(now());
    if (locked_until_.count() != 0) {
        if (!locked())
            locked_until_ = {};
        Q_EMIT code_changed();
    }
    if (phase != before) {
        if (phase == VisitClock::Phase::attract)
            end_visit();
        Q_EMIT phase_changed();
    }
    if (std::exchange(seconds_shown_, seconds_left()) != seconds_left())
        Q_EMIT seconds_changed();
}

void KioskModel::end_visit() {
    ticker_.stop();
    lock();
    save_counts();
    Q_EMIT visit_ended();
}

void KioskModel::save_counts() {
    counts_unsaved_ = false;
    worker_.start([counts = *counts_] {
        if (const auto saved = counts.save(); !saved)
            log::warning("kiosk", "{}", english_message(saved.error()));
    });
}

void KioskModel::lock() {
    unlocked_ = false;
    wrong_ = false;
    answer_wanted_ = false;
    Q_EMIT code_changed();
}

void KioskModel::count_picture() {
    if (active() && clock_.phase() != VisitClock::Phase::attract)
        count({0, 1});
}

void KioskModel::count(const DailyCounts::Day &more) {
    counts_->add(today(), more);
    counts_unsaved_ = true;
    Q_EMIT code_changed();
}

void KioskModel::set_corner(bool held) {
    corner_held_ = held;
    Q_EMIT corner_changed();
}

void KioskModel::ask_code() {
    set_corner(false);
    if (!checking_) { // it may be held for the file as long as a code is being checked
        code_set_ = staff_code_->is_set();
        const auto wait = staff_code_->wait();
        locked_until_ = wait > seconds(0) ? now() + wait : milliseconds(0);
    }
    wrong_ = false;
    Q_EMIT code_changed();
    Q_EMIT code_asked();
}

void KioskModel::enterCode(const QString &code) {
    if (!active() || phase() == Attract || checking_ || unlocked_)
        return;
    checking_ = true;
    answer_wanted_ = true;
    wrong_ = false;
    Q_EMIT code_changed();
    worker_.start([this, code = code.toStdString()] {
        const StaffCode::Answer answer = staff_code_->check(code);
        QMetaObject::invokeMethod(
            this, [this, answer] { take_answer(answer); }, Qt::QueuedConnection);
    });
}

void KioskModel::take_answer(const StaffCode::Answer &answer) {
    checking_ = false;
    code_set_ = answer.verdict != StaffCode::Verdict::not_set;
    // Where it was locked meanwhile, it is nobody's code.
    wrong_ = answer.verdict == StaffCode::Verdict::wrong && answer_wanted_;
    unlocked_ = answer.verdict == StaffCode::Verdict::right && answer_wanted_;
    locked_until_ = answer.wait > seconds(0) ? now() + answer.wait : milliseconds(0);
    if (answer.verdict == StaffCode::Verdict::wrong)
        log::warning("kiosk", "a wrong staff code was entered");
    Q_EMIT code_changed();
}

QString KioskModel::code_message() const {
    if (!code_set_)
        return language_.text("code.not_set");
    if (checking_)
        return language_.text("code.checking");
    if (locked()) {
        const auto left = ceil<seconds>(locked_until_ - now()).count();
        if (left > 120)
            return language_.text("code.wait_minutes",
                                  {language_.number(static_cast<int>((left + 59) / 60))});
        return language_.text("code.wait", {language_.number(static_cast<int>(left))});
    }
    return wrong_ ? language_.text("code.wrong") : QString();
}

QString KioskModel::counts_text() const {
    if (!counts_)
        return {};
    DailyCounts::Day day;
    DailyCounts::Day all;
    for (const auto &[date, counted] : counts_->days()) {
        if (date == today())
            day = counted;
        all.visits += counted.visits;
        all.pictures += counted.pictures;
    }
    return language_.text("staff.counts",
                          {language_.number(day.visits), language_.number(day.pictures),
                           language_.number(all.visits), language_.number(all.pictures)});
}

void KioskModel::retranslate() { Q_EMIT code_changed(); }

void KioskModel::leave() {
    if (!unlocked_)
        return;
    log::info("kiosk", "left with the staff code");
    save_counts();
    // Not quit(): it asks every window whether it may be closed, and KioskGuard refuses.
    QCoreApplication::exit(0);
}

} // namespace vitrine
