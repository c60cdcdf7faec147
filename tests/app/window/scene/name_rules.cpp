#include "tests/app/window/scene/contrast.hpp"
#include "tests/app/window/scene/scene_rules.hpp"

#include <QAccessible>
#include <QRegularExpression>

#include <algorithm>

namespace vitrine {
namespace {

/// The same in both languages: a language's own name, what a machine calls itself, files and
/// folders (of which some are classes), and a data set as whoever made the model wrote it down.
QString without_proper_names(QString text) {
    static const QRegularExpression proper(QStringLiteral(
        "中文|English|中 / "
        "EN|CPU|CUDA|FAKE\\w*|lib\\S+\\.so\\S*|JPEG|PNG|WebP|SVG|CSV|PDF|TensorBoard|ResNet-\\d+|"
        "resnet18-cifar|fastnet\\S*|AMD|EPYC|Vitrine "
        "[^、]*\\.csv|\\w+\\.csv|Toys|blue|red|\\b(train|test)\\b|Ctrl|Esc|Tab|Shift|"
        "Enter|Space|F\\d+"
        "|[\\w/.-]*\\.(png|bin|tar\\.gz)|/"
        "[^\\s：，]+|Pictures|Downloads|Desktop|CIFAR-10[^，。.]*|ImageNet[^，。.]*|vitrine"));
    return text.remove(proper);
}

bool holds_chinese(const QString &text) {
    return std::ranges::any_of(text, [](QChar c) { return c.script() == QChar::Script_Han; });
}

bool holds_latin_word(const QString &text) {
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
    return word.match(text).hasMatch();
}

void check_language(const QQuickItem &item, const QString &said, const QString &code,
                    QStringList &findings) {
    const QString rest = without_proper_names(said);
    const bool wrong = code == QLatin1String("zh") ? holds_latin_word(rest) : holds_chinese(rest);
    if (wrong)
        findings.append(QStringLiteral("%1: \"%2\" is not in %3").arg(where(item), said, code));
}

/// What somebody who cannot see works with, or waits for, whatever it is made of.
bool acts(QAccessible::Role role) {
    return role == QAccessible::Button || role == QAccessible::CheckBox ||
           role == QAccessible::Slider || role == QAccessible::ProgressBar ||
           role == QAccessible::Dialog;
}

} // namespace

QStringList name_findings(const QQuickWindow &window, const QString &code) {
    QStringList findings;
    const std::vector<SceneItem> scene = walk(window);
    for (std::size_t i = 0; i < scene.size(); ++i) {
        const QQuickItem &item = *scene[i].item;
        if (scene[i].inert || is_covered(scene, i))
            continue;
        if (is_text(item))
            check_language(item, item.property("text").toString(), code, findings);
        // A mouse area without a role only keeps touches from what lies under it.
        QAccessibleInterface *told =
            QAccessible::queryAccessibleInterface(const_cast<QQuickItem *>(&item));
        if (told == nullptr || !(item.inherits("QQuickAbstractButton") || acts(told->role())))
            continue;
        const QString name = told->text(QAccessible::Name);
        if (name.trimmed().isEmpty())
            findings.append(where(item) + QStringLiteral(": no accessible name"));
        if (told->role() == QAccessible::NoRole || told->role() == QAccessible::Client)
            findings.append(where(item) + QStringLiteral(": no accessible role"));
        check_language(item, name, code, findings);
        check_language(item, told->text(QAccessible::Description), code, findings);
    }
    return findings;
}

} // namespace vitrine
