// Data sets of every shape, and the ways in which they are wrong.
#include "core/data/training/training_data.hpp"

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

void write(const fs::path &path, const std::string &bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

/// A record whose planes hold `red`, 1 and 2.
std::string record(int label, int red) {
    return std::string(1, static_cast<char>(label)) + std::string(1024, static_cast<char>(red)) +
           std::string(1024, 1) + std::string(1024, 2);
}

void write_cifar(const fs::path &folder) {
    std::string training;
    std::string test;
    for (int label = 0; label < 10; ++label) {
        training += record(label, 10 + label);
        test += record(label, 100 + label);
    }
    write(folder / "data_batch_1.bin", training);
    write(folder / "data_batch_2.bin", record(3, 77));
    write(folder / "test_batch.bin", test);
    write(folder / "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
}

void picture(const fs::path &path, int red, int size = 8) {
    fs::create_directories(path.parent_path());
    QImage image(size, size, QImage::Format_RGB888);
    image.fill(QColor(red, 50, 60));
    QVERIFY(image.save(QString::fromStdString(path.string())));
}

/// `count` different pictures of each class under `folder`.
void write_classes(const fs::path &folder, const std::vector<std::string> &names, int count,
                   int base = 0) {
    for (std::size_t c = 0; c < names.size(); ++c)
        for (int i = 0; i < count; ++i)
            picture(folder / names[c] / (std::to_string(i) + ".png"),
                    base + static_cast<int>(c) * 60 + i);
}

DataOptions options(int side = 8) {
    DataOptions result;
    result.input.width = side;
    result.input.height = side;
    return result;
}

std::string reason(const Result<TrainingData> &data) {
    return data ? "it was taken" : english_message(data.error());
}

bool remarks(const TrainingData &data, const std::string &code) {
    return std::ranges::any_of(data.remarks, [&](const Error &e) { return e.code == code; });
}

} // namespace

class TestTrainingData : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    void binary_files() {
        write_cifar(root_);
        const auto data = load_training_data(root_, options(32));
        QVERIFY2(data.ok(), reason(data).c_str());
        QCOMPARE(data->training.size(), 11);
        QCOMPARE(data->test.size(), 10);
        QCOMPARE(data->class_names[3], std::string("d"));
        QCOMPARE(data->training.labels.back(), 3);
        QCOMPARE(data->training.pixels.size(), std::size_t{11 * 32 * 32 * 3});
        const std::size_t last = 10 * 32 * 32 * 3;
        QCOMPARE(int(data->training.pixels[last]), 77);
        QCOMPARE(int(data->training.pixels[last + 1]), 1);
        QCOMPARE(int(data->training.pixels[last + 2]), 2);
        QCOMPARE(data->view(data->test).classes, 10);
    }

    void the_folder_above_will_do() {
        write_cifar(root_ / "cifar-10-batches-bin");
        QVERIFY(load_training_data(root_, options(32)).ok());
    }

    void the_archive_is_the_same_data() {
        write_cifar(root_ / "cifar-10-batches-bin");
        const fs::path archive = root_ / "cifar-10-binary.tar.gz";
        // In the order that tar gives, meta file last: names decide, not places.
        QCOMPARE(QProcess::execute("tar", {"-C", folder_->path(), "-czf",
                                           QString::fromStdString(archive.string()),
                                           "cifar-10-batches-bin/data_batch_2.bin",
                                           "cifar-10-batches-bin/test_batch.bin",
                                           "cifar-10-batches-bin/data_batch_1.bin",
                                           "cifar-10-batches-bin/batches.meta.txt"}),
                 0);
        const auto unpacked = load_training_data(root_, options(32));
        const auto packed = load_training_data(archive, options(32));
        QVERIFY2(packed.ok(), reason(packed).c_str());
        QCOMPARE(packed->fingerprint, unpacked->fingerprint);
        QVERIFY(packed->training == unpacked->training);

        fs::resize_file(archive, fs::file_size(archive) / 2);
        QVERIFY(!load_training_data(archive, options(32)).ok());
    }

    void other_sizes_are_fitted() {
        write_cifar(root_);
        const auto data = load_training_data(root_, options(16));
        QVERIFY(data.ok());
        QCOMPARE(data->training.pixels.size(), std::size_t{11 * 16 * 16 * 3});
        QCOMPARE(int(data->training.pixels[0]), 10);
    }

    void the_fingerprint_follows_every_byte() {
        write_cifar(root_);
        const auto before = load_training_data(root_, options(32));
        write(root_ / "data_batch_2.bin", record(3, 78));
        const auto pixel = load_training_data(root_, options(32));
        write(root_ / "data_batch_2.bin", record(4, 77));
        const auto label = load_training_data(root_, options(32));
        QVERIFY(before->fingerprint != pixel->fingerprint);
        QVERIFY(before->fingerprint != label->fingerprint);
        QCOMPARE(before->fingerprint.size(), std::size_t{32});
    }

    void folders_with_a_test_set() {
        write_classes(root_ / "train", {"cat", "dog"}, 12);
        write_classes(root_ / "test", {"dog"}, 3, 200 - 60);
        const auto data = load_training_data(root_, options());
        QVERIFY2(data.ok(), reason(data).c_str());
        QCOMPARE(data->class_names, (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(data->training.size(), 24);
        QCOMPARE(data->test.labels, (std::vector<std::int32_t>{1, 1, 1}));
        QVERIFY(!remarks(*data, "test_from_training"));
    }

    void without_a_test_set_a_fifth_is_held_back() {
        write_classes(root_, {"cat", "dog", "owl"}, 20);
        const auto data = load_training_data(root_, options());
        QVERIFY2(data.ok(), reason(data).c_str());
        QVERIFY(remarks(*data, "test_from_training"));
        QCOMPARE(data->training.size(), 48);
        QCOMPARE(std::ranges::count(data->test.labels, 1), 4);
        const auto again = load_training_data(root_, options());
        QCOMPARE(again->fingerprint, data->fingerprint);
    }

    void damaged_pictures_are_named_and_left_out() {
        write_classes(root_ / "train", {"cat", "dog"}, 10);
        write_classes(root_ / "test", {"cat", "dog"}, 2, 100);
        write(root_ / "train/cat/3.png", "no picture");
        const auto data = load_training_data(root_, options());
        QVERIFY(data.ok());
        QCOMPARE(data->damaged.size(), std::size_t{1});
        QCOMPARE(data->damaged.front().path, root_ / "train/cat/3.png");
        QCOMPARE(data->training.size(), 19);
    }

    void the_cache_is_used_and_verified() {
        write_classes(root_ / "data", {"cat", "dog"}, 10);
        int decoded = 0;
        const DataOptions cached = cached_options(decoded);
        const auto first = load_training_data(root_ / "data", cached);
        QVERIFY2(first.ok(), reason(first).c_str());
        QCOMPARE(decoded, 20);
        const auto second = load_training_data(root_ / "data", cached);
        QCOMPARE(decoded, 20);
        QCOMPARE(second->fingerprint, first->fingerprint);

        // A flipped bit in it, and a changed picture, are seen.
        const fs::path file = fs::directory_iterator(cached.cache)->path();
        {
            std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
            stream.seekp(-20, std::ios::end);
            stream.put('\x7f');
        }
        QCOMPARE(load_training_data(root_ / "data", cached)->fingerprint, first->fingerprint);
        QCOMPARE(decoded, 40);
        picture(root_ / "data/cat/0.png", 250, 9);
        QVERIFY(load_training_data(root_ / "data", cached)->fingerprint != first->fingerprint);
        QCOMPARE(decoded, 60);
    }

    void the_cache_names_damaged_pictures_again() {
        write_classes(root_ / "data", {"cat", "dog"}, 10);
        write(root_ / "data/cat/3.png", "no picture");
        int decoded = 0;
        const DataOptions cached = cached_options(decoded);
        const auto first = load_training_data(root_ / "data", cached);
        QVERIFY2(first.ok(), reason(first).c_str());
        const auto second = load_training_data(root_ / "data", cached);
        QCOMPARE(decoded, 20);
        QCOMPARE(second->fingerprint, first->fingerprint);
        QCOMPARE(second->damaged.size(), std::size_t{1});
        QCOMPARE(second->damaged.front().path, first->damaged.front().path);
        QCOMPARE(second->damaged.front().error, first->damaged.front().error);
    }

    /// Next time the disk may be well again.
    void pictures_that_could_not_be_read_are_read_again() {
        write_classes(root_ / "data", {"cat", "dog"}, 10);
        fs::remove(root_ / "data/cat/3.png");
        fs::create_symlink("/proc/self/mem", root_ / "data/cat/3.png"); // EIO at its beginning
        int decoded = 0;
        const DataOptions cached = cached_options(decoded);
        const auto first = load_training_data(root_ / "data", cached);
        QVERIFY2(first.ok(), reason(first).c_str());
        QCOMPARE(first->damaged.size(), std::size_t{1});
        QCOMPARE(first->damaged.front().error.code, std::string("unreadable"));
        QVERIFY(load_training_data(root_ / "data", cached).ok());
        QCOMPARE(decoded, 40);
    }

    void the_cache_notices_a_picture_whose_time_was_set_back() {
        write_classes(root_ / "data", {"cat", "dog"}, 10);
        DataOptions cached = options();
        cached.cache = root_ / "cache";
        const auto first = load_training_data(root_ / "data", cached);
        const fs::path file = root_ / "data/cat/0.png";
        const auto time = fs::last_write_time(file);
        std::ifstream other(root_ / "data/dog/0.png", std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(other), {}};
        content.resize(fs::file_size(file)); // PNG readers pass over what comes after the end
        write(file, content);
        fs::last_write_time(file, time);
        const auto second = load_training_data(root_ / "data", cached);
        QVERIFY(first.ok() && second.ok());
        QVERIFY(second->fingerprint != first->fingerprint);
    }

    void duplicates_between_the_splits_are_counted() {
        write_classes(root_ / "train", {"cat", "dog"}, 10);
        write_classes(root_ / "test", {"cat", "dog"}, 2);
        const auto data = load_training_data(root_, options());
        QVERIFY(data.ok());
        const auto found = std::ranges::find(data->remarks, "duplicates", &Error::code);
        QVERIFY(found != data->remarks.end());
        QCOMPARE(found->arguments, std::vector<std::string>{"4"});
    }

    void pictures_can_be_left_out_by_their_names() {
        write_classes(root_ / "train", {"cat", "dog"}, 10);
        write_classes(root_ / "test", {"cat", "dog"}, 2);
        const auto whole = load_training_data(root_, options());
        QVERIFY(whole.ok());
        QCOMPARE(whole->training_names.size(), std::size_t{20});
        QCOMPARE(whole->test_names.front(), std::string("test/cat/0.png"));
        DataOptions fewer = options();
        fewer.leave_out = {"train/dog/3.png", "test/cat/0.png", "no such picture"};
        const auto data = load_training_data(root_, fewer);
        QVERIFY(data.ok());
        QCOMPARE(data->left_out, (std::vector<std::string>{"train/dog/3.png", "test/cat/0.png"}));
        QCOMPARE(data->training.size(), std::int64_t{19});
        QVERIFY(std::ranges::find(data->training_names, "train/dog/3.png") ==
                data->training_names.end());
        // All others are where they were, and the same.
        const std::size_t size = whole->training.pixels.size() / 20;
        for (std::size_t from = 0, to = 0; from < 20; ++from) {
            if (whole->training_names[from] == "train/dog/3.png")
                continue;
            QCOMPARE(data->training_names[to], whole->training_names[from]);
            QCOMPARE(data->training.labels[to], whole->training.labels[from]);
            QVERIFY(std::equal(
                data->training.pixels.begin() + static_cast<std::ptrdiff_t>(to * size),
                data->training.pixels.begin() + static_cast<std::ptrdiff_t>((to + 1) * size),
                whole->training.pixels.begin() + static_cast<std::ptrdiff_t>(from * size)));
            ++to;
        }
        QVERIFY(data->fingerprint != whole->fingerprint);
        const auto said = std::ranges::find(data->remarks, "pictures_left_out", &Error::code);
        QVERIFY(said != data->remarks.end());
        QCOMPARE(said->arguments, std::vector<std::string>{"2"});
    }

    void records_are_left_out_by_their_number() {
        write_cifar(root_);
        const auto whole = load_training_data(root_, options());
        QVERIFY(whole.ok());
        DataOptions fewer = options();
        fewer.leave_out = {"test 1"};
        const auto data = load_training_data(root_, fewer);
        QVERIFY(data.ok());
        QCOMPARE(data->test.size(), whole->test.size() - 1);
        QCOMPARE(data->test_names.front(), std::string("test 0"));
        QCOMPARE(data->training.size(), whole->training.size());
    }

    void decoding_can_be_given_up() {
        write_classes(root_, {"cat", "dog"}, 10);
        DataOptions stopping = options();
        stopping.progress = [](std::int64_t done, std::int64_t) { return done < 3; };
        QCOMPARE(load_training_data(root_, stopping).error().code, std::string("interrupted"));
    }

    void wrong_folders_are_explained_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("below"); // what it is called with
        QTest::newRow("nothing there") << ""
                                       << "vanished"
                                       << "missing";
        QTest::newRow("empty") << "empty"
                               << "no_pictures"
                               << "";
        QTest::newRow("a class's folder") << "classes"
                                          << "wrong_folder_level"
                                          << "cat";
        QTest::newRow("a split's folder") << "splits"
                                          << "wrong_folder_level"
                                          << "train";
        QTest::newRow("one level too high") << "above"
                                            << "wrong_folder_level"
                                            << "";
        QTest::newRow("two levels too high") << "far above"
                                             << "wrong_folder_level"
                                             << "";
        QTest::newRow("one class") << "one class"
                                   << "one_class"
                                   << "";
        QTest::newRow("an empty class") << "empty class"
                                        << "empty_classes"
                                        << "";
        QTest::newRow("an unknown test class") << "test class"
                                               << "no_test_pictures"
                                               << "";
        QTest::newRow("test pictures only") << "test only"
                                            << "no_such_split"
                                            << "";
        QTest::newRow("a file") << "model"
                                << "bad_dataset"
                                << "m.safetensors";
        QTest::newRow("cut record") << "cut"
                                    << "bad_dataset"
                                    << "";
        QTest::newRow("label over nine") << "label"
                                         << "bad_dataset"
                                         << "";
        QTest::newRow("no test batch") << "no test"
                                       << "cifar10_incomplete"
                                       << "";
    }
    void wrong_folders_are_explained() {
        QFETCH(QString, kind);
        QFETCH(QString, code);
        QFETCH(QString, below);
        const std::vector<std::string> two{"cat", "dog"};
        if (kind == "classes")
            write_classes(root_, two, 3);
        if (kind == "splits" || kind == "test class")
            write_classes(root_ / "train", two, 3);
        if (kind == "splits" || kind == "test only")
            write_classes(root_ / "test", two, 3);
        if (kind == "above")
            write_classes(root_ / "pictures", two, 3);
        if (kind == "far above")
            write_classes(root_ / "pictures/train", two, 3);
        if (kind == "one class")
            write_classes(root_, {"cat"}, 5);
        if (kind == "empty class") {
            write_classes(root_, two, 3);
            fs::create_directories(root_ / "emu");
        }
        if (kind == "test class")
            write_classes(root_ / "test", {"emu"}, 3);
        if (kind == "model")
            write(root_ / "m.safetensors", "whatever");
        if (kind == "cut" || kind == "label" || kind == "no test")
            write_cifar(root_);
        if (kind == "cut")
            fs::resize_file(root_ / "data_batch_1.bin", 5000);
        if (kind == "label")
            write(root_ / "test_batch.bin", record(10, 1));
        if (kind == "no test")
            fs::remove(root_ / "test_batch.bin");
        const auto data = load_training_data(root_ / below.toStdString(), options(32));
        QVERIFY(!data.ok());
        QVERIFY2(data.error().code == code.toStdString(), reason(data).c_str());
    }

  private:
    /// With a cache; counts the pictures that are decoded.
    [[nodiscard]] DataOptions cached_options(int &decoded) const {
        DataOptions cached = options();
        cached.cache = root_ / "cache";
        cached.progress = [&decoded](std::int64_t, std::int64_t) { return ++decoded > 0; };
        return cached;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
};

QTEST_GUILESS_MAIN(TestTrainingData)
#include "test_training_data.moc"
