#include "app/window_fonts.hpp"

#include <QFontDatabase>

#include <algorithm>

namespace vitrine {
namespace {

constexpr QLatin1String latin_font("Noto Sans");
constexpr QLatin1String chinese_font("Noto Sans CJK SC");
constexpr const char *latin_package = "fonts-noto-core";
constexpr const char *chinese_package = "fonts-noto-cjk";

/// The likeliest to look like ours: without serifs, made for simplified Chinese.
QString best_chinese(const QStringList &families) {
    for (const char *wanted : {"Sans CJK SC", "Sans SC", "Sans CJK", "Hei", "Sans"}) {
        const auto found = std::ranges::find_if(families, [&](const QString &family) {
            return family.contains(QLatin1String(wanted));
        });
        if (found != families.end())
            return *found;
    }
    return families.front();
}

} // namespace

WindowFonts choose_fonts(const QStringList &installed, const QStringList &chinese) {
    WindowFonts fonts;
    const auto say = [&](QLatin1String wanted, const char *package, const QString &used) {
        Error problem{used.isEmpty() ? "font_missing" : "font_replaced", {wanted.data(), package}};
        if (!used.isEmpty())
            problem.arguments.push_back(used.toStdString());
        fonts.problems.push_back(std::move(problem));
    };
    if (installed.contains(latin_font))
        fonts.families.append(latin_font);
    QString writes_chinese = chinese_font;
    if (!installed.contains(chinese_font)) {
        writes_chinese = chinese.isEmpty() ? QString() : best_chinese(chinese);
        say(chinese_font, chinese_package, writes_chinese);
    }
    fonts.chinese = !writes_chinese.isEmpty();
    if (fonts.chinese)
        fonts.families.append(writes_chinese);
    if (!installed.contains(latin_font)) {
        const QString used = fonts.chinese ? writes_chinese : installed.value(0);
        say(latin_font, latin_package, used);
        if (!fonts.chinese && !used.isEmpty())
            fonts.families.append(used);
    }
    return fonts;
}

WindowFonts window_fonts() {
    const QStringList installed = QFontDatabase::families();
    return choose_fonts(installed, installed.contains(chinese_font)
                                       ? QStringList{chinese_font}
                                       : QFontDatabase::families(QFontDatabase::SimplifiedChinese));
}

} // namespace vitrine
