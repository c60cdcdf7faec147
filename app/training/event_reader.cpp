#include "app/training/event_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace vitrine {

namespace {

using nlohmann::json;

constexpr std::size_t longest_line = std::size_t{64} << 20;

/// A line's fields, taken strictly; `good` tells whether all of them were there.
class Fields {
  public:
    explicit Fields(const json &event) : event_(event) {}

    double number(const char *key) {
        const auto found = event_.find(key);
        if (found == event_.end() || !found->is_number() || !std::isfinite(found->get<double>()))
            return fail(0.0);
        return found->get<double>();
    }
    double share(const char *key) {
        const double value = number(key);
        return value >= 0 && value <= 1 ? value : fail(0.0);
    }
    std::int64_t count(const char *key) {
        const auto found = event_.find(key);
        if (found == event_.end() || !found->is_number_integer() || *found < 0)
            return fail(std::int64_t{0});
        return found->get<std::int64_t>();
    }
    std::string text(const char *key) {
        const auto found = event_.find(key);
        return found != event_.end() && found->is_string() ? found->get<std::string>()
                                                           : fail(std::string());
    }
    [[nodiscard]] bool good() const { return good_; }

  private:
    template <typename T> T fail(T value) {
        good_ = false;
        return value;
    }
    const json &event_;
    bool good_ = true;
};

/// Reads a step without building a JSON value, since a run has very many of them. Stops at anything
/// that is no step as the trainer writes it.
class StepScanner final : public nlohmann::json_sax<json> {
  public:
    explicit StepScanner(StepPoint &point) : point_(point) {}
    [[nodiscard]] bool whole() const { return is_step_ && seen_ == all_seen; }

    bool key(string_t &name) override {
        static constexpr std::array<std::string_view, 8> names{
            "step", "epoch", "time_s", "loss", "accuracy", "learning_rate", "images_per_second",
            "eta_s"};
        const auto *const found = std::ranges::find(names, name);
        field_ = static_cast<std::size_t>(found - names.begin());
        is_type_ = name == "type";
        return true;
    }
    bool string(string_t &text) override {
        is_step_ |= is_type_ && text == "step";
        return is_type_ ? is_step_ : field_ >= field_count;
    }
    bool number_integer(number_integer_t) override { return field_ >= field_count; } // negative
    bool number_unsigned(number_unsigned_t value) override {
        if (field_ == 0)
            point_.step = static_cast<std::int64_t>(value);
        else if (field_ == 1)
            point_.epoch = static_cast<int>(value);
        else
            return set(static_cast<double>(value));
        seen_ |= 1U << field_;
        return true;
    }
    bool number_float(number_float_t value, const string_t &) override {
        return field_ != 0 && field_ != 1 && std::isfinite(value) && set(value);
    }
    bool start_object(std::size_t) override { return !std::exchange(inside_, true); }
    bool end_object() override { return true; }
    bool null() override { return field_ >= field_count; }
    bool boolean(bool) override { return field_ >= field_count; }
    bool binary(binary_t &) override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t, const std::string &, const json::exception &) override {
        return false;
    }

  private:
    static constexpr std::size_t field_count = 8;
    static constexpr unsigned all_seen = (1U << field_count) - 1;

    bool set(double value) {
        const std::array<double *, 6> places{&point_.time_s,
                                             &point_.loss,
                                             &point_.accuracy,
                                             &point_.learning_rate,
                                             &point_.images_per_second,
                                             &point_.eta_s};
        if (field_ >= field_count)
            return true;
        *places[field_ - 2] = value;
        seen_ |= 1U << field_;
        return true;
    }

    StepPoint &point_;
    std::size_t field_ = field_count;
    unsigned seen_ = 0;
    bool inside_ = false;
    bool is_type_ = false;
    bool is_step_ = false;
};

std::vector<std::string> strings(const json &event, const char *key) {
    std::vector<std::string> list;
    if (const auto found = event.find(key); found != event.end() && found->is_array())
        for (const json &item : *found)
            list.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    return list;
}

bool take_probe(const json &event, RunNews &news) {
    Fields fields(event);
    ProbeRound round{fields.count("step"), static_cast<int>(fields.count("epoch")), {}};
    const auto guesses = event.find("guesses");
    if (!fields.good() || guesses == event.end() || !guesses->is_array())
        return false;
    for (const json &item : *guesses) {
        if (!item.is_object())
            return false;
        Fields guess(item);
        ProbeGuess taken{static_cast<int>(guess.count("guess")), guess.share("probability"), {}};
        if (const auto label = item.find("label"); label != item.end() && label->is_number())
            taken.label = label->get<int>();
        if (!guess.good())
            return false;
        round.guesses.push_back(taken);
    }
    news.probes.push_back(std::move(round));
    return true;
}

bool take_message(const json &event, RunNews &news) {
    Fields fields(event);
    RunRemark remark{fields.count("step"), {fields.text("code"), strings(event, "arguments")}};
    if (fields.good())
        news.remarks.push_back(std::move(remark));
    return fields.good();
}

bool take_end(const json &event, RunNews &news) {
    Fields fields(event);
    RunEnding ending{fields.text("reason")};
    if (!fields.good())
        return false;
    if (const auto code = event.find("code"); code != event.end() && code->is_string())
        ending.error = {code->get<std::string>(), strings(event, "arguments")};
    if (const auto best = event.find("best_accuracy"); best != event.end() && best->is_number())
        ending.best_accuracy = best->get<double>();
    if (const auto matrix = event.find("confusion"); matrix != event.end() && matrix->is_array())
        for (const json &row : *matrix) {
            auto &counts = ending.confusion.emplace_back();
            for (const json &count : row)
                counts.push_back(count.is_number_integer() ? count.get<std::int64_t>() : 0);
        }
    news.ending = std::move(ending);
    return true;
}

} // namespace

void EventReader::feed(std::string_view bytes, RunNews &news) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            if (torn_.size() + bytes.size() <= longest_line)
                torn_ += bytes;
            return;
        }
        if (torn_.empty()) {
            take_line(bytes.substr(0, end), news);
        } else {
            torn_ += bytes.substr(0, end);
            take_line(torn_, news);
            torn_.clear();
        }
        bytes.remove_prefix(end + 1);
    }
}

void EventReader::take_line(std::string_view line, RunNews &news) {
    StepPoint point;
    StepScanner scanner(point);
    if (json::sax_parse(line, &scanner) && scanner.whole()) {
        news.skipped += take_step(point, news) ? 0 : 1;
        return;
    }
    const json event = json::parse(line, nullptr, false);
    const auto type = event.is_object() ? event.find("type") : event.end();
    bool taken = false;
    if (event.is_object() && type != event.end() && type->is_string()) {
        const auto &name = type->get_ref<const std::string &>();
        if (name == "epoch") {
            taken = take_epoch(event, news);
        } else if (name == "probe") {
            taken = take_probe(event, news);
        } else if (name == "start") {
            taken = take_start(event, news);
        } else if (name == "message") {
            taken = take_message(event, news);
        } else if (name == "end") {
            taken = take_end(event, news);
            ended_ |= taken;
        } else if (name == "checkpoint") {
            Fields fields(event);
            news.saved_time_s = fields.number("time_s");
            taken = fields.good();
        }
    }
    if (!taken)
        ++news.skipped;
}

bool EventReader::take_start(const json &event, RunNews &news) {
    Fields fields(event);
    RunStart start{static_cast<int>(fields.count("epochs")),
                   fields.count("steps"),
                   fields.count("steps_per_epoch"),
                   fields.count("training_pictures"),
                   fields.count("test_pictures"),
                   strings(event, "labels"),
                   event.contains("resumed_at_step")};
    const std::int64_t after = start.resumed ? fields.count("resumed_at_step") : 0;
    if (!fields.good())
        return false;
    cut_after(news.steps, after);
    cut_after(news.epochs, after);
    cut_after(news.probes, after);
    news.cut_after = std::min(after, news.cut_after.value_or(after));
    news.start = std::move(start);
    news.remarks.clear();
    news.ending.reset();
    last_step_ = std::min(last_step_, after);
    if (last_epoch_step_ > after) {
        // Which epoch the run went on from: the steps tell, since each has as many.
        last_epoch_ = news.start->steps_per_epoch > 0
                          ? static_cast<int>(after / news.start->steps_per_epoch)
                          : 0;
        last_epoch_step_ = after;
    }
    started_ = true;
    ended_ = false;
    return true;
}

bool EventReader::take_step(const StepPoint &point, RunNews &news) {
    if (point.step <= last_step_ || point.accuracy < 0 || point.accuracy > 1)
        return false;
    last_step_ = point.step;
    news.steps.push_back(point);
    return true;
}

bool EventReader::take_epoch(const json &event, RunNews &news) {
    Fields fields(event);
    EpochPoint point{fields.count("step"),           static_cast<int>(fields.count("epoch")),
                     fields.number("time_s"),        fields.number("train_loss"),
                     fields.share("train_accuracy"), fields.number("test_loss"),
                     fields.share("test_accuracy")};
    point.eta_s = fields.number("eta_s");
    const auto best = event.find("best");
    point.best = best != event.end() && best->is_boolean() && best->get<bool>();
    if (!fields.good() || point.epoch <= last_epoch_)
        return false;
    last_epoch_ = point.epoch;
    last_epoch_step_ = point.step;
    news.epochs.push_back(point);
    return true;
}

} // namespace vitrine
