// What is offered to be held before the camera, against the words of the model for photos.
#include "app/viewmodels/camera/things_to_try.hpp"
#include "tests/app/window/tiny_model.hpp"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace vitrine;

class ThingsToTryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_photo_model_has_a_word_for_each();
    void a_small_model_offers_what_it_knows();
    void of_a_large_model_without_everyday_words_only_some();
};

void ThingsToTryTest::the_photo_model_has_a_word_for_each() {
    QFile file(QStringLiteral(VITRINE_ASSETS "/labels/imagenet1000.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto json = nlohmann::json::parse(file.readAll().toStdString());
    Manifest manifest;
    const auto never = json["never_headline"].get<std::set<int>>();
    std::set<std::string> unspeakable;
    for (const auto &parent : json["parents"]) {
        manifest.parents.push_back({parent["id"],
                                    {parent["en"], parent["zh"]},
                                    parent["members"].get<std::vector<int>>()});
        for (const int member : manifest.parents.back().members)
            if (never.contains(member))
                unspeakable.insert(parent["en"]);
    }
    const auto things = things_to_try(manifest);
    QCOMPARE(things.size(), std::size_t{8});
    std::set<std::string> words;
    for (const Phrase &thing : things) {
        QVERIFY(!thing.en.empty() && !thing.zh.empty());
        QVERIFY2(!unspeakable.contains(thing.en), thing.en.c_str());
        words.insert(thing.en);
    }
    QCOMPARE(words.size(), things.size());
}

void ThingsToTryTest::a_small_model_offers_what_it_knows() {
    const Manifest manifest = tiny_model("colours", 1).manifest;
    QVERIFY(things_to_try(manifest) == manifest.labels);
}

void ThingsToTryTest::of_a_large_model_without_everyday_words_only_some() {
    Manifest manifest;
    for (int i = 0; i < 100; ++i)
        manifest.labels.push_back({"thing " + std::to_string(i), {}});
    QCOMPARE(things_to_try(manifest).size(), std::size_t{8});
    QVERIFY(things_to_try({}).empty());
}

QTEST_GUILESS_MAIN(ThingsToTryTest)
#include "things_to_try_test.moc"
