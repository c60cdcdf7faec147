// Strict reading of JSON fields, with errors that name the field.
#pragma once

#include "core/support/result.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace vitrine {

/// The first thing that was wrong in a document. Readers that share one go on reading after a
/// fault, so that the code of a reading function is a plain list of fields.
struct JsonFault {
    std::string code;             ///< of the Error: "bad_manifest"
    std::optional<Error> error{}; ///< code (field, reason)

    void report(const std::string &field, const std::string &reason) {
        if (!error) {
            error = Error{code, {field, reason}};
        }
    }
};

/// One JSON object. Every field that is not asked for is a fault (see finish()).
class JsonFields {
  public:
    /// `json` and `fault` outlive the reader. `path` names the object ("input"), empty at the top.
    JsonFields(const nlohmann::json &json, std::string path, JsonFault &fault)
        : json_(json), path_(std::move(path)), fault_(fault) {
        if (!json_.is_object()) {
            fault_.report(path_.empty() ? "(document)" : path_, "is not an object");
        }
    }

    /// The value, or null where it is absent; absent and required is a fault.
    const nlohmann::json *find(const std::string &key, bool required) {
        known_.insert(key);
        const auto found = json_.is_object() ? json_.find(key) : json_.end();
        if (found == json_.end()) {
            if (required) {
                fault_.report(field(key), "is missing");
            }
            return nullptr;
        }
        return &*found;
    }

    void read(const std::string &key, std::string &into, bool required = false) {
        if (const auto *value = find(key, required)) {
            set(*value, field(key), into);
        }
    }
    void read(const std::string &key, bool &into) {
        if (const auto *value = find(key, false)) {
            if (!value->is_boolean()) {
                fault_.report(field(key), "is neither true nor false");
            } else {
                into = value->get<bool>();
            }
        }
    }
    void read(const std::string &key, int &into, int least, int most, bool required = false) {
        if (const auto *value = find(key, required)) {
            set(*value, field(key), into, least, most);
        }
    }
    void read(const std::string &key, std::int64_t &into) {
        if (const auto *value = find(key, false)) {
            if (!value->is_number_integer()) {
                fault_.report(field(key), "is not a whole number");
            } else if (value->is_number_unsigned() &&
                       value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
                fault_.report(field(key), "is out of range");
            } else {
                into = value->get<std::int64_t>();
            }
        }
    }
    void read(const std::string &key, double &into, double least, double most) {
        if (const auto *value = find(key, false)) {
            set(*value, field(key), into, least, most);
        }
    }
    void read(const std::string &key, std::optional<double> &into, double least, double most) {
        const auto *value = find(key, false);
        if (value != nullptr && !value->is_null()) {
            double number = 0;
            set(*value, field(key), number, least, most);
            into = number;
        }
    }
    void read(const std::string &key, std::vector<double> &into, double least, double most) {
        const auto *value = find(key, false);
        if (value == nullptr || !is_list(*value, key)) {
            return;
        }
        into.clear();
        for (std::size_t i = 0; i < value->size(); ++i) {
            set((*value)[i], item(key, i), into.emplace_back(), least, most);
        }
    }
    template <std::size_t N>
    void read(const std::string &key, std::array<float, N> &into, double least, double most) {
        const auto *value = list(key, N);
        for (std::size_t i = 0; value != nullptr && i < N; ++i) {
            double number = 0;
            set((*value)[i], item(key, i), number, least, most);
            into[i] = static_cast<float>(number);
        }
    }
    template <std::size_t N>
    void read(const std::string &key, std::array<int, N> &into, int least, int most) {
        const auto *value = list(key, N);
        for (std::size_t i = 0; value != nullptr && i < N; ++i) {
            set((*value)[i], item(key, i), into[i], least, most);
        }
    }
    void read(const std::string &key, std::vector<int> &into, int least, int most,
              bool required = false) {
        const auto *value = find(key, required);
        if (value == nullptr || !is_list(*value, key)) {
            return;
        }
        for (std::size_t i = 0; i < value->size(); ++i) {
            set((*value)[i], item(key, i), into.emplace_back(), least, most);
        }
    }
    void read(const std::string &key, std::vector<std::string> &into, bool required = false) {
        const auto *value = find(key, required);
        if (value == nullptr || !is_list(*value, key)) {
            return;
        }
        for (std::size_t i = 0; i < value->size(); ++i) {
            set((*value)[i], item(key, i), into.emplace_back());
        }
    }

    [[nodiscard]] std::string field(const std::string &key) const {
        return path_.empty() ? key : path_ + "." + key;
    }
    [[nodiscard]] std::string item(const std::string &key, std::size_t index) const {
        return field(key) + "[" + std::to_string(index) + "]";
    }

    /// Reports fields that were never asked for: mostly misspelt ones.
    void finish() {
        if (!json_.is_object()) {
            return;
        }
        for (const auto &[key, value] : json_.items()) {
            if (!known_.contains(key)) {
                fault_.report(field(key), "is not a known field");
            }
        }
    }

  private:
    bool is_list(const nlohmann::json &value, const std::string &key) {
        if (!value.is_array()) {
            fault_.report(field(key), "is not a list");
        }
        return value.is_array();
    }
    /// A list of exactly `count`, required.
    const nlohmann::json *list(const std::string &key, std::size_t count) {
        const auto *value = find(key, true);
        if (value == nullptr || !is_list(*value, key)) {
            return nullptr;
        }
        if (value->size() != count) {
            fault_.report(field(key), "does not have " + std::to_string(count) + " numbers");
            return nullptr;
        }
        return value;
    }
    void set(const nlohmann::json &value, const std::string &field, std::string &into) {
        if (!value.is_string()) {
            fault_.report(field, "is not text");
            return;
        }
        into = value.get_ref<const std::string &>();
    }
    void set(const nlohmann::json &value, const std::string &field, int &into, int least,
             int most) {
        if (!value.is_number_integer()) {
            fault_.report(field, "is not a whole number");
            return;
        }
        const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > INT32_MAX;
        const std::int64_t number = huge ? INT64_MAX : value.get<std::int64_t>();
        if (number < least || number > most) {
            fault_.report(field,
                          "is not from " + std::to_string(least) + " to " + std::to_string(most));
            return;
        }
        into = static_cast<int>(number);
    }
    void set(const nlohmann::json &value, const std::string &field, double &into, double least,
             double most) {
        if (!value.is_number()) {
            fault_.report(field, "is not a number");
            return;
        }
        const double number = value.get<double>();
        if (!std::isfinite(number) || number < least || number > most) {
            fault_.report(field, "is out of range");
            return;
        }
        into = number;
    }

    const nlohmann::json &json_;
    std::string path_;
    JsonFault &fault_;
    std::set<std::string> known_;
};

} // namespace vitrine
