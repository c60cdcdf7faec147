// Pictures decoded ahead come in the list's order, whatever happens to each of them.
#include "core/data/decode_pool.hpp"
#include "core/images/decode_image.hpp"
#include "core/images/fit_to_model.hpp"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <condition_variable>
#include <memory>
#include <mutex>

using namespace vitrine;

namespace {

const std::filesystem::path fixtures(VITRINE_FIXTURES);

std::vector<ListedPicture> mixed_list(int count) {
    std::vector<ListedPicture> list;
    for (int i = 0; i < count; ++i) {
        if (i % 5 == 2)
            list.push_back({fixtures / ("nowhere" + std::to_string(i))});
        else if (i % 5 == 4)
            list.push_back({"folder", Error{"no_pictures", {std::to_string(i)}}});
        else
            list.push_back({fixtures / (i % 5 == 0 ? "coffee.png" : "cifar_frog.png")});
    }
    return list;
}

} // namespace

class TestDecodePool : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keeps_the_order_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("ahead");
        QTest::newRow("one by one") << 1 << 1;
        QTest::newRow("more threads than room") << 8 << 2;
        QTest::newRow("much room") << 4 << 1000;
    }
    void keeps_the_order() {
        QFETCH(int, threads);
        QFETCH(int, ahead);
        const InputRule rule;
        auto coffee = read_image(fixtures / "coffee.png");
        auto frog = read_image(fixtures / "cifar_frog.png");
        QVERIFY(coffee.ok() && frog.ok());
        const Image fitted_coffee = fit_to_model(*coffee, rule);
        DecodePool pool(mixed_list(43), rule, threads, ahead);
        for (int i = 0; i < 43; ++i) {
            const auto picture = pool.next();
            QVERIFY(picture.has_value());
            if (i % 5 == 2) {
                QCOMPARE(picture->fitted.error().code, std::string("vanished"));
            } else if (i % 5 == 4) {
                QCOMPARE(picture->fitted.error().arguments.front(), std::to_string(i));
            } else {
                QVERIFY(picture->fitted.ok());
                QVERIFY(*picture->fitted == (i % 5 == 0 ? fitted_coffee : *frog));
                QCOMPARE(picture->width, i % 5 == 0 ? 600 : 32);
            }
        }
        QVERIFY(!pool.next().has_value());
        QVERIFY(!pool.next().has_value());
    }

    void ends_early_without_waiting_for_the_list() {
        DecodePool pool(mixed_list(100000), InputRule{}, 2, 4);
        QVERIFY(pool.next().has_value());
    }

    void a_disk_that_does_not_answer_is_given_up() {
        struct Disk {
            std::mutex mutex;
            std::condition_variable changed;
            bool answers = false;
        };
        const auto disk = std::make_shared<Disk>();
        const ReadAndFit read = [disk](const std::filesystem::path &path, const InputRule &rule,
                                       const DecodeLimits &limits) {
            if (path.filename() == "silent.png") {
                std::unique_lock lock(disk->mutex);
                disk->changed.wait(lock, [&] { return disk->answers; });
            }
            return read_and_fit(path, rule, limits);
        };
        std::vector<ListedPicture> list = mixed_list(1);
        list.insert(list.end(), 40, {"silent.png"});
        {
            DecodePool pool(list, InputRule{}, 2, 3, std::chrono::milliseconds(100), read);
            QVERIFY(pool.next()->fitted.ok());
            for (std::size_t i = 1; i < list.size(); ++i) {
                const auto picture = pool.next();
                QVERIFY(picture && !picture->fitted.ok());
                QCOMPARE(picture->fitted.error().code, std::string("too_slow"));
            }
            QVERIFY(!pool.next());
        } // and it ends
        const std::lock_guard lock(disk->mutex);
        disk->answers = true;
        disk->changed.notify_all();
    }

    void an_empty_list() {
        DecodePool pool({}, InputRule{}, 2, 4);
        QVERIFY(!pool.next().has_value());
    }

    void lists_folders_in_order_and_ends_loops() {
        QTemporaryDir root;
        const auto path = [&](const char *name) {
            return std::filesystem::path(root.path().toStdString()) / name;
        };
        for (const char *name : {"b.png", "a.JPG", "notes.txt", ".hidden.png", "sub/c.gif"}) {
            std::filesystem::create_directories(path(name).parent_path());
            QFile file(QString::fromStdString(path(name).string()));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        std::filesystem::create_directory_symlink(path(""), path("sub/loop"));
        const std::vector<std::filesystem::path> named{path("sub"), path(""), path("notes.txt")};
        std::vector<std::string> flat;
        for (const ListedPicture &picture : list_pictures(named, false))
            flat.push_back(picture.path.filename().string());
        QCOMPARE(flat, (std::vector<std::string>{"c.gif", "a.JPG", "b.png", "notes.txt"}));
        std::vector<std::string> deep;
        for (const ListedPicture &picture : list_pictures(std::vector{path("")}, true))
            deep.push_back(picture.path.filename().string());
        QCOMPARE(deep, (std::vector<std::string>{"a.JPG", "b.png", "c.gif"}));
    }
};

QTEST_GUILESS_MAIN(TestDecodePool)
#include "test_decode_pool.moc"
