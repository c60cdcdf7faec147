// Kiosk mode, as the window shows it.
#pragma once

#include "app/kiosk/daily_counts.hpp"
#include "app/kiosk/kiosk_guard.hpp"
#include "app/kiosk/staff_code.hpp"
#include "app/kiosk/visit_clock.hpp"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace vitrine {

class Language;
struct Settings;

/// How kiosk mode is to run; tests bring a clock and folders of their own.
struct KioskOptions {
    bool active = false;
    /// Time since any fixed moment, for idle times. Empty: the machine's steady clock.
    std::function<std::chrono::milliseconds()> clock{};
    std::chrono::milliseconds hold{5000}; ///< a finger in the corner
    /// Empty: config_folder() and state_folder().
    std::filesystem::path config{};
    std::filesystem::path state{};
};

/// The files of the staff code in these folders.
[[nodiscard]] StaffCodeFiles staff_code_files(const std::filesystem::path &config,
                                              const std::filesystem::path &state);

/// Who is there, who may leave, how many came. Where it is not active, nothing is watched and all
/// members do nothing. GUI thread only; the code is checked and counts are written on a thread of
/// its own.
class KioskModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(bool active READ active CONSTANT)
    Q_PROPERTY(Phase phase READ phase NOTIFY phase_changed)
    Q_PROPERTY(int secondsLeft READ seconds_left NOTIFY seconds_changed)
    /// While a finger rests in the corner, for the ring that fills in holdMs.
    Q_PROPERTY(bool cornerHeld READ corner_held NOTIFY corner_changed)
    Q_PROPERTY(int holdMs READ hold_ms CONSTANT)
    Q_PROPERTY(bool codeSet READ code_set NOTIFY code_changed)
    Q_PROPERTY(bool checking READ checking NOTIFY code_changed)
    Q_PROPERTY(bool locked READ locked NOTIFY code_changed)
    /// What to say under the pad: wrong, or how long to wait; empty at first.
    Q_PROPERTY(QString codeMessage READ code_message NOTIFY code_changed)
    Q_PROPERTY(bool unlocked READ unlocked NOTIFY code_changed)
    Q_PROPERTY(QString countsText READ counts_text NOTIFY code_changed)

  public:
    enum Phase { Attract, Visit, Countdown };
    Q_ENUM(Phase)

    KioskModel(const Language &language, KioskOptions options, QObject *parent = nullptr);
    ~KioskModel() override; ///< writes what is counted; waits for what is being checked or written

    void watch(QWindow *window);
    void set_lengths(const Settings &settings);
    void count_picture();
    /// The camera has noticed somebody: a visit that is under way goes on, but for one in which the
    /// staff's code was entered. The attract view stays: no camera is open under it.
    void see_somebody();
    void retranslate();
    /// Looks at the clock. By itself it does so five times a second.
    void tick();

    Q_INVOKABLE void begin(); ///< a visitor touched the attract view, or the countdown
    Q_INVOKABLE void enterCode(const QString &code);
    /// Asks for the code again, also where one is still being checked.
    Q_INVOKABLE void lock();
    Q_INVOKABLE void leave(); ///< ends the program, where it is unlocked

    [[nodiscard]] bool active() const { return options_.active; }
    [[nodiscard]] Phase phase() const;
    [[nodiscard]] int seconds_left() const;
    [[nodiscard]] bool corner_held() const { return corner_held_; }
    [[nodiscard]] int hold_ms() const { return static_cast<int>(options_.hold.count()); }
    [[nodiscard]] bool code_set() const { return code_set_; }
    [[nodiscard]] bool checking() const { return checking_; }
    [[nodiscard]] bool locked() const { return locked_until_ > now(); }
    [[nodiscard]] QString code_message() const;
    [[nodiscard]] bool unlocked() const { return unlocked_; }
    [[nodiscard]] QString counts_text() const;

  Q_SIGNALS:
    void phase_changed();
    void seconds_changed();
    void corner_changed();
    void code_changed();
    void code_asked(); ///< the finger stayed in the corner
    void visit_ended();

  private:
    [[nodiscard]] std::chrono::milliseconds now() const { return options_.clock(); }
    void start_watching();
    void take_touch();
    void ask_code();
    void take_answer(const StaffCode::Answer &answer);
    void set_corner(bool held);
    void end_visit();
    void count(const DailyCounts::Day &more);
    void save_counts();

    const Language &language_;
    KioskOptions options_;
    std::optional<KioskGuard> guard_;
    std::optional<StaffCode> staff_code_;
    std::optional<DailyCounts> counts_;
    bool counts_unsaved_ = false;
    VisitClock clock_;
    QTimer ticker_;
    int seconds_shown_ = 0;
    bool corner_held_ = false;
    bool code_set_ = false;
    bool checking_ = false;
    bool answer_wanted_ = false; ///< whoever entered the code that is checked is still there
    bool wrong_ = false;
    bool unlocked_ = false;
    std::chrono::milliseconds locked_until_{0};
    QThreadPool worker_;
};

} // namespace vitrine
