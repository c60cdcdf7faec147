// What the window as a whole shows: models, language, theme, and what computes.
#pragma once

#include "app/services/inference_thread.hpp"
#include "app/services/language.hpp"
#include "app/services/owner_link.hpp"
#include "app/viewmodels/attract_show.hpp"
#include "app/viewmodels/camera/camera_page.hpp"
#include "app/viewmodels/files/file_picker.hpp"
#include "app/viewmodels/files/picture_grid.hpp"
#include "app/viewmodels/kiosk_model.hpp"
#include "app/viewmodels/model_list.hpp"
#include "app/viewmodels/picture_page.hpp"
#include "app/viewmodels/settings_model.hpp"
#include "app/viewmodels/training/train_page.hpp"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <optional>

namespace vitrine {

/// Follows links; false for what cannot be looked at. Any thread; waits for the disk.
[[nodiscard]] bool is_folder(const QString &path);

/// How the window was asked for on the command line.
struct WindowWishes {
    QString language; ///< "zh", "en"; empty: as last time
    QString model;    ///< empty: as last time, else the default
    QString pictures; ///< a folder that replaces the built-in pictures; empty: the settings'
    KioskOptions kiosk{};
    QString page{};           ///< "picture", "camera", "train"; empty: the first
    ComputeOptions compute{}; ///< for trainings; what it leaves open, the settings say
    /// Where trainings come from and go to; nothing: the user's own folders.
    std::optional<TrainingPlace> training{};
    std::optional<SourceName> source{};    ///< of the Camera page; nothing: the first camera
    std::optional<CameraAccess> cameras{}; ///< nothing: those of this machine
    ListFolder list = list_folder;         ///< how folders of pictures are listed
    std::function<bool(const QString &)> is_folder = vitrine::is_folder;
};

/// Owns the services and the pages' view models. Nothing is loaded before start(). GUI thread only.
class WindowModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program")
    Q_PROPERTY(QString language READ language NOTIFY language_changed)
    Q_PROPERTY(bool darkTheme READ dark_theme NOTIFY theme_changed)
    /// No animations: for visitors who want none, and for screenshots.
    Q_PROPERTY(bool reduceMotion READ reduce_motion NOTIFY motion_changed)
    Q_PROPERTY(bool hasMouse READ has_mouse CONSTANT)
    Q_PROPERTY(Readiness readiness READ readiness NOTIFY readiness_changed)
    /// A sentence with a next step while readiness is Stopped.
    Q_PROPERTY(QString problem READ problem NOTIFY texts_changed)
    Q_PROPERTY(QString modelTitle READ model_title NOTIFY texts_changed)
    Q_PROPERTY(QString status READ status NOTIFY texts_changed)
    Q_PROPERTY(QString statusDetail READ status_detail NOTIFY texts_changed)
    Q_PROPERTY(QStringList backends READ backends NOTIFY texts_changed)
    /// The ids of those that can compute here.
    Q_PROPERTY(QStringList backendNames READ backend_names NOTIFY texts_changed)
    Q_PROPERTY(double textScale READ text_scale NOTIFY settings_changed)
    /// Whether there is a second language to switch to.
    Q_PROPERTY(bool severalLanguages READ several_languages NOTIFY settings_changed)
    /// The page that is looked at: one of pages.
    Q_PROPERTY(QString page READ page NOTIFY page_changed)
    Q_PROPERTY(QStringList pages READ pages CONSTANT)
    Q_PROPERTY(vitrine::CameraPage *cameraPage READ camera_page CONSTANT)
    Q_PROPERTY(vitrine::TrainPage *trainPage READ train_page CONSTANT)
    Q_PROPERTY(QUrl homeFolder READ home_folder CONSTANT)
    Q_PROPERTY(vitrine::SettingsModel *settings READ settings CONSTANT)
    Q_PROPERTY(vitrine::KioskModel *kiosk READ kiosk CONSTANT)
    Q_PROPERTY(vitrine::AttractShow *attractShow READ attract_show CONSTANT)
    Q_PROPERTY(vitrine::ModelList *models READ models CONSTANT)
    Q_PROPERTY(vitrine::PicturePage *picturePage READ picture_page CONSTANT)
    Q_PROPERTY(vitrine::FilePicker *filePicker READ file_picker CONSTANT)
    Q_PROPERTY(vitrine::PictureGrid *pictureGrid READ picture_grid CONSTANT)

  public:
    enum Readiness { Preparing, Ready, Stopped };
    Q_ENUM(Readiness)

    WindowModel(ProviderMaker make_provider, const WindowWishes &wishes,
                const QString &settings_path, QObject *parent = nullptr);
    ~WindowModel() override;

    /// Begins to load what computes. Call it once the window is on the screen.
    void start();
    void set_language(const QString &code); ///< without remembering it

    void set_reduce_motion(bool reduce);
    /// Whether the window can be seen; no camera is open behind one that cannot.
    void set_seen(bool seen);
    /// Nothing of the visitor is left: no picture, the first page, and model, language and theme as
    /// the staff have set them.
    void forget_visitor();

    Q_INVOKABLE void switchLanguage();
    Q_INVOKABLE void switchTheme();
    /// 1 to 2. At a desk it is kept in the settings; on a stand it lasts as long as the visit. So
    /// is chooseReduceMotion().
    Q_INVOKABLE void chooseTextScale(double scale);
    Q_INVOKABLE void chooseReduceMotion(bool reduce);
    Q_INVOKABLE void openModel(const QString &name);
    Q_INVOKABLE void showPage(const QString &page);

    [[nodiscard]] QString language() const { return language_.code(); }
    [[nodiscard]] bool dark_theme() const { return dark_theme_; }
    [[nodiscard]] bool reduce_motion() const { return reduce_motion_; }
    [[nodiscard]] bool has_mouse() const;
    [[nodiscard]] Readiness readiness() const { return readiness_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString model_title() const;
    [[nodiscard]] QString status() const;
    [[nodiscard]] QString status_detail() const;
    [[nodiscard]] QStringList backends() const;
    [[nodiscard]] QStringList backend_names() const;
    [[nodiscard]] double text_scale() const {
        return visit_text_scale_.value_or(store_.values().text_scale);
    }
    [[nodiscard]] bool several_languages() const { return store_.values().languages.size() > 1; }
    [[nodiscard]] QString page() const { return page_; }
    [[nodiscard]] static QStringList pages();
    [[nodiscard]] static QUrl home_folder();
    [[nodiscard]] CameraPage *camera_page() { return &camera_page_; }
    [[nodiscard]] TrainPage *train_page() { return &train_page_; }
    [[nodiscard]] SettingsModel *settings() { return &settings_; }
    [[nodiscard]] KioskModel *kiosk() { return &kiosk_; }
    [[nodiscard]] AttractShow *attract_show() { return &attract_show_; }
    [[nodiscard]] ModelList *models() { return &models_; }
    [[nodiscard]] PicturePage *picture_page() { return &picture_page_; }
    [[nodiscard]] FilePicker *file_picker() { return &file_picker_; }
    [[nodiscard]] PictureGrid *picture_grid() { return &picture_grid_; }
    /// One picture on the Picture page; several, or a folder, in the grid. Which of them one path
    /// is, a thread finds out: a network disk may not answer.
    void open_paths(const QStringList &paths);
    Q_INVOKABLE void openUrls(const QList<QUrl> &urls);
    /// The clipboard's files, however many, else its picture.
    Q_INVOKABLE void paste();

  Q_SIGNALS:
    void language_changed(); ///< the engine retranslates on this
    void texts_changed();
    void theme_changed();
    void motion_changed();
    void readiness_changed();
    void settings_changed();
    void page_changed();
    void visitor_forgotten(); ///< the pages begin afresh on this

  private:
    /// Where the wanted model's name comes from.
    enum class Source { command_line, settings, visitor, nowhere };

    void retranslate();
    void open_files(const QStringList &paths); ///< none of them a folder, or several
    void show_file(const QString &path);
    [[nodiscard]] bool looks(quint64 number) const; ///< and nothing else was opened since
    void take_look(quint64 number, const QString &path, bool folder);
    void connect_inference();
    void connect_kiosk();
    void connect_camera();
    void connect_training();
    void update_camera(); ///< it is open while its page is looked at
    [[nodiscard]] QStringList training_compute() const;
    void apply(const Settings &before);
    void show_theme(bool dark);
    void show_pictures();
    void open_wanted();
    [[nodiscard]] QString default_language() const;
    [[nodiscard]] QString default_model() const;
    void take_model(const QString &name, const std::shared_ptr<const OpenedModel> &model);
    void take_moved(const std::shared_ptr<const OpenedModel> &model);
    void take_failure(const QString &name, const Error &error);
    void set_readiness(Readiness readiness);

    ProviderMaker make_provider_;
    WindowWishes wishes_;
    SettingsStore store_;
    Language language_;
    SettingsModel settings_;
    InferenceThread inference_;
    ModelList models_;
    PicturePage picture_page_;
    FilePicker file_picker_;
    PictureGrid picture_grid_;
    AttractShow attract_show_;
    KioskModel kiosk_;
    CameraPage camera_page_;
    TrainPage train_page_;
    QString page_;
    bool seen_ = true;
    QString wanted_; ///< the model asked for last; what comes of others is dropped
    Source source_ = Source::nowhere;
    std::shared_ptr<const OpenedModel> model_;
    Readiness readiness_ = Preparing;
    Error problem_;
    bool dark_theme_ = true;
    bool reduce_motion_ = false;
    std::optional<double> visit_text_scale_; ///< the visitor's own, on a stand
    bool visit_motion_ = false;              ///< reduce_motion_ is the visitor's own
    /// Of the newest path that is looked at; what is found of others is dropped.
    struct Look {
        quint64 number = 0;
        quint64 begun = 0;     ///< the page's pictures then
        bool given_up = false; ///< taken for a picture, for want of an answer
    };
    Look look_;
    std::shared_ptr<OwnerLink<WindowModel>> link_;
};

} // namespace vitrine
