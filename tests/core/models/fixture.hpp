// Fixture files and raw bytes for the tests of this folder.
#pragma once

#include "core/models/tensor.hpp"

#include <QByteArray>
#include <QFile>
#include <QString>
#include <bit>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::testing {

inline std::filesystem::path fixture(std::string_view name) {
    return std::filesystem::path(VITRINE_FIXTURES) / name;
}

inline QByteArray contents(const std::filesystem::path &path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline std::span<const std::byte> as_bytes(const QByteArray &bytes) {
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

/// `value` in `width` bytes, little endian, zeros beyond the eighth.
inline QByteArray little_endian(quint64 value, int width) {
    QByteArray bytes;
    for (int i = 0; i < width; ++i) {
        bytes.append(static_cast<char>(i < 8 ? value >> (8 * i) & 0xFFU : 0));
    }
    return bytes;
}

inline Tensor float_tensor(std::vector<std::int64_t> shape, const std::vector<float> &values) {
    Tensor tensor{DataType::float32, std::move(shape), {}};
    tensor.bytes.resize(values.size() * sizeof(float));
    if (!values.empty()) {
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    }
    return tensor;
}

inline std::vector<float> floats(const Tensor &tensor) {
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    if (!values.empty()) {
        std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
    }
    return values;
}

/// "code: argument, argument", for messages of failed checks.
template <typename R> QString error_text(const R &result) {
    if (result.ok()) {
        return QStringLiteral("no error");
    }
    QString text = QString::fromStdString(result.error().code) + QStringLiteral(":");
    for (const std::string &argument : result.error().arguments) {
        text += QStringLiteral(" [%1]").arg(QString::fromStdString(argument));
    }
    return text;
}

} // namespace vitrine::testing
