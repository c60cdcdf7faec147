// What the Camera page shows.
#pragma once

#include "app/items/live/live_frames.hpp"
#include "app/services/camera/live_feed.hpp"
#include "app/viewmodels/camera/camera_figures.hpp"
#include "app/viewmodels/camera/camera_race.hpp"
#include "app/viewmodels/card_saver.hpp"
#include "app/viewmodels/picture_page.hpp"

#include <QImage>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>
#include <vector>

namespace vitrine {

class Language;

/// The camera is open while the page is looked at, and only then. What is lost comes back by
/// itself. Nothing of it is kept, but for the picture that a visitor freezes. GUI thread only;
/// everything slow is done by LiveFeed.
class CameraPage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with WindowModel")
    Q_PROPERTY(State state READ state NOTIFY state_changed)
    /// For LivePictureItem.
    Q_PROPERTY(vitrine::LiveFrames *frames READ frames CONSTANT)
    /// What the model gets of it, as fractions of its width and height.
    Q_PROPERTY(QRectF guide READ guide NOTIFY guide_changed)
    Q_PROPERTY(bool mirrored READ mirrored WRITE set_mirrored NOTIFY mirrored_changed)
    /// Whether headline and the words round it hold.
    Q_PROPERTY(bool answered READ answered NOTIFY texts_changed)
    /// Whether an answer is waited for: the first, or the next after the last grew too old.
    Q_PROPERTY(bool thinking READ thinking NOTIFY texts_changed)
    Q_PROPERTY(vitrine::PicturePage::Certainty certainty READ certainty NOTIFY texts_changed)
    Q_PROPERTY(QString headline READ headline NOTIFY texts_changed)
    Q_PROPERTY(QString confidence READ confidence NOTIFY texts_changed)
    Q_PROPERTY(QString kinds READ kinds NOTIFY texts_changed)
    /// A sentence in place of an answer: somebody looks into the camera.
    Q_PROPERTY(QString notice READ notice NOTIFY texts_changed)
    /// "Cup · Phone · Watch"
    Q_PROPERTY(QString thingsToTry READ things_to_try NOTIFY texts_changed)
    /// Whether a camera is open in truth, which people are to know; recorded pictures are none.
    Q_PROPERTY(bool cameraOn READ camera_on NOTIFY state_changed)
    /// "The camera is on", "A film"
    Q_PROPERTY(QString source READ source_words NOTIFY texts_changed)
    /// Where the picture of a moment was saved, or why it was not; empty before.
    Q_PROPERTY(QString saved READ saved NOTIFY saved_changed)
    Q_PROPERTY(bool saving READ saving NOTIFY saved_changed)
    /// Whether pictures may be kept on the disk (not at a kiosk).
    Q_PROPERTY(bool maySave READ may_save NOTIFY saved_changed)
    Q_PROPERTY(vitrine::CameraRace *race READ race CONSTANT)
    /// What is wrong with the picture, or what to do: "Too dark. More light, please."
    Q_PROPERTY(QString hint READ hint NOTIFY texts_changed)
    /// Whether the hint tells of something wrong.
    Q_PROPERTY(bool warned READ warned NOTIFY texts_changed)
    /// A sentence with a next step while state is Lost.
    Q_PROPERTY(QString problem READ problem NOTIFY texts_changed)
    /// Why the model says nothing; empty when it does.
    Q_PROPERTY(QString modelProblem READ model_problem NOTIFY texts_changed)
    Q_PROPERTY(QString shares READ shares NOTIFY figures_changed)
    /// Rate, age and drops, for staff.
    Q_PROPERTY(QString figures READ figures NOTIFY figures_changed)
    /// For SparklineItem: the leading word over ten seconds.
    Q_PROPERTY(QList<QPointF> trace READ trace NOTIFY figures_changed)
    Q_PROPERTY(QStringList cameras READ cameras NOTIFY cameras_changed)
    Q_PROPERTY(int cameraChosen READ camera_chosen NOTIFY cameras_changed)
    /// Whether the list of cameras is still being made.
    Q_PROPERTY(bool searching READ searching NOTIFY cameras_changed)
    /// "“HD Webcam” was plugged in. Use it?"; empty where none was.
    Q_PROPERTY(QString offer READ offer NOTIFY cameras_changed)
    /// Whether visitors may choose the camera (not at a kiosk).
    Q_PROPERTY(bool mayChoose READ may_choose NOTIFY cameras_changed)

  public:
    enum State {
        Closed,
        Opening, ///< nothing has come yet
        Running, ///< pictures come, or are waited for
        Lost     ///< see problem; tried again until pictures come
    };
    Q_ENUM(State)

    CameraPage(const Language &language, InferenceThread &inference, CameraAccess access,
               QObject *parent = nullptr);

    /// Instead of the first camera.
    void set_source(const SourceName &source);
    /// Opens the camera, or lets it go.
    void set_active(bool active);
    /// Null: the model is gone, and its answer with it.
    void set_model(const std::shared_ptr<const OpenedModel> &model);
    void set_may_choose(bool may);
    void set_may_save(bool may);
    /// Instead of the user's own folder of pictures.
    void set_save_folder(const QString &folder) { saver_.set_folder(folder); }
    void retranslate();
    void forget_visitor(); ///< the camera that was chosen, and the mirror

    Q_INVOKABLE void freeze(); ///< see frozen()
    /// Keeps the picture of this moment with its answer; the camera goes on.
    Q_INVOKABLE void save();
    Q_INVOKABLE void askForCameras();
    Q_INVOKABLE void chooseCamera(int index);
    Q_INVOKABLE void takeOffer();
    Q_INVOKABLE void declineOffer();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] LiveFrames *frames() { return &frames_; }
    [[nodiscard]] QRectF guide() const { return guide_; }
    [[nodiscard]] bool mirrored() const { return mirrored_; }
    void set_mirrored(bool mirrored);
    [[nodiscard]] bool answered() const;
    [[nodiscard]] bool thinking() const;
    [[nodiscard]] PicturePage::Certainty certainty() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString confidence() const;
    [[nodiscard]] QString kinds() const;
    [[nodiscard]] QString hint() const;
    [[nodiscard]] bool warned() const { return stalled_ || picture_.state != PictureState::good; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString model_problem() const;
    [[nodiscard]] QString shares() const;
    [[nodiscard]] QString figures() const;
    [[nodiscard]] QList<QPointF> trace() const;
    [[nodiscard]] QStringList cameras() const;
    [[nodiscard]] int camera_chosen() const;
    [[nodiscard]] bool searching() const { return searching_; }
    [[nodiscard]] QString offer() const;
    [[nodiscard]] bool may_choose() const { return may_choose_; }
    [[nodiscard]] QString notice() const;
    [[nodiscard]] QString things_to_try() const;
    [[nodiscard]] bool camera_on() const;
    [[nodiscard]] QString source_words() const;
    [[nodiscard]] QString saved() const { return saver_.said(); }
    [[nodiscard]] bool saving() const { return saver_.saving(); }
    [[nodiscard]] bool may_save() const { return may_save_; }
    [[nodiscard]] CameraRace *race() { return &race_; }
    [[nodiscard]] LiveFeed &feed() { return feed_; }

  Q_SIGNALS:
    void state_changed();
    void guide_changed();
    void mirrored_changed();
    void texts_changed();
    void figures_changed();
    void cameras_changed();
    void saved_changed();
    /// Somebody is there: looks into the camera, or holds something else before it. Again and again
    /// while it is so; never of recorded pictures.
    void presence();
    /// The picture of this moment, as the model sees it: not mirrored.
    void frozen(const QImage &picture);

  private:
    void open();
    void clear();
    void take_frame(const FramePointer &frame);
    void take_reading(const FeedReading &read);
    void take_news(const CaptureNews &news);
    void take_picture(const PictureNews &news);
    void take_list(const std::vector<CameraChoice> &cameras);
    void use_camera(const std::string &place);
    void look_for_cameras(); ///< now and then
    void set_state(State state);
    void take_face(bool face);
    [[nodiscard]] bool meets_face() const; ///< one that the model has no word for
    [[nodiscard]] bool is_late() const;    ///< what was read last, for the picture of now
    void update_guide();
    void tick();
    void watch_for_silence();

    const Language &language_;
    LiveFeed feed_;
    CameraRace race_;
    CardSaver saver_;
    SourceName first_source_; ///< of the staff, or of the command line
    SourceName source_;
    bool active_ = false;
    bool may_choose_ = true;
    bool may_save_ = true;
    bool mirrored_ = true;
    State state_ = Closed;
    LiveFrames frames_;
    QRectF guide_;
    std::shared_ptr<const OpenedModel> model_;
    std::optional<FeedReading> read_;
    PictureNews picture_;
    bool opened_ = false;                       ///< the source is, pictures or none
    bool live_ = false;                         ///< no film, wherever that comes from
    Frame::Clock::time_point waiting_since_{};  ///< for the next frame
    Frame::Clock::time_point first_captured_{}; ///< of this opening's frames
    bool stalled_ = false;
    bool late_ = false;
    bool face_ = false; ///< one looks into the camera
    Error problem_;
    Error model_problem_;
    std::vector<CameraChoice> cameras_;
    bool searching_ = false; ///< somebody waits for the list
    bool listing_ = false;   ///< it is being made
    Frame::Clock::time_point listed_{};
    std::optional<std::vector<std::string>> known_; ///< places of all cameras that were ever seen
    std::optional<CameraChoice> offered_;
    std::string running_device_; ///< of the camera that is open; empty: none is
    CameraFigures figures_;
    QTimer ticker_;
};

} // namespace vitrine
