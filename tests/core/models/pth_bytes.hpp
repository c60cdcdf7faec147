// State-dict files built byte by byte, so that each field can lie.
#pragma once

#include "tests/core/models/fixture.hpp"

#include <QByteArray>
#include <QList>
#include <utility>

namespace vitrine::testing {

inline QByteArray pickle_text(const QByteArray &text) {
    return "X" + little_endian(static_cast<quint64>(text.size()), 4) + text;
}

/// LONG1 with eight bytes: any int64.
inline QByteArray pickle_number(qint64 number) {
    return QByteArray("\x8A\x08") + little_endian(static_cast<quint64>(number), 8);
}

inline QByteArray pickle_tuple(const QList<qint64> &numbers) {
    QByteArray tuple = "(";
    for (const qint64 number : numbers) {
        tuple += pickle_number(number);
    }
    return tuple + "t";
}

struct TensorView {
    QByteArray key = "0";
    QByteArray storage = "FloatStorage";
    qint64 count = 6;
    qint64 offset = 0;
    QList<qint64> shape{2, 3};
    QList<qint64> strides{3, 1};
};

inline QByteArray pickle_tensor(const TensorView &view) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickle_text("storage") + "ctorch\n" +
           view.storage + "\n" + pickle_text(view.key) + pickle_text("cpu") +
           pickle_number(view.count) + "tQ" + pickle_number(view.offset) +
           pickle_tuple(view.shape) + pickle_tuple(view.strides) +
           "\x89"
           "ccollections\nOrderedDict\n)RtR";
}

/// A pickle of {name: value, …}, the values given as instructions.
inline QByteArray pickle_dictionary(const QList<std::pair<QByteArray, QByteArray>> &entries) {
    QByteArray pickle = "}(";
    for (const auto &[name, value] : entries) {
        pickle += pickle_text(name) + value;
    }
    return pickle + "u";
}

inline QByteArray pickle_file(const QByteArray &instructions) {
    return "\x80\x02" + instructions + ".";
}

struct ZipFile {
    QByteArray name;
    QByteArray data;
    quint32 claimed_size = 0xFFFF'FFFE; ///< instead of the true one
    quint16 method = 0;
};

/// A stored archive. Checksums are left 0.
inline QByteArray zip_archive(const QList<ZipFile> &files) {
    QByteArray archive;
    QByteArray directory;
    for (const ZipFile &file : files) {
        const auto size = file.claimed_size != 0xFFFF'FFFE ? file.claimed_size
                                                           : static_cast<quint32>(file.data.size());
        const auto name_size = static_cast<quint64>(file.name.size());
        const QByteArray sizes = little_endian(0, 4) + little_endian(size, 4) +
                                 little_endian(size, 4) + little_endian(name_size, 2) +
                                 little_endian(0, 2);
        const QByteArray method = little_endian(file.method, 2) + little_endian(0, 4);
        directory += "PK\x01\x02" + little_endian(0, 6) + method + sizes + little_endian(0, 10) +
                     little_endian(static_cast<quint64>(archive.size()), 4) + file.name;
        archive += "PK\x03\x04" + little_endian(0, 4) + method + sizes + file.name + file.data;
    }
    const auto count = static_cast<quint64>(files.size());
    return archive + directory + "PK\x05\x06" + little_endian(0, 4) + little_endian(count, 2) +
           little_endian(count, 2) + little_endian(static_cast<quint64>(directory.size()), 4) +
           little_endian(static_cast<quint64>(archive.size()), 4) + little_endian(0, 2);
}

/// A file with one pickle and one storage of six floats 0 … 5 (or the given bytes).
inline QByteArray six_floats() {
    QByteArray data;
    for (int i = 0; i < 6; ++i) {
        data += little_endian(std::bit_cast<quint32>(static_cast<float>(i)), 4);
    }
    return data;
}

inline QByteArray zip_pth(const QByteArray &instructions, const QByteArray &data = six_floats()) {
    return zip_archive({{"a/data.pkl", pickle_file(instructions)}, {"a/data/0", data}});
}

/// The older format with one storage of key "0".
inline QByteArray legacy_pth(const QByteArray &instructions, qint64 claimed_count = 6,
                             const QByteArray &data = six_floats()) {
    return QByteArray("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.") +
           pickle_file(QByteArray("M\xE9\x03", 3)) +
           pickle_file(pickle_dictionary({{"little_endian", "\x88"}})) + pickle_file(instructions) +
           pickle_file("](" + pickle_text("0") + "e") +
           little_endian(static_cast<quint64>(claimed_count), 8) + data;
}

} // namespace vitrine::testing
