#include "app/viewmodels/window_model.hpp"

#include <QFileInfo>
#include <QInputDevice>

#include <algorithm>

namespace vitrine {

WindowModel::WindowModel(ModelProvider provider, const WindowWishes &wishes,
                         const QString &settings_path, QObject *parent)
    : QObject(parent), settings_(settings_path), inference_(std::move(provider)),
      models_(language_), picture_page_(language_, inference_), file_picker_(language_),
      picture_grid_(language_, inference_),
      wanted_(wishes.model.isEmpty() ? settings_.model() : wishes.model),
      source_(wishes.model.isEmpty() ? Source::settings : Source::command_line),
      dark_theme_(settings_.theme() != QLatin1String("light")) {
    QString code = wishes.language.isEmpty() ? settings_.language() : wishes.language;
    language_.set_code(code.isEmpty() ? Language::system_code() : code);
    if (!wishes.pictures.isEmpty())
        picture_page_.samples()->show_folder(wishes.pictures);

    file_picker_.set_takes_several(true);
    connect(&file_picker_, &FilePicker::chosen, this, &WindowModel::open_paths);
    connect(&picture_grid_, &PictureGrid::picture_chosen, &picture_page_, &PicturePage::open_path);
    connect(this, &WindowModel::readiness_changed, &picture_grid_,
            [this] { picture_grid_.set_model(readiness_ == Ready ? model_ : nullptr); });
    connect(&language_, &Language::changed, this, &WindowModel::retranslate);
    connect(&inference_, &InferenceThread::listed, this, [this](const auto &models) {
        models_.set(models);
        Q_EMIT texts_changed();
    });
    connect(&inference_, &InferenceThread::opened, this, &WindowModel::take_model);
    connect(&inference_, &InferenceThread::moved, this, &WindowModel::take_moved);
    connect(&inference_, &InferenceThread::open_failed, this, &WindowModel::take_failure);
}

void WindowModel::start() {
    inference_.list();
    inference_.open(wanted_);
}

void WindowModel::open_paths(const QStringList &paths) {
    if (paths.isEmpty())
        return;
    if (paths.size() == 1 && !QFileInfo(paths.constFirst()).isDir()) {
        picture_grid_.close();
        picture_page_.open_path(paths.constFirst());
    } else {
        picture_grid_.open_paths(paths);
    }
}

void WindowModel::openUrls(const QList<QUrl> &urls) {
    QStringList paths;
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (paths.isEmpty() && !urls.isEmpty())
        picture_page_.openUrl(urls.constFirst()); // which tells what is wrong with it
    open_paths(paths);
}

void WindowModel::set_language(const QString &code) { language_.set_code(code); }

void WindowModel::set_reduce_motion(bool reduce) {
    reduce_motion_ = reduce;
    Q_EMIT motion_changed();
}

void WindowModel::switchLanguage() {
    language_.set_code(language() == QLatin1String("zh") ? QStringLiteral("en")
                                                         : QStringLiteral("zh"));
    settings_.set_language(language());
}

void WindowModel::switchTheme() {
    dark_theme_ = !dark_theme_;
    settings_.set_theme(dark_theme_ ? QStringLiteral("dark") : QStringLiteral("light"));
    Q_EMIT theme_changed();
}

void WindowModel::openModel(const QString &name) {
    if (readiness_ == Ready && name == models_.current())
        return;
    wanted_ = name;
    source_ = Source::visitor;
    models_.set_current(name);
    model_.reset();
    picture_page_.set_model(nullptr);
    set_readiness(Preparing);
    inference_.open(name);
}

void WindowModel::take_model(const QString &name, const std::shared_ptr<const OpenedModel> &model) {
    if (name != wanted_)
        return;
    if (source_ == Source::visitor) // remembered once it is known to open
        settings_.set_model(name);
    model_ = model;
    models_.set_current(QString::fromStdString(model->manifest.name));
    set_readiness(Ready);
    picture_page_.set_model(model);
}

void WindowModel::take_failure(const QString &name, const Error &error) {
    if (name != wanted_)
        return;
    // A remembered model may have been removed since: the default then, without a word. Whoever
    // names one is told.
    if (source_ == Source::settings && error.code == "no_such_model") {
        source_ = Source::nowhere;
        wanted_.clear();
        inference_.open(wanted_);
        return;
    }
    problem_ = error;
    set_readiness(Stopped);
}

void WindowModel::take_moved(const std::shared_ptr<const OpenedModel> &model) {
    if (readiness_ != Ready)
        return;
    model_ = model;
    picture_page_.set_facts(model);
    Q_EMIT texts_changed();
}

void WindowModel::set_readiness(Readiness readiness) {
    readiness_ = readiness;
    Q_EMIT readiness_changed();
    Q_EMIT texts_changed();
}

void WindowModel::retranslate() {
    Q_EMIT language_changed();
    models_.retranslate();
    picture_page_.retranslate();
    file_picker_.retranslate();
    picture_grid_.retranslate();
    Q_EMIT texts_changed();
}

bool WindowModel::has_mouse() const {
    const auto devices = QInputDevice::devices();
    const auto is = [](QInputDevice::DeviceType type) {
        return [type](const QInputDevice *device) { return device->type() == type; };
    };
    // A platform that tells of no device at all is taken for one with a mouse.
    return std::ranges::none_of(devices, is(QInputDevice::DeviceType::TouchScreen)) ||
           std::ranges::any_of(devices, is(QInputDevice::DeviceType::Mouse));
}

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
    if (!model_ || model_->threads == 0)
        return {};
    return model_->threads == 1
               ? language_.text("status.thread")
               : language_.text("status.threads", {language_.number(model_->threads)});
}

QStringList WindowModel::backends() const {
    if (!model_ || model_->backends.empty())
        return {readiness_ == Stopped ? problem() : language_.text("status.none")};
    QStringList lines;
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
