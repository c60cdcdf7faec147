#include "app/settings/settings.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <system_error>

namespace vitrine {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// Takes values out of a JSON object one by one, each checked; remembers those that are wrong.
class Reader {
  public:
    explicit Reader(const Json &object) : object_(object) {}

    template <typename Accept> void text(const char *name, std::string &value, Accept accept) {
        take(name, [&](const Json &found) {
            if (!found.is_string() || !accept(found.get_ref<const std::string &>()))
                return false;
            value = found.get<std::string>();
            return true;
        });
    }
    void path(const char *name, fs::path &value) {
        std::string text;
        this->text(name, text, [](const std::string &) { return true; });
        value = text;
    }
    void number(const char *name, int &value, int least, int most) {
        take(name, [&](const Json &found) {
            if (!found.is_number_integer())
                return false;
            const auto read = found.get<std::int64_t>();
            if (read < least || read > most)
                return false;
            value = static_cast<int>(read);
            return true;
        });
    }
    void number(const char *name, double &value, double least, double most) {
        take(name, [&](const Json &found) {
            if (!found.is_number() ||
                !(found.get<double>() >= least && found.get<double>() <= most))
                return false;
            value = found.get<double>();
            return true;
        });
    }
    void flag(const char *name, bool &value) {
        take(name, [&](const Json &found) {
            if (found.is_boolean())
                value = found.get<bool>();
            return found.is_boolean();
        });
    }
    template <typename Accept>
    void list(const char *name, std::vector<std::string> &value, Accept accept) {
        take(name, [&](const Json &found) {
            std::vector<std::string> read;
            if (!found.is_array() || found.empty())
                return false;
            for (const Json &entry : found) {
                if (!entry.is_string() || !accept(entry.get_ref<const std::string &>()))
                    return false;
                read.push_back(entry.get<std::string>());
            }
            value = std::move(read);
            return true;
        });
    }
    [[nodiscard]] const std::vector<std::string> &wrong() const { return wrong_; }

  private:
    template <typename Take> void take(const char *name, Take take) {
        const auto found = object_.find(name);
        if (found != object_.end() && !take(*found))
            wrong_.emplace_back(name);
    }

    const Json &object_;
    std::vector<std::string> wrong_;
};

std::vector<std::string> read_values(const Json &object, Settings &values) {
    Reader reader(object);
    const auto any = [](const std::string &) { return true; };
    const auto language = [](const std::string &code) { return code == "zh" || code == "en"; };
    reader.text("language", values.language,
                [&](const std::string &code) { return code.empty() || language(code); });
    reader.text("theme", values.theme,
                [](const std::string &name) { return name == "dark" || name == "light"; });
    reader.text("model", values.model, any);
    reader.path("model_folder", values.model_folder);
    reader.path("picture_folder", values.picture_folder);
    reader.path("last_folder", values.last_folder);
    reader.text("backend", values.backend, [](const std::string &id) { return !id.empty(); });
    reader.number("threads", values.threads, 0, Settings::most_threads);
    reader.list("languages", values.languages, language);
    reader.number("idle_s", values.idle_s, Settings::least_idle_s, Settings::most_idle_s);
    reader.number("countdown_s", values.countdown_s, Settings::least_countdown_s,
                  Settings::most_countdown_s);
    reader.number("text_scale", values.text_scale, 1.0, 2.0);
    reader.flag("reduce_motion", values.reduce_motion);
    return reader.wrong();
}

void write_values(const Settings &values, Json &object) {
    object["language"] = values.language;
    object["theme"] = values.theme;
    object["model"] = values.model;
    object["model_folder"] = values.model_folder.string();
    object["picture_folder"] = values.picture_folder.string();
    object["last_folder"] = values.last_folder.string();
    object["backend"] = values.backend;
    object["threads"] = values.threads;
    object["languages"] = values.languages;
    object["idle_s"] = values.idle_s;
    object["countdown_s"] = values.countdown_s;
    object["text_scale"] = values.text_scale;
    object["reduce_motion"] = values.reduce_motion;
}

} // namespace

SettingsFile::SettingsFile(fs::path path) : path_(std::move(path)) { read(); }

void SettingsFile::read() {
    const auto bytes = read_file(path_, largest_bytes);
    if (!bytes) {
        if (bytes.error().code == "vanished")
            return;
        note_ = {"settings_unreadable", {path_.string(), english_message(bytes.error())}};
        locked_ = true; // nobody knows what would be lost
        return;
    }
    const auto *text = reinterpret_cast<const char *>(bytes->data());
    const Json object = Json::parse(text, text + bytes->size(), nullptr, false);
    const auto found = object.is_object() ? object.find("schema") : object.end();
    if (!object.is_object() || found == object.end() || !found->is_number_integer() ||
        found->get<std::int64_t>() < 1) {
        keep_aside();
        return;
    }
    kept_ = json_text(object);
    wrong_ = read_values(object, values_);
    if (found->get<std::int64_t>() > schema) {
        note_ = {"settings_newer", {std::to_string(found->get<std::int64_t>())}};
        locked_ = true;
    } else if (!wrong_.empty()) {
        note_ = {"settings_value", {fmt::format("{}", fmt::join(wrong_, ", "))}};
    }
}

void SettingsFile::keep_aside() {
    fs::path aside = path_;
    aside += ".damaged";
    std::error_code error;
    fs::rename(path_, aside, error);
    note_ = {"settings_damaged", {(error ? path_ : aside).string()}};
}

Result<std::string> SettingsFile::text_with(const Settings &before, const Settings &values) const {
    if (locked_)
        return note_;
    const SettingsFile now(path_); // another window may have written it since
    if (now.locked_)
        return now.note_;
    Json object = now.kept_.empty() ? Json::object() : Json::parse(now.kept_);
    if (now.kept_.empty() && !kept_.empty())
        object = Json::parse(kept_);
    Json old = Json::object();
    Json wanted = Json::object();
    write_values(before, old);
    write_values(values, wanted);
    Json current = Json::object();
    write_values(now.kept_.empty() ? before : now.values_, current);
    // What somebody mistyped stays for them to see and to mend, until it is set here.
    for (const auto &[name, value] : current.items())
        if (std::ranges::find(now.wrong_, name) == now.wrong_.end())
            object[name] = value;
    for (const auto &[name, value] : wanted.items())
        if (value != old[name])
            object[name] = value;
    object["schema"] = schema;
    return json_text(object, 4) + "\n";
}

} // namespace vitrine
