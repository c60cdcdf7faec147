#include "backends/catalog/plugin_manifest.hpp"

#include "backends/catalog/plugin.hpp"

#include <QJsonArray>
#include <QRegularExpression>
#include <cmath>
#include <limits>
#include <optional>

namespace vitrine {
namespace {

Error bad_field(const QString &field, const char *what) {
    return Error{"failed", {"field '" + field.toStdString() + "' of its manifest " + what}};
}

Result<QString> read_text(const QJsonObject &object, const QString &field, bool required) {
    const QJsonValue value = object.value(field);
    if (value.isUndefined() && !required) {
        return QString();
    }
    if (!value.isString()) {
        return bad_field(field, "is not a text");
    }
    if (required && value.toString().isEmpty()) {
        return bad_field(field, "is empty");
    }
    return value.toString();
}

Result<int> read_integer(const QJsonObject &object, const QString &field) {
    const QJsonValue value = object.value(field);
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    // Compared the way that NaN, which an absent or other-typed field gives, fails too.
    if (!(std::abs(number) <= 1e6) || number != std::floor(number)) {
        return bad_field(field, "is not a whole number");
    }
    return static_cast<int>(number);
}

Result<std::vector<WantedLibrary>> read_libraries(const QJsonObject &object) {
    const QString field = QStringLiteral("libraries");
    std::vector<WantedLibrary> libraries;
    const QJsonValue value = object.value(field);
    if (value.isUndefined()) {
        return libraries;
    }
    if (!value.isArray()) {
        return bad_field(field, "is not a list");
    }
    for (const QJsonValue &item : value.toArray()) {
        if (!item.isObject()) {
            return bad_field(field, "holds something that is not an object");
        }
        const Result<QString> name = read_text(item.toObject(), QStringLiteral("name"), true);
        const Result<QString> hint = read_text(item.toObject(), QStringLiteral("hint"), false);
        if (!name || !hint) {
            return bad_field(field, "holds an entry without a proper name or hint");
        }
        libraries.push_back({*name, *hint});
    }
    return libraries;
}

Result<QStringList> read_capabilities(const QJsonObject &object) {
    const QString field = QStringLiteral("capabilities");
    QStringList capabilities;
    const QJsonValue value = object.value(field);
    if (value.isUndefined()) {
        return capabilities;
    }
    if (!value.isArray()) {
        return bad_field(field, "is not a list");
    }
    for (const QJsonValue &item : value.toArray()) {
        if (!item.isString()) {
            return bad_field(field, "holds something that is not a text");
        }
        capabilities.append(item.toString());
    }
    return capabilities;
}

Error wrong_abi(const QString &found) {
    return Error{"wrong_abi", {found.toStdString(), std::to_string(backend_abi)}};
}

std::optional<Error> check_interface(const QJsonObject &metadata) {
    const QJsonValue iid = metadata.value(QStringLiteral("IID"));
    if (!iid.isString()) {
        return Error{"not_ours", {"it is not a Qt plugin"}};
    }
    const QString ours = QStringLiteral(VITRINE_BACKEND_IID);
    const QString family = ours.left(ours.lastIndexOf(u'/') + 1);
    const QString found = iid.toString();
    if (!found.startsWith(family)) {
        return Error{"not_ours", {"it is a plugin for " + found.toStdString()}};
    }
    if (found != ours) {
        return wrong_abi(found.mid(family.size()));
    }
    return std::nullopt;
}

} // namespace

Result<PluginManifest> parse_plugin_metadata(const QJsonObject &metadata) {
    if (const auto error = check_interface(metadata)) {
        return *error;
    }
    const QJsonValue value = metadata.value(QStringLiteral("MetaData"));
    if (!value.isObject()) {
        return Error{"failed", {"its manifest is absent"}};
    }
    const QJsonObject object = value.toObject();
    const Result<int> abi = read_integer(object, QStringLiteral("abi"));
    if (!abi) {
        return abi.error();
    }
    // Before anything else is read: another version may write the rest in another way.
    if (*abi != backend_abi) {
        return wrong_abi(QString::number(*abi));
    }
    const Result<QString> id = read_text(object, QStringLiteral("id"), true);
    const Result<QString> kind = read_text(object, QStringLiteral("kind"), true);
    const Result<QString> build = read_text(object, QStringLiteral("build"), false);
    for (const Result<QString> *text : {&id, &kind, &build}) {
        if (!*text) {
            return text->error();
        }
    }
    static const QRegularExpression identifier(QStringLiteral("^[a-z0-9_-]{1,64}$"));
    if (!identifier.match(*id).hasMatch() || *id == QStringLiteral("auto")) {
        return bad_field(QStringLiteral("id"), "is not an identifier");
    }
    if (*kind != QStringLiteral("cpu") && *kind != QStringLiteral("gpu")) {
        return bad_field(QStringLiteral("kind"), "is neither 'cpu' nor 'gpu'");
    }
    const Result<int> priority = read_integer(object, QStringLiteral("priority"));
    if (!priority) {
        return priority.error();
    }
    Result<std::vector<WantedLibrary>> libraries = read_libraries(object);
    if (!libraries) {
        return libraries.error();
    }
    Result<QStringList> capabilities = read_capabilities(object);
    if (!capabilities) {
        return capabilities.error();
    }
    return PluginManifest{
        *id, *kind, *abi, *build, *priority, std::move(*libraries), std::move(*capabilities)};
}

} // namespace vitrine
