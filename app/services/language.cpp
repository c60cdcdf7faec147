#include "app/services/language.hpp"

#include "app/services/language_table.hpp"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace vitrine {
namespace {

const LanguageEntry *find(std::span<const LanguageEntry> table, std::string_view id) {
    const auto found = std::ranges::find(table, id, &LanguageEntry::id);
    return found == table.end() ? nullptr : &*found;
}

QString fill(QString text, const QStringList &values) {
    // One pass over the places, so that a value that holds "%1" itself is not filled again.
    QString filled;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const bool place = text[at] == u'%' && at + 1 < text.size() && text[at + 1].isDigit();
        if (!place) {
            filled += text[at];
            continue;
        }
        const int which = text[++at].digitValue() - 1;
        // A place without a value stays, for QML to fill.
        filled += which < values.size() ? values[which] : text.mid(at - 1, 2);
    }
    return filled;
}

} // namespace

Language::Language(QObject *parent) : QObject(parent), translator_(*this) {
    if (QCoreApplication::instance() != nullptr) // else there are no pages to translate
        QCoreApplication::installTranslator(&translator_);
}

Language::~Language() { QCoreApplication::removeTranslator(&translator_); }

QString Language::code() const {
    return tongue_ == Tongue::chinese ? QStringLiteral("zh") : QStringLiteral("en");
}

void Language::set_code(const QString &code) {
    const Tongue wanted = code == QLatin1String("zh") ? Tongue::chinese : Tongue::english;
    if (wanted == tongue_)
        return;
    tongue_ = wanted;
    Q_EMIT changed();
}

QString Language::system_code() {
    const QStringList wanted = QLocale::system().uiLanguages(); // of messages, not of numbers
    const bool chinese = !wanted.isEmpty() && wanted.first().startsWith(QLatin1String("zh"));
    return chinese ? QStringLiteral("zh") : QStringLiteral("en");
}

QString Language::text(const char *id, const QStringList &values) const {
    const LanguageEntry *entry = find(language_table(), id);
    if (entry == nullptr)
        return QString::fromUtf8(id);
    return fill(QString::fromUtf8(tongue_ == Tongue::chinese ? entry->zh : entry->en), values);
}

Phrase Language::phrase(const char *id, const std::vector<Phrase> &values) {
    const LanguageEntry *entry = find(language_table(), id);
    QStringList english;
    QStringList chinese;
    for (const Phrase &value : values) {
        english.append(QString::fromStdString(value.en));
        chinese.append(QString::fromStdString(value.zh));
    }
    if (entry == nullptr)
        return {id, id};
    return {fill(QString::fromUtf8(entry->en), english).toStdString(),
            fill(QString::fromUtf8(entry->zh), chinese).toStdString()};
}

QString Language::word(const Phrase &phrase) const {
    const bool chinese = tongue_ == Tongue::chinese && !phrase.zh.empty();
    return QString::fromStdString(chinese || phrase.en.empty() ? phrase.zh : phrase.en);
}

QString Language::sentence(const Error &error) const {
    const LanguageEntry *entry = find(error_table(), error.code);
    if (entry == nullptr)
        entry = find(error_table(), "");
    QStringList values;
    for (const std::string &argument : error.arguments)
        values.append(QString::fromStdString(argument));
    return fill(QString::fromUtf8(tongue_ == Tongue::chinese ? entry->zh : entry->en), values);
}

QString Language::number(int value) const {
    return tongue_ == Tongue::chinese ? QString::number(value)
                                      : QLocale(QLocale::English).toString(value);
}

QString Language::percentage(double probability) const {
    // Never 100.0% of what is not certain, and never 0.0% of what is possible.
    const double percent = probability * 100.0;
    if (percent < 0.1)
        return QStringLiteral("<0.1%");
    if (percent > 99.9)
        return QStringLiteral(">99.9%");
    return QString::number(percent, 'f', 1) + u'%';
}

QString Language::Translator::translate(const char *, const char *source, const char *, int) const {
    const LanguageEntry *entry = source == nullptr ? nullptr : find(language_table(), source);
    return entry == nullptr ? QString() : language_.text(source);
}

} // namespace vitrine
