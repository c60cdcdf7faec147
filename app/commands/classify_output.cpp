#include "app/commands/classify_output.hpp"

#include "app/commands/streams.hpp"
#include "app/services/classify_csv.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

std::string capitalised(std::string word) {
    if (!word.empty() && word.front() >= 'a' && word.front() <= 'z')
        word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

/// "Cat, dog or deer", "猫、狗或鹿": at most three.
std::string alternatives(const std::vector<Candidate> &candidates, Tongue tongue) {
    const std::size_t count = std::min<std::size_t>(3, candidates.size());
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string &word = in_tongue(candidates[i].word, tongue);
        if (i == 0)
            text = tongue == Tongue::zh ? word : capitalised(word);
        else if (i + 1 == count)
            text += (tongue == Tongue::zh ? "或" : " or ") + word;
        else
            text += (tongue == Tongue::zh ? "、" : ", ") + word;
    }
    return text;
}

class Words final : public ClassifyOutput {
  public:
    Words(const ClassifyFormat &format, const Manifest &manifest)
        : format_(format), manifest_(manifest) {}

    void classified(const ClassifiedPicture &picture) override {
        const auto &labels = manifest_.labels;
        std::string list;
        for (const Prediction &prediction : picture.verdict.predictions) {
            const Phrase &label = labels[static_cast<std::size_t>(prediction.id)];
            list += fmt::format("{}{} {:.1f}%", list.empty() ? "" : ", ",
                                in_tongue(label, format_.tongue), 100 * prediction.probability);
        }
        put("{}: {}  [{}]\n", picture.path,
            verdict_sentence(picture.verdict, labels.size(), format_.tongue), list);
    }

    void failed(const std::string &path, const Error &error) override {
        // Not a result: it goes where messages go, so that results stay countable.
        say("{}: {}\n", path, english_message(error));
    }

  private:
    ClassifyFormat format_;
    const Manifest &manifest_;
};

class JsonLines final : public ClassifyOutput {
  public:
    JsonLines(const ClassifyFormat &format, const Manifest &manifest)
        : format_(format), manifest_(manifest) {}

    void classified(const ClassifiedPicture &picture) override {
        Json predictions = Json::array();
        for (const Prediction &prediction : picture.verdict.predictions) {
            const Phrase &label = manifest_.labels[static_cast<std::size_t>(prediction.id)];
            predictions.push_back({{"id", prediction.id},
                                   {"label", in_tongue(label, format_.tongue)},
                                   {"probability", prediction.probability}});
        }
        Json line{{"path", picture.path},
                  {"model", manifest_.name},
                  {"backend", picture.backend},
                  {"device", picture.device},
                  {"width", picture.width},
                  {"height", picture.height},
                  {"predictions", predictions},
                  {"headline", in_tongue(picture.verdict.headline, format_.tongue)},
                  {"verdict", to_string(picture.verdict.confidence)},
                  {"elapsed_ms", picture.elapsed_ms}};
        if (format_.logits)
            line["logits"] = picture.logits;
        print(line);
    }

    void failed(const std::string &path, const Error &error) override {
        print({{"path", path},
               {"error", {{"code", error.code}, {"message", english_message(error)}}}});
    }

  private:
    static void print(const Json &line) {
        // File names need not be UTF-8; JSON must be.
        put("{}\n", line.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    ClassifyFormat format_;
    const Manifest &manifest_;
};

class CsvLines final : public ClassifyOutput {
  public:
    CsvLines(const ClassifyFormat &format, const Manifest &manifest)
        : format_(format), manifest_(manifest) {
        put("{}", csv_header(format_.top));
    }

    void classified(const ClassifiedPicture &picture) override {
        put("{}", csv_line({picture.path, picture.width, picture.height, picture.elapsed_ms},
                           picture.verdict, manifest_, format_.top, format_.tongue == Tongue::zh));
    }

    void failed(const std::string &path, const Error &error) override {
        put("{}", csv_failure(path, error, format_.top));
    }

  private:
    ClassifyFormat format_;
    const Manifest &manifest_;
};

} // namespace

Tongue environment_tongue() {
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char *value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? Tongue::zh : Tongue::en;
    }
    return Tongue::en;
}

const std::string &in_tongue(const Phrase &phrase, Tongue tongue) {
    return tongue == Tongue::zh && !phrase.zh.empty() ? phrase.zh : phrase.en;
}

std::string verdict_sentence(const Verdict &verdict, std::size_t classes, Tongue tongue) {
    const bool zh = tongue == Tongue::zh;
    const std::string &word = in_tongue(verdict.headline, tongue);
    switch (verdict.confidence) {
    case Confidence::sure:
        return zh ? fmt::format("这是{} ● 很有把握", word)
                  : fmt::format("{} ● Very sure", capitalised(word));
    case Confidence::probably:
        return zh ? fmt::format("可能是{} ◐ 有些把握", word)
                  : fmt::format("Probably {} ◐ Fairly sure", word);
    case Confidence::not_sure:
        return zh ? fmt::format("说不准：{} ○ 没把握", alternatives(verdict.candidates, tongue))
                  : fmt::format("{}? ○ Not sure", alternatives(verdict.candidates, tongue));
    case Confidence::unknown:
        break;
    }
    return zh ? fmt::format("不像我认识的这 {} 种", classes)
              : fmt::format("Not like any of the {} things I know", classes);
}

std::unique_ptr<ClassifyOutput> make_output(const ClassifyFormat &format,
                                            const Manifest &manifest) {
    switch (format.kind) {
    case ClassifyFormat::Kind::json:
        return std::make_unique<JsonLines>(format, manifest);
    case ClassifyFormat::Kind::csv:
        return std::make_unique<CsvLines>(format, manifest);
    case ClassifyFormat::Kind::words:
        break;
    }
    return std::make_unique<Words>(format, manifest);
}

} // namespace vitrine
