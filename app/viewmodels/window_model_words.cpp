// What the window as a whole says.
#include "app/viewmodels/window_model.hpp"

namespace vitrine {

QString WindowModel::problem() const {
    return readiness_ == Stopped ? language_.sentence(problem_) : QString();
}

QString WindowModel::model_title() const {
    const QString title = models_.title(models_.current());
    if (!title.isEmpty())
        return title;
    if (model_)
        return language_.text("model.pill",
                              {language_.word(model_->manifest.title),
                               language_.number(static_cast<int>(model_->manifest.labels.size()))});
    return language_.text(readiness_ == Stopped ? "model.none" : "result.preparing");
}

QString WindowModel::status() const {
    switch (readiness_) {
    case Preparing:
        return language_.text("status.preparing");
    case Stopped:
        return language_.text("status.stopped");
    case Ready:
        break;
    }
    return model_->backend.toUpper();
}

QString WindowModel::status_detail() const {
    if (!model_)
        return {};
    if (!model_->fallback.code.empty())
        return language_.text("status.instead");
    if (model_->threads == 0)
        return {};
    return model_->threads == 1
               ? language_.text("status.thread")
               : language_.text("status.threads", {language_.number(model_->threads)});
}

QStringList WindowModel::backend_names() const {
    QStringList names;
    if (model_)
        for (const BackendState &backend : model_->backends)
            if (backend.usable)
                names.append(backend.id);
    return names;
}

QStringList WindowModel::backends() const {
    if (readiness_ == Preparing)
        return {language_.text("result.preparing")};
    if (!model_ || model_->backends.empty())
        return {readiness_ == Stopped ? problem() : language_.text("status.none")};
    QStringList lines;
    if (!model_->fallback.code.empty())
        lines.append(language_.text("status.fallback"));
    for (const BackendState &backend : model_->backends) {
        const QString name = backend.id.toUpper();
        const QString says = backend.in_use   ? language_.text("status.in_use")
                             : backend.usable ? language_.text("status.available")
                                              : language_.sentence(backend.reason);
        lines.append(name + QStringLiteral(" · ") + says);
    }
    return lines;
}

} // namespace vitrine
