#include "tests/backends/catalog/plugin_copies.hpp"

#include <QFile>

namespace vitrine {

bool PluginCopies::add(const QString &file, const QString &name, const QByteArray &from,
                       const QByteArray &to) const {
    QFile source(file);
    if (from.size() != to.size() || !source.open(QIODevice::ReadOnly)) {
        return false;
    }
    QByteArray bytes = source.readAll();
    if (!from.isEmpty()) {
        if (!bytes.contains(from)) {
            return false;
        }
        bytes.replace(from, to);
    }
    return add_text(name, bytes);
}

bool PluginCopies::add_text(const QString &name, const QByteArray &text) const {
    QFile target(path(name));
    return target.open(QIODevice::WriteOnly) && target.write(text) == text.size();
}

} // namespace vitrine
