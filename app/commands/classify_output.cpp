#include "app/commands/classify_output.hpp"

#include "app/commands/speech.hpp"
#include "app/commands/streams.hpp"
#include "app/commands/verdict_line.hpp"
#include "app/services/classify_csv.hpp"
#include "core/support/json_text.hpp"

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

class Words final : public ClassifyOutput {
  public:
    explicit Words(const Manifest &manifest) : manifest_(manifest) {}

    void classified(const ClassifiedPicture &picture) override {
        put("{}: {}  [{}]\n", in_a_line(picture.path), verdict_sentence(picture.verdict, manifest_),
            prediction_list(picture.verdict.predictions, manifest_));
    }

    void failed(const std::string &path, const Error &error) override {
        // Not a result: it goes where messages go, so that results stay countable.
        say_of(path, sentence_of(error));
    }

  private:
    const Manifest &manifest_;
};

class JsonLines final : public ClassifyOutput {
  public:
    JsonLines(const ClassifyFormat &format, const Manifest &manifest)
        : format_(format), manifest_(manifest) {}

    void classified(const ClassifiedPicture &picture) override {
        Json line{{"path", picture.path},
                  {"model", manifest_.name},
                  {"backend", picture.backend},
                  {"device", picture.device},
                  {"width", picture.width},
                  {"height", picture.height},
                  {"predictions", predictions_json(picture.verdict.predictions, manifest_)},
                  {"headline", speech().word(picture.verdict.headline).toStdString()},
                  {"verdict", to_string(picture.verdict.confidence)},
                  {"elapsed_ms", picture.elapsed_ms}};
        if (format_.logits)
            line["logits"] = picture.logits;
        print(line);
    }

    void failed(const std::string &path, const Error &error) override {
        print({{"path", path}, {"error", {{"code", error.code}, {"message", sentence_of(error)}}}});
    }

  private:
    static void print(const Json &line) {
        // File names need not be UTF-8; JSON must be.
        put("{}\n", json_text(line));
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
                           picture.verdict, manifest_, format_.top,
                           speech().tongue() == Language::Tongue::chinese));
    }

    void failed(const std::string &path, const Error &error) override {
        put("{}", csv_failure(path, error, format_.top));
    }

  private:
    ClassifyFormat format_;
    const Manifest &manifest_;
};

} // namespace

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
    return std::make_unique<Words>(manifest);
}

} // namespace vitrine
