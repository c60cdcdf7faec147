#include "app/services/files/folder_listing.hpp"

#include "app/services/files/name_order.hpp"
#include "app/services/owner_link.hpp"
#include "core/data/picture_folder.hpp"

#include <QFile>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <tuple>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

constexpr int most_entries = 1'000'000;
constexpr auto tell_every = std::chrono::milliseconds(100);

Error folder_error(const QString &folder, const std::error_code &error) {
    const std::string path = folder.toStdString();
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
        return {"folder_vanished", {path}};
    if (error == std::errc::permission_denied)
        return {"folder_closed", {path}};
    return {"folder_unreadable", {path, error.message()}};
}

std::optional<FolderEntry> entry_of(const fs::path &path) {
    const std::string name = path.filename().string();
    struct stat status {};
    if (name.starts_with('.') || ::stat(path.c_str(), &status) != 0)
        return std::nullopt; // a link that points nowhere is nothing to choose
    const bool is_folder = S_ISDIR(status.st_mode);
    if (!is_folder && !has_picture_name(path))
        return std::nullopt;
    return FolderEntry{QFile::decodeName(name.c_str()), QFile::decodeName(path.c_str()), is_folder,
                       static_cast<qint64>(status.st_mtime)};
}

/// Comparing names by their language is slow, so it is done here, once; what it gives is sorted.
void number(std::vector<FolderEntry> &entries) {
    std::vector<QString> names;
    names.reserve(entries.size());
    for (const FolderEntry &entry : entries)
        names.push_back(entry.name);
    std::vector<std::size_t> order = order_by_name(names);
    for (std::size_t place = 0; place < order.size(); ++place)
        entries[order[place]].by_name = static_cast<int>(place);
    std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
        return entries[left].modified > entries[right].modified;
    });
    for (std::size_t place = 0; place < order.size(); ++place)
        entries[order[place]].by_date = static_cast<int>(place);
    std::ranges::sort(entries, {}, [](const FolderEntry &entry) {
        return std::tuple(!entry.is_folder, entry.by_name);
    });
}

} // namespace

Result<std::vector<FolderEntry>> list_folder(const QString &folder, const std::stop_token &stop,
                                             const ListingProgress &progress) {
    std::vector<FolderEntry> entries;
    std::error_code error;
    fs::directory_iterator it(QFile::encodeName(folder).toStdString(), error);
    auto told = std::chrono::steady_clock::now();
    for (int seen = 1; !error && it != fs::directory_iterator() && !stop.stop_requested(); ++seen) {
        if (seen > most_entries)
            return Error{"folder_full", {folder.toStdString(), std::to_string(most_entries)}};
        if (auto entry = entry_of(it->path()))
            entries.push_back(std::move(*entry));
        if (const auto now = std::chrono::steady_clock::now(); now - told > tell_every) {
            told = now;
            progress(seen);
        }
        it.increment(error);
    }
    if (error)
        return folder_error(folder, error);
    number(entries);
    return entries;
}

FolderListing::FolderListing(ListFolder list, QObject *parent)
    : QObject(parent), list_(std::move(list)) {}

FolderListing::~FolderListing() { cancel(); }

void FolderListing::cancel() {
    if (!link_)
        return;
    stop_.request_stop();
    link_->cut();
}

void FolderListing::start(const QString &folder) {
    cancel();
    link_ = std::make_shared<Link>(*this);
    stop_ = std::stop_source();
    // Detached: a network disk may keep it for minutes, and it owns all that it touches.
    std::thread([link = link_, stop = stop_.get_token(), list = list_, folder] {
        auto entries = list(folder, stop, [&link](int count) {
            Link::post(link, [count](FolderListing &owner) { Q_EMIT owner.seen(count); });
        });
        Link::post(link, [entries = std::move(entries)](FolderListing &owner) {
            if (entries)
                Q_EMIT owner.listed(*entries);
            else
                Q_EMIT owner.failed(entries.error());
        });
    }).detach();
}

} // namespace vitrine
