#include "core/support/atomic_file.hpp"
#include "core/training/curves/curve_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>

namespace vitrine {

namespace {

constexpr std::uint64_t file_limit = std::uint64_t{256} << 20;

std::string_view trimmed(std::string_view text) {
    const auto is_edge = [](char c) { return c == ' ' || c == '"' || c == '\r' || c == '\t'; };
    while (!text.empty() && is_edge(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_edge(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Quoted cells may hold separators, no line ends.
std::vector<std::string_view> cells_of(std::string_view line, char separator) {
    std::vector<std::string_view> cells;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '"')
            quoted = !quoted;
        if (i == line.size() || (line[i] == separator && !quoted)) {
            cells.push_back(trimmed(line.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    return cells;
}

char separator_of(std::string_view line) {
    char best = ',';
    for (const char candidate : {',', ';', '\t'})
        if (std::ranges::count(line, candidate) > std::ranges::count(line, best))
            best = candidate;
    return best;
}

std::optional<double> number_of(std::string_view cell) {
    const bool percent = cell.ends_with('%');
    if (percent)
        cell = trimmed(cell.substr(0, cell.size() - 1));
    double number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc() || end != cell.data() + cell.size())
        return std::nullopt;
    return percent ? number / 100 : number;
}

class Table {
  public:
    explicit Table(std::string_view names) : separator_(separator_of(names)) {
        for (const std::string_view name : cells_of(names, separator_))
            columns_.push_back(curve_named(name));
    }

    [[nodiscard]] bool has(CurveName name) const {
        return std::ranges::find(columns_, std::optional(name)) != columns_.end();
    }
    /// Of the first column of that name; nothing where the cell holds no number.
    [[nodiscard]] std::optional<double> value(const std::vector<std::string_view> &cells,
                                              CurveName name) const {
        for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i)
            if (columns_[i] == name && !cells[i].empty())
                return number_of(cells[i]);
        return std::nullopt;
    }
    [[nodiscard]] std::vector<std::string_view> cells(std::string_view line) const {
        return cells_of(line, separator_);
    }

  private:
    char separator_;
    std::vector<std::optional<CurveName>> columns_;
};

std::string_view take_line(std::string_view &text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return line;
}

} // namespace

Result<ForeignCurves> read_metrics_csv(const std::filesystem::path &path) {
    const auto bytes = read_file(path, file_limit);
    if (!bytes)
        return bytes.error();
    std::string_view text(reinterpret_cast<const char *>(bytes->data()), bytes->size());
    if (text.starts_with("\xEF\xBB\xBF")) // a byte order mark
        text.remove_prefix(3);
    const Table table(take_line(text));
    ForeignCurves curves;
    curves.by_epoch = table.has(CurveName::epoch);
    if (!curves.by_epoch && !table.has(CurveName::step))
        return Error{"bad_curves", {path.string(), "no column is called epoch or step"}};
    // Several lines of one epoch: steps tell them apart.
    std::vector<std::pair<double, double>> places; // epoch, step
    std::vector<std::vector<std::string_view>> lines;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (trimmed(line).empty())
            continue;
        auto cells = table.cells(line);
        const auto x = table.value(cells, curves.by_epoch ? CurveName::epoch : CurveName::step);
        if (!x) {
            ++curves.skipped;
            continue;
        }
        places.emplace_back(*x, table.value(cells, CurveName::step).value_or(0));
        lines.push_back(std::move(cells));
    }
    const bool repeats = std::ranges::adjacent_find(places, {}, [](const auto &place) {
                             return place.first;
                         }) != places.end();
    if (curves.by_epoch && repeats && table.has(CurveName::step))
        curves.by_epoch = false;
    const bool use_step = !curves.by_epoch && table.has(CurveName::step) && repeats;
    double least = std::numeric_limits<double>::infinity();
    for (const auto &place : places)
        least = std::min(least, place.first);
    const double shift = curves.by_epoch && least == 0 ? 1 : 0; // Keras counts from 0
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const CurveName name : {CurveName::train_loss, CurveName::train_accuracy,
                                     CurveName::test_loss, CurveName::test_accuracy}) {
            const auto y = table.value(lines[i], name);
            const double x = use_step ? places[i].second : places[i].first + shift;
            if (y)
                append_point(curves.curve(static_cast<int>(name)), {x, *y}, curves);
        }
    if (!finish_curves(curves))
        return Error{"no_curves", {path.string()}};
    return curves;
}

} // namespace vitrine
