#include "app/viewmodels/window_model.hpp"

#include "app/supervision/stall_watch.hpp"

#include <QDir>
#include <QFile>
#include <QInputDevice>

#include <algorithm>
#include <utility>

namespace vitrine {

WindowModel::WindowModel(ProviderMaker make_provider, const WindowWishes &wishes,
                         const QString &settings_path, QObject *parent)
    : QObject(parent), make_provider_(std::move(make_provider)), wishes_(wishes),
      store_(QFile::encodeName(settings_path).toStdString()), settings_(store_, language_),
      inference_(make_provider_(store_.values())), models_(language_),
      picture_page_(language_, inference_, wishes.list), file_picker_(language_, wishes.list),
      picture_grid_(language_, inference_),
      attract_show_(language_, inference_, *picture_page_.samples()),
      kiosk_(language_, wishes.kiosk),
      camera_page_(language_, inference_, wishes.cameras.value_or(CameraAccess::of_machine())),
      train_page_(language_, wishes.training.value_or(TrainingPlace::of_user()), kiosk_.active()),
      page_(pages().constFirst()), wanted_(default_model()),
      source_(wishes.model.isEmpty() ? Source::settings : Source::command_line),
      dark_theme_(store_.values().theme != "light"), reduce_motion_(store_.values().reduce_motion),
      link_(std::make_shared<OwnerLink<WindowModel>>(*this)) {
    language_.set_code(default_language());
    show_pictures();
    file_picker_.set_takes_several(!kiosk_.active());
    connect(&file_picker_, &FilePicker::chosen, this, &WindowModel::open_files);
    if (!kiosk_.active()) {
        file_picker_.set_last_folder(settings_.last_folder());
        connect(&file_picker_, &FilePicker::chosen, this,
                [this] { settings_.remember_folder(file_picker_.folder()); });
    }
    connect(&picture_grid_, &PictureGrid::picture_chosen, &picture_page_, &PicturePage::open_path);
    connect(this, &WindowModel::readiness_changed, &picture_grid_,
            [this] { picture_grid_.set_model(readiness_ == Ready ? model_ : nullptr); });
    connect(&language_, &Language::changed, this, &WindowModel::retranslate);
    connect(&store_, &SettingsStore::changed, this, &WindowModel::apply);
    connect_inference();
    connect_kiosk();
    connect_camera();
    connect_training();
    if (!wishes_.page.isEmpty())
        showPage(wishes_.page);
}

WindowModel::~WindowModel() { link_->cut(); }

void WindowModel::connect_inference() {
    connect(&inference_, &InferenceThread::listed, this, [this](const auto &models) {
        models_.set(models);
        Q_EMIT texts_changed();
    });
    connect(&inference_, &InferenceThread::opened, this, &WindowModel::take_model);
    connect(&inference_, &InferenceThread::moved, this, &WindowModel::take_moved);
    connect(&inference_, &InferenceThread::open_failed, this, &WindowModel::take_failure);
}

void WindowModel::connect_kiosk() {
    kiosk_.set_lengths(store_.values());
    if (!kiosk_.active())
        return;
    picture_page_.set_may_save(false);
    // Visitors choose among the pictures of the stand, and see nothing of its folders.
    const SampleModel &samples = *picture_page_.samples();
    file_picker_.show_flat(samples.folder());
    connect(&samples, &SampleModel::modelReset, this,
            [this, &samples] { file_picker_.show_flat(samples.folder()); });
    connect(&file_picker_, &FilePicker::state_changed, picture_page_.samples(), [this] {
        if (file_picker_.state() == FilePicker::Problem)
            picture_page_.samples()->look_again();
    });
    connect(&kiosk_, &KioskModel::visit_ended, this, &WindowModel::forget_visitor);
    // A training goes on through all visits: it is what passers-by see, and what they come to.
    const auto run_pictures = [this] {
        attract_show_.set_running(kiosk_.phase() == KioskModel::Attract && !train_page_.training());
    };
    const auto run_show = [this, run_pictures, before = kiosk_.phase()]() mutable {
        run_pictures();
        const bool came = std::exchange(before, kiosk_.phase()) == KioskModel::Attract;
        if (came && kiosk_.phase() == KioskModel::Visit && train_page_.training())
            showPage(QStringLiteral("train"));
    };
    connect(&kiosk_, &KioskModel::phase_changed, this, run_show);
    connect(&train_page_, &TrainPage::state_changed, this, run_pictures);
    // One that ends while nobody is there is nobody's: the next visitor finds the page fresh.
    connect(&train_page_, &TrainPage::state_changed, this, [this] {
        if (kiosk_.phase() == KioskModel::Attract && !train_page_.training() &&
            train_page_.state() == TrainPage::Watching)
            train_page_.forget_visitor();
    });
    connect(&picture_page_, &PicturePage::answered, &kiosk_, &KioskModel::count_picture);
    run_pictures();
}

void WindowModel::connect_training() {
    train_page_.set_compute(training_compute());
    connect(&train_page_, &TrainPage::models_removed, &inference_, &InferenceThread::list);
    if (!kiosk_.active()) // where nothing of a visitor's is kept
        connect(&picture_page_, &PicturePage::picture_changed, this, [this] {
            if (!picture_page_.picture().isNull())
                train_page_.set_own_picture(picture_page_.picture());
        });
    connect(&train_page_, &TrainPage::model_ready, this, [this](const QString &name) {
        inference_.list();
        // Also where it is open already: the file may hold a longer training now.
        wanted_ = name;
        source_ = Source::visitor;
        models_.set_current(name);
        open_wanted();
        showPage(QStringLiteral("picture"));
    });
}

void WindowModel::connect_camera() {
    camera_page_.set_may_choose(!kiosk_.active());
    camera_page_.set_may_save(!kiosk_.active());
    // What the command line fixes, no race changes.
    const ComputeOptions &asked = wishes_.compute;
    const bool other_devices = asked.backend == ComputeOptions{}.backend && asked.device.empty();
    camera_page_.race()->set_rivals_from(
        [this](const std::string &backend) {
            Settings settings = store_.values();
            if (!backend.empty())
                settings.backend = backend;
            return make_provider_(settings);
        },
        models_, other_devices);
    connect(&camera_page_, &CameraPage::presence, &kiosk_, &KioskModel::see_somebody);
    connect(&kiosk_, &KioskModel::phase_changed, this, &WindowModel::update_camera);
    if (wishes_.source)
        camera_page_.set_source(*wishes_.source);
    connect(&camera_page_, &CameraPage::frozen, this, [this](const QImage &picture) {
        picture_grid_.close();
        picture_page_.open_image(picture, "camera.frozen");
        showPage(QStringLiteral("picture"));
    });
}

QStringList WindowModel::training_compute() const {
    const ComputeOptions &asked = wishes_.compute;
    const Settings &chosen = store_.values();
    const std::string backend =
        asked.backend == ComputeOptions{}.backend ? chosen.backend : asked.backend;
    const int threads = asked.threads == 0 ? chosen.threads : asked.threads;
    QStringList words;
    if (backend != ComputeOptions{}.backend)
        words << QStringLiteral("--backend") << QString::fromStdString(backend);
    if (!asked.device.empty())
        words << QStringLiteral("--device") << QString::fromStdString(asked.device);
    if (threads > 0)
        words << QStringLiteral("--threads") << QString::number(threads);
    return words;
}

QStringList WindowModel::pages() {
    return {QStringLiteral("picture"), QStringLiteral("camera"), QStringLiteral("train")};
}

QUrl WindowModel::home_folder() { return QUrl::fromLocalFile(QDir::homePath()); }

void WindowModel::showPage(const QString &page) {
    if (!pages().contains(page) || page == page_)
        return;
    page_ = page;
    update_camera();
    if (page_ == QLatin1String("train"))
        train_page_.begin();
    Q_EMIT page_changed();
}

void WindowModel::set_seen(bool seen) {
    seen_ = seen;
    update_camera();
}

void WindowModel::update_camera() {
    camera_page_.set_active(page_ == QLatin1String("camera") && seen_ &&
                            kiosk_.phase() != KioskModel::Attract);
}

QString WindowModel::default_language() const {
    const Settings &chosen = store_.values();
    const QString code =
        wishes_.language.isEmpty() ? QString::fromStdString(chosen.language) : wishes_.language;
    if (!code.isEmpty())
        return code;
    const std::string system = Language::system_code().toStdString();
    return QString::fromStdString(std::ranges::find(chosen.languages, system) ==
                                          chosen.languages.end()
                                      ? chosen.languages.front()
                                      : system);
}

QString WindowModel::default_model() const {
    return wishes_.model.isEmpty() ? QString::fromStdString(store_.values().model) : wishes_.model;
}

void WindowModel::show_pictures() {
    const QString chosen =
        QFile::decodeName(QByteArray::fromStdString(store_.values().picture_folder.string()));
    const QString folder = wishes_.pictures.isEmpty() ? chosen : wishes_.pictures;
    if (!folder.isEmpty())
        picture_page_.samples()->show_folder(folder);
    else
        picture_page_.samples()->leave_folder();
}

void WindowModel::apply(const Settings &before) {
    const Settings &now = store_.values();
    if (now.theme != before.theme)
        show_theme(now.theme != "light");
    if (now.language != before.language || now.languages != before.languages)
        language_.set_code(default_language());
    if (now.reduce_motion != before.reduce_motion)
        set_reduce_motion(now.reduce_motion);
    if (now.picture_folder != before.picture_folder)
        show_pictures();
    if (now.backend != before.backend || now.threads != before.threads ||
        now.model_folder != before.model_folder) {
        inference_.use(make_provider_(now));
        inference_.list();
        open_wanted();
    }
    train_page_.set_compute(training_compute());
    kiosk_.set_lengths(now);
    Q_EMIT settings_changed();
}

void WindowModel::forget_visitor() {
    const StallWatch::Label label("forgetting the visitor");
    ++look_.number;
    picture_page_.reset();
    picture_page_.samples()->look_again();
    picture_grid_.close();
    file_picker_.forget();
    camera_page_.forget_visitor();
    train_page_.forget_visitor();
    showPage(pages().constFirst());
    language_.set_code(default_language());
    show_theme(store_.values().theme != "light");
    visit_text_scale_.reset();
    if (std::exchange(visit_motion_, false))
        set_reduce_motion(store_.values().reduce_motion);
    Q_EMIT settings_changed();
    // Where the remembered model is gone, the one that stands for it stays, until it is listed
    // again.
    const bool stood_for = source_ == Source::nowhere && models_.title(default_model()).isEmpty();
    if ((wanted_ != default_model() && !stood_for) || readiness_ == Stopped) {
        wanted_ = default_model();
        source_ = wishes_.model.isEmpty() ? Source::settings : Source::command_line;
        open_wanted();
    }
    Q_EMIT visitor_forgotten();
}

void WindowModel::open_wanted() {
    model_.reset();
    picture_page_.set_model(nullptr);
    camera_page_.set_model(nullptr);
    attract_show_.set_model(nullptr);
    set_readiness(Preparing);
    inference_.open(wanted_);
}

void WindowModel::start() {
    inference_.list();
    inference_.open(wanted_);
    train_page_.look();
}

void WindowModel::set_language(const QString &code) { language_.set_code(code); }

void WindowModel::set_reduce_motion(bool reduce) {
    reduce_motion_ = reduce;
    Q_EMIT motion_changed();
}

void WindowModel::switchLanguage() {
    const QString code =
        language() == QLatin1String("zh") ? QStringLiteral("en") : QStringLiteral("zh");
    if (!kiosk_.active()) // a visitor's choice lasts as long as the visit
        settings_.set_language(code);
    language_.set_code(code);
}

void WindowModel::switchTheme() {
    const bool dark = !dark_theme_;
    if (!kiosk_.active())
        settings_.set_theme(dark ? QStringLiteral("dark") : QStringLiteral("light"));
    show_theme(dark);
}

void WindowModel::chooseTextScale(double scale) {
    if (!kiosk_.active()) {
        settings_.set_text_scale(scale);
        return;
    }
    visit_text_scale_ = std::clamp(scale, 1.0, 2.0);
    Q_EMIT settings_changed();
}

void WindowModel::chooseReduceMotion(bool reduce) {
    if (!kiosk_.active()) {
        settings_.set_reduce_motion(reduce);
        return;
    }
    visit_motion_ = true;
    set_reduce_motion(reduce);
}

void WindowModel::show_theme(bool dark) {
    dark_theme_ = dark;
    Q_EMIT theme_changed();
}

void WindowModel::openModel(const QString &name) {
    if (readiness_ == Ready && name == models_.current())
        return;
    wanted_ = name;
    source_ = Source::visitor;
    models_.set_current(name);
    open_wanted();
}

void WindowModel::take_model(const QString &name, const std::shared_ptr<const OpenedModel> &model) {
    if (name != wanted_)
        return;
    if (source_ == Source::visitor && !kiosk_.active()) // remembered once it is known to open
        settings_.set_model(name);
    model_ = model;
    models_.set_current(QString::fromStdString(model->manifest.name));
    set_readiness(Ready);
    picture_page_.set_model(model);
    camera_page_.set_model(model);
    attract_show_.set_model(model);
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
    camera_page_.set_model(model);
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
    camera_page_.retranslate();
    file_picker_.retranslate();
    attract_show_.retranslate();
    settings_.retranslate();
    kiosk_.retranslate();
    picture_grid_.retranslate();
    train_page_.retranslate();
    Q_EMIT texts_changed();
}

bool WindowModel::has_mouse() const {
    if (kiosk_.active()) // whatever is plugged in: no file dialog, no dropping
        return false;
    const auto devices = QInputDevice::devices();
    const auto is = [](QInputDevice::DeviceType type) {
        return [type](const QInputDevice *device) { return device->type() == type; };
    };
    // A platform that tells of no device at all is taken for one with a mouse.
    return std::ranges::none_of(devices, is(QInputDevice::DeviceType::TouchScreen)) ||
           std::ranges::any_of(devices, is(QInputDevice::DeviceType::Mouse));
}

} // namespace vitrine
