#include "core/models/manifest.hpp"

#include "core/models/json_fields.hpp"
#include "core/models/labels.hpp"
#include "core/support/json_text.hpp"

#include <algorithm>
#include <limits>

namespace vitrine {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int largest_side = 4096;      ///< pixels of the network's input
constexpr double tiny = 1e-6;           ///< in place of "more than zero"
constexpr double largest_number = 1e30; ///< fits a float

std::string_view to_string(Filter filter) {
    switch (filter) {
    case Filter::bilinear:
        return "bilinear";
    case Filter::bicubic:
        return "bicubic";
    case Filter::nearest:
        return "nearest";
    }
    return "";
}

Phrase read_phrase(const json &value, const std::string &path, JsonFault &fault) {
    Phrase phrase;
    JsonFields fields(value, path, fault);
    fields.read("en", phrase.en, true);
    fields.read("zh", phrase.zh);
    fields.finish();
    return phrase;
}

Architecture read_architecture(const json &value, JsonFault &fault) {
    Architecture architecture;
    JsonFields fields(value, "architecture", fault);
    fields.read("family", architecture.family, true);
    constexpr int most = std::numeric_limits<int>::max(); // invalid_field() knows the real ranges
    if (architecture.family == "resnet") {
        fields.read("depth", architecture.depth, 0, most, true);
        fields.read("stem", architecture.stem, true);
        fields.read("width", architecture.width, 0, most, true);
    } else if (architecture.family == "fastnet") {
        fields.read("widths", architecture.widths, 0, most);
    }
    fields.read("classes", architecture.classes, 0, most, true);
    if (const auto field = invalid_field(architecture)) {
        fault.report("architecture." + *field, "is not supported");
    }
    fields.finish();
    return architecture;
}

InputRule read_input(const json &value, JsonFault &fault) {
    InputRule input;
    JsonFields fields(value, "input", fault);
    fields.read("width", input.width, 1, largest_side, true);
    fields.read("height", input.height, 1, largest_side, true);
    fields.read("mean", input.mean, -largest_number, largest_number);
    fields.read("std", input.std, tiny, largest_number);
    fields.read("crop_fraction", input.crop_fraction, tiny, 1.0);
    std::string filter{to_string(input.filter)};
    fields.read("filter", filter);
    fields.finish();
    for (const Filter known : {Filter::bilinear, Filter::bicubic, Filter::nearest}) {
        if (filter == to_string(known)) {
            input.filter = known;
            return input;
        }
    }
    fault.report("input.filter", "is not bilinear, bicubic or nearest");
    return input;
}

Calibration read_calibration(const json &value, JsonFault &fault) {
    Calibration calibration;
    JsonFields fields(value, "calibration", fault);
    fields.read("temperature", calibration.temperature, tiny, largest_number);
    fields.read("sure", calibration.sure, 0.0, 1.0);
    fields.read("probably", calibration.probably, 0.0, 1.0);
    fields.read("reject_energy", calibration.reject_energy, -largest_number, largest_number);
    fields.finish();
    if (calibration.probably > calibration.sure) {
        fault.report("calibration.probably", "is more than sure");
    }
    return calibration;
}

std::int64_t read_count(JsonFields &fields, const std::string &key, JsonFault &fault) {
    std::int64_t count = 0;
    fields.read(key, count);
    if (count < 0) {
        fault.report(fields.field(key), "is negative");
    }
    return count;
}

std::vector<MixUp> read_mix_ups(const json &value, int classes, JsonFault &fault) {
    std::vector<MixUp> mix_ups;
    if (!value.is_array()) {
        fault.report("provenance.mix_ups", "is not a list");
        return mix_ups;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        JsonFields fields(value[i], "provenance.mix_ups[" + std::to_string(i) + "]", fault);
        MixUp &mix_up = mix_ups.emplace_back();
        fields.read("true", mix_up.true_class, 0, classes - 1, true);
        fields.read("guessed", mix_up.guessed_class, 0, classes - 1, true);
        mix_up.count = read_count(fields, "count", fault);
        fields.finish();
    }
    return mix_ups;
}

Provenance read_provenance(const json &value, int classes, JsonFault &fault) {
    Provenance provenance;
    JsonFields fields(value, "provenance", fault);
    fields.read("recipe", provenance.recipe);
    fields.read("dataset", provenance.dataset);
    fields.read("dataset_fingerprint", provenance.dataset_fingerprint);
    fields.read("program_version", provenance.program_version);
    fields.read("note", provenance.note);
    fields.read("seed", provenance.seed);
    fields.read("epochs", provenance.epochs, 0, std::numeric_limits<int>::max());
    fields.read("accuracy", provenance.accuracy, 0.0, 1.0);
    provenance.training_pictures = read_count(fields, "training_pictures", fault);
    provenance.test_pictures = read_count(fields, "test_pictures", fault);
    if (const auto *mix_ups = fields.find("mix_ups", false)) {
        provenance.mix_ups = read_mix_ups(*mix_ups, classes, fault);
    }
    fields.finish();
    return provenance;
}

GoldenTolerance read_golden(const json &value, JsonFault &fault) {
    GoldenTolerance golden;
    JsonFields fields(value, "golden", fault);
    fields.read("float32", golden.float32, 0.0, 1.0);
    fields.read("float16", golden.float16, 0.0, 1.0);
    fields.read("bfloat16", golden.bfloat16, 0.0, 1.0);
    fields.finish();
    return golden;
}

/// Names go into file names and command lines.
bool is_identifier(const std::string &name) {
    return !name.empty() && name.size() <= 200 && name.front() != '.' && name.front() != '-' &&
           std::ranges::all_of(name, [](unsigned char letter) {
               return letter > 0x20 && letter != '/' && letter != '\\' && letter != 0x7F;
           });
}

void read_all(const json &document, Manifest &manifest, JsonFault &fault) {
    JsonFields fields(document, "", fault);
    fields.read("schema", manifest.schema, 1, Manifest::current_schema, true);
    fields.read("name", manifest.name, true);
    if (!is_identifier(manifest.name)) {
        fault.report("name", "is not an identifier");
    }
    if (const auto *value = fields.find("title", false)) {
        manifest.title = read_phrase(*value, "title", fault);
    }
    if (const auto *value = fields.find("architecture", true)) {
        manifest.architecture = read_architecture(*value, fault);
    }
    if (const auto *value = fields.find("input", true)) {
        manifest.input = read_input(*value, fault);
    }
    LabelSet set = read_label_fields(fields, fault);
    if (set.labels.size() != static_cast<std::size_t>(manifest.architecture.classes)) {
        fault.report("labels", "are not as many as architecture.classes");
    }
    manifest.labels = std::move(set.labels);
    manifest.parents = std::move(set.parents);
    manifest.never_headline = std::move(set.never_headline);
    if (const auto *value = fields.find("calibration", false)) {
        manifest.calibration = read_calibration(*value, fault);
    }
    if (const auto *value = fields.find("provenance", false)) {
        manifest.provenance = read_provenance(*value, manifest.architecture.classes, fault);
    }
    if (const auto *value = fields.find("golden", false)) {
        manifest.golden = read_golden(*value, fault);
    }
    fields.finish();
}

ordered_json phrase_json(const Phrase &phrase) { return {{"en", phrase.en}, {"zh", phrase.zh}}; }

ordered_json architecture_json(const Architecture &architecture) {
    ordered_json value{{"family", architecture.family}};
    if (architecture.family == "resnet") {
        value["depth"] = architecture.depth;
        value["stem"] = architecture.stem;
        value["width"] = architecture.width;
    } else if (architecture.family == "fastnet") {
        value["widths"] = architecture.widths;
    }
    value["classes"] = architecture.classes;
    return value;
}

ordered_json optional_number(const std::optional<double> &number) {
    return number ? ordered_json(*number) : ordered_json(nullptr);
}

ordered_json provenance_json(const Provenance &provenance) {
    ordered_json mix_ups = ordered_json::array();
    for (const MixUp &mix_up : provenance.mix_ups) {
        mix_ups.push_back({{"true", mix_up.true_class},
                           {"guessed", mix_up.guessed_class},
                           {"count", mix_up.count}});
    }
    return {{"recipe", provenance.recipe},
            {"dataset", provenance.dataset},
            {"dataset_fingerprint", provenance.dataset_fingerprint},
            {"program_version", provenance.program_version},
            {"note", provenance.note},
            {"seed", provenance.seed},
            {"epochs", provenance.epochs},
            {"accuracy", optional_number(provenance.accuracy)},
            {"training_pictures", provenance.training_pictures},
            {"test_pictures", provenance.test_pictures},
            {"mix_ups", mix_ups}};
}

} // namespace

Result<Manifest> parse_manifest(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        return Error{"bad_manifest", {"(document)", "is not JSON"}};
    }
    // First, so that a later program's file is called newer rather than wrong.
    if (document.is_object() && document.contains("schema")) {
        const json &schema = document["schema"];
        if (schema.is_number_unsigned() &&
            schema.get<std::uint64_t>() > std::uint64_t{Manifest::current_schema}) {
            return Error{"newer_schema", {schema.dump(), std::to_string(Manifest::current_schema)}};
        }
    }
    Manifest manifest;
    JsonFault fault{"bad_manifest"};
    read_all(document, manifest, fault);
    if (fault.error) {
        return *fault.error;
    }
    return manifest;
}

std::string to_json(const Manifest &manifest) {
    const InputRule &input = manifest.input;
    const Calibration &calibration = manifest.calibration;
    const GoldenTolerance &golden = manifest.golden;
    ordered_json document;
    document["schema"] = Manifest::current_schema; // whatever the manifest was read from
    document["name"] = manifest.name;
    document["title"] = phrase_json(manifest.title);
    document["architecture"] = architecture_json(manifest.architecture);
    document["input"] = {{"width", input.width},
                         {"height", input.height},
                         {"mean", input.mean},
                         {"std", input.std},
                         {"crop_fraction", input.crop_fraction},
                         {"filter", to_string(input.filter)}};
    ordered_json english = ordered_json::array();
    ordered_json chinese = ordered_json::array();
    for (const Phrase &label : manifest.labels) {
        english.push_back(label.en);
        chinese.push_back(label.zh);
    }
    document["labels"] = {{"en", english}, {"zh", chinese}};
    document["parents"] = ordered_json::array();
    for (const Parent &parent : manifest.parents) {
        document["parents"].push_back({{"id", parent.id},
                                       {"en", parent.word.en},
                                       {"zh", parent.word.zh},
                                       {"members", parent.members}});
    }
    document["never_headline"] = manifest.never_headline;
    document["calibration"] = {{"temperature", calibration.temperature},
                               {"sure", calibration.sure},
                               {"probably", calibration.probably},
                               {"reject_energy", optional_number(calibration.reject_energy)}};
    document["provenance"] = provenance_json(manifest.provenance);
    document["golden"] = {
        {"float32", golden.float32}, {"float16", golden.float16}, {"bfloat16", golden.bfloat16}};
    // Text that is not UTF-8 is written with replacement characters rather than thrown at us.
    return json_text(document);
}

} // namespace vitrine
