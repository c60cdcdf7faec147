#include "app/viewmodels/runs/left_out_pictures.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/json_text.hpp"
#include "core/support/log.hpp"

#include <nlohmann/json.hpp>

#include <system_error>

namespace vitrine {

namespace {

constexpr std::uint64_t file_limit = std::uint64_t{64} << 20;

std::map<std::string, LeftOutPictures::Names> read_names(const std::filesystem::path &file) {
    std::map<std::string, LeftOutPictures::Names> names;
    const auto bytes = read_file(file, file_limit);
    if (!bytes)
        return names;
    const auto *first = reinterpret_cast<const char *>(bytes->data());
    const auto kept = nlohmann::json::parse(first, first + bytes->size(), nullptr, false);
    if (!kept.is_object())
        return names;
    for (const auto &[data_set, list] : kept.items())
        for (const auto &name : list.is_array() ? list : nlohmann::json::array())
            if (name.is_string())
                names[data_set].insert(name.get<std::string>());
    return names;
}

} // namespace

LeftOutPictures::LeftOutPictures(std::filesystem::path file, QObject *parent)
    : QObject(parent), file_(std::move(file)) {
    pool_.setMaxThreadCount(1); // in order
}

LeftOutPictures::~LeftOutPictures() { pool_.waitForDone(); }

void LeftOutPictures::read() {
    pool_.start([this, file = file_] {
        QMetaObject::invokeMethod(
            this,
            [this, names = read_names(file)] {
                // What was chosen meanwhile is newer.
                for (const auto &[data_set, kept] : names)
                    names_.try_emplace(data_set, kept);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

const LeftOutPictures::Names &LeftOutPictures::of(const std::string &data_set) const {
    static const Names none;
    const auto found = names_.find(data_set);
    return found == names_.end() ? none : found->second;
}

bool LeftOutPictures::holds(const std::string &data_set, const std::string &name) const {
    return of(data_set).contains(name);
}

void LeftOutPictures::set(const std::string &data_set, const std::string &name, bool out) {
    if (out)
        names_[data_set].insert(name);
    else if (const auto found = names_.find(data_set); found != names_.end())
        found->second.erase(name);
    keep();
}

void LeftOutPictures::bring_all_back(const std::string &data_set) {
    names_.erase(data_set);
    keep();
}

void LeftOutPictures::keep() {
    std::erase_if(names_, [](const auto &entry) { return entry.second.empty(); });
    pool_.start([this, file = file_, text = json_text(nlohmann::json(names_), 1) + "\n"] {
        std::error_code ignored;
        std::filesystem::create_directories(file.parent_path(), ignored);
        const auto written = write_file_atomically(file, std::string_view(text));
        if (!written)
            log::warning("training", "{}", english_message(written.error()));
        QMetaObject::invokeMethod(
            this,
            [this, problem = written ? std::nullopt : std::optional(written.error())] {
                problem_ = problem;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

} // namespace vitrine
