#include "app/kiosk/staff_code.hpp"

#include "core/support/atomic_file.hpp"
#include "core/support/log.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <system_error>

namespace vitrine {
namespace {

using Json = nlohmann::json;
using namespace std::chrono;
namespace fs = std::filesystem;

constexpr int schema = 1;
constexpr std::uint64_t largest_bytes = 4096;

std::optional<Json> read_object(const fs::path &path) {
    const auto bytes = read_file(path, largest_bytes);
    if (!bytes)
        return bytes.error().code == "vanished" ? std::optional<Json>() : Json();
    const auto *text = reinterpret_cast<const char *>(bytes->data());
    return Json::parse(text, text + bytes->size(), nullptr, false);
}

std::string read_hash(const fs::path &path) {
    const auto object = read_object(path);
    if (!object || !object->is_object())
        return {};
    const auto hash = object->find("hash");
    return hash != object->end() && hash->is_string() ? hash->get<std::string>() : std::string();
}

Result<void> write_object(const fs::path &path, const Json &object) {
    std::error_code ignored; // shows when the file is written
    fs::create_directories(path.parent_path(), ignored);
    return write_file_atomically(path, object.dump(4) + "\n");
}

bool is_code(std::string_view code) {
    return code.size() >= StaffCode::least_digits && code.size() <= StaffCode::most_digits &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

StaffCode::StaffCode(StaffCodeFiles files, Clock clock)
    : files_(std::move(files)), clock_(std::move(clock)), tries_(read_tries()) {}

bool StaffCode::is_set() const { return !read_hash(files_.code).empty(); }

seconds StaffCode::lock_after(int failures) {
    if (failures <= free_failures)
        return seconds(0);
    const int doublings = std::min(failures - free_failures - 1, 12);
    return std::min(first_lock * (1 << doublings), longest_lock);
}

seconds StaffCode::wait_of(const Tries &tries) const {
    const auto left = ceil<seconds>(tries.locked_until - clock_());
    return std::clamp(left, seconds(0), lock_after(tries.failures));
}

seconds StaffCode::wait() const {
    const std::lock_guard lock(mutex_);
    return wait_of(tries_);
}

StaffCode::Answer StaffCode::check(std::string_view code) {
    const std::lock_guard lock(mutex_);
    const std::string hash = read_hash(files_.code);
    if (hash.empty() || sodium_init() < 0)
        return {Verdict::not_set, {}};
    if (const seconds left = wait_of(tries_); left > seconds(0))
        return {Verdict::locked, left};
    Tries tried = tries_;
    tried.failures = std::min(tried.failures + 1, 1000);
    tried.locked_until = clock_() + lock_after(tried.failures);
    write_tries(tried);
    if (crypto_pwhash_str_verify(hash.c_str(), code.data(), code.size()) != 0)
        return {Verdict::wrong, wait_of(tries_)};
    write_tries({});
    return {Verdict::right, {}};
}

StaffCode::Tries StaffCode::read_tries() const {
    const auto object = read_object(files_.tries);
    if (!object)
        return {};
    // A visitor cannot write this file; one that is damaged all the same locks once.
    const Tries suspicious{free_failures + 1, clock_() + first_lock};
    if (!object->is_object())
        return suspicious;
    const auto failures = object->find("failures");
    const auto until = object->find("locked_until");
    if (failures == object->end() || until == object->end() || !failures->is_number_integer() ||
        !until->is_number_integer())
        return suspicious;
    Tries tries;
    tries.failures = static_cast<int>(std::clamp<std::int64_t>(*failures, 0, 1000));
    constexpr std::int64_t far_off = 1LL << 33; // seconds: fits the clock's nanoseconds
    tries.locked_until = system_clock::time_point(
        seconds(std::clamp<std::int64_t>(until->get<std::int64_t>(), 0, far_off)));
    return tries;
}

void StaffCode::write_tries(const Tries &tries) {
    tries_ = tries;
    const auto until = ceil<seconds>(tries.locked_until.time_since_epoch()).count();
    const auto written = write_object(
        files_.tries, {{"schema", schema}, {"failures", tries.failures}, {"locked_until", until}});
    if (!written) // the lock then lasts as long as the program
        log::warning("kiosk", "{}", english_message(written.error()));
}

Result<void> StaffCode::set(const StaffCodeFiles &files, std::string_view code, Cost cost) {
    if (!is_code(code))
        return Error{"bad_staff_code"};
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (sodium_init() < 0 || crypto_pwhash_str(hash.data(), code.data(), code.size(), cost.passes,
                                               cost.memory_bytes) != 0)
        return Error{"out_of_memory"};
    const mode_t before = ::umask(0077); // the hash is for its owner alone
    auto written = write_object(files.code, {{"schema", schema}, {"hash", hash.data()}});
    ::umask(before);
    if (!written)
        return written;
    std::error_code ignored; // there may have been none
    fs::remove(files.tries, ignored);
    return {};
}

} // namespace vitrine
