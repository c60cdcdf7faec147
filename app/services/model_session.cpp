#include "app/services/model_session.hpp"

#include "backends/catalog/catalog.hpp"
#include "core/support/log.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr const char *cpu_id = "cpu";

bool is_device_failure(const Error &error) {
    return error.code == "device_lost" || error.code == "out_of_memory" ||
           error.code == "compute_failed" || error.code == "deadline_passed" ||
           error.code == "not_a_number";
}

bool has_backend(const Catalog &catalog, const std::string &id) {
    const auto records = catalog.records();
    return std::any_of(records.begin(), records.end(),
                       [&](const PluginRecord &record) { return record.id.toStdString() == id; });
}

} // namespace

HostServices host_services() {
    HostServices services;
    services.log = [](HostServices::Level level, const std::string &text) {
        switch (level) {
        case HostServices::Level::debug:
            return log::write(log::Level::debug, "backend", text);
        case HostServices::Level::info:
            return log::write(log::Level::info, "backend", text);
        case HostServices::Level::warning:
            return log::write(log::Level::warning, "backend", text);
        case HostServices::Level::error:
            return log::write(log::Level::error, "backend", text);
        }
    };
    return services;
}

Result<ChosenDevice> choose_device(Catalog &catalog, const std::string &backend,
                                   const std::string &device) {
    std::string id = backend;
    // "cuda:0" names its backend.
    const std::string prefix = device.substr(0, device.find(':'));
    if (id == "auto" && !device.empty() && has_backend(catalog, prefix))
        id = prefix;
    auto chosen = catalog.choose(QString::fromStdString(id));
    if (!chosen)
        return chosen.error();
    ChosenDevice result{chosen->id.toStdString(), device, chosen->backend};
    const auto &devices = chosen->devices;
    if (device.empty()) {
        if (devices.empty())
            return Error{"no_device", {result.backend_id}};
        result.device = devices.front().id;
    } else if (std::none_of(devices.begin(), devices.end(),
                            [&](const Device &found) { return found.id == device; })) {
        return Error{"no_such_device", {device, result.backend_id}};
    }
    return result;
}

Result<std::unique_ptr<ModelSession>> ModelSession::open(Catalog &catalog,
                                                         const std::filesystem::path &model_file,
                                                         const ComputeOptions &options,
                                                         int max_batch) {
    return open(
        catalog, [model_file] { return read_model(model_file); }, options, max_batch);
}

Result<std::unique_ptr<ModelSession>> ModelSession::open(Catalog &catalog,
                                                         std::function<Result<Model>()> make,
                                                         const ComputeOptions &options,
                                                         int max_batch) {
    std::unique_ptr<ModelSession> session(new ModelSession);
    session->catalog_ = &catalog;
    session->make_ = std::move(make);
    session->options_ = options;
    session->max_batch_ = std::max(1, max_batch);
    auto chosen = choose_device(catalog, options.backend, options.device);
    if (!chosen)
        return chosen.error();
    auto model = session->make_();
    if (!model)
        return model.error();
    session->backend_id_ = chosen->backend_id; // for the judgement whether to fall back
    session->device_ = chosen->device;
    if (auto loaded = session->load(*chosen, std::move(*model)); !loaded) {
        const Error &reason = loaded.error();
        if (auto fallen = session->fall_back_to_cpu(reason); !fallen)
            return reason;
    }
    return session;
}

Result<void> ModelSession::load(const ChosenDevice &chosen, Model model) {
    ClassifierOptions options;
    options.precision = options_.precision;
    options.threads = options_.threads;
    options.max_batch = max_batch_;
    auto classifier = chosen.backend->load_classifier(model, chosen.device, options);
    if (!classifier)
        return classifier.error();
    classifier_ = std::move(*classifier); // before its backend goes
    backend_ = chosen.backend;
    backend_id_ = chosen.backend_id;
    device_ = chosen.device;
    manifest_ = std::move(model.manifest);
    pictures_ = std::move(model.golden.images);
    return {};
}

Result<void> ModelSession::fall_back_to_cpu(const Error &reason) {
    if (options_.backend != "auto" || !options_.device.empty() || backend_id_ == cpu_id ||
        !has_backend(*catalog_, cpu_id))
        return reason;
    log::warning("session", "{} cannot go on ({}); the CPU computes instead", device_,
                 english_message(reason));
    auto chosen = choose_device(*catalog_, cpu_id, {});
    if (!chosen)
        return chosen.error();
    auto model = make_();
    if (!model)
        return model.error();
    const std::string given_up = backend_id_;
    if (auto loaded = load(*chosen, std::move(*model)); !loaded)
        return loaded.error();
    fallback_ = reason;
    given_up_ = given_up;
    return {};
}

Result<Classification> ModelSession::classify_once(const PixelBatch &batch, Wanted wanted,
                                                   std::chrono::seconds patience) {
    auto result = classifier_->classify(batch, wanted, std::chrono::steady_clock::now() + patience);
    if (!result)
        return result;
    if (!std::all_of(result->logits.begin(), result->logits.end(),
                     [](float logit) { return std::isfinite(logit); }))
        return Error{"not_a_number", {device_}};
    return result;
}

Result<Classification> ModelSession::classify(std::span<const Image> fitted, Wanted wanted,
                                              std::chrono::seconds patience) {
    pixels_.clear();
    PixelBatch batch;
    for (const Image &image : fitted) {
        batch.width = image.width;
        batch.height = image.height;
        pixels_.insert(pixels_.end(), image.pixels.begin(), image.pixels.end());
    }
    batch.count = static_cast<int>(fitted.size());
    batch.pixels = pixels_;
    auto result = classify_once(batch, wanted, patience);
    if (result.ok() || !is_device_failure(result.error()))
        return result;
    if (auto fallen = fall_back_to_cpu(result.error()); !fallen)
        return result;
    return classify_once(batch, wanted, patience);
}

} // namespace vitrine
