#include "app/viewmodels/picture_page.hpp"

#include "app/services/language.hpp"
#include "app/services/verdict_words.hpp"
#include "core/data/picture_folder.hpp"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include <utility>

namespace vitrine {
namespace {

// An error of the window's own: the clipboard holds no picture.
constexpr const char *nothing_to_paste = "nothing_to_paste";
constexpr const char *not_a_file = "unreadable";

/// As its program wrote it; the forms that we read before others, and those that lose nothing
/// first.
QByteArray picture_bytes(const QMimeData *held) {
    if (held == nullptr)
        return {};
    for (const char *form :
         {"image/png", "image/bmp", "image/tiff", "image/webp", "image/jpeg", "image/gif"})
        if (QByteArray bytes = held->data(QLatin1String(form)); !bytes.isEmpty())
            return bytes;
    return {};
}

} // namespace

PicturePage::PicturePage(const Language &language, InferenceThread &inference, ListFolder list,
                         QObject *parent)
    : QObject(parent), language_(language), inference_(inference), candidates_(language),
      samples_(language, reader_, std::move(list)), game_(language), history_(language),
      saver_(language) {
    connect(&reader_, &PictureReader::read_done, this, &PicturePage::show_picture);
    connect(&reader_, &PictureReader::read_failed, this, &PicturePage::show_problem);
    connect(&reader_, &PictureReader::read_failed, &samples_, &SampleModel::look_again);
    connect(&inference_, &InferenceThread::answered, this, &PicturePage::show_answer);
    connect(&inference_, &InferenceThread::failed, this, &PicturePage::show_failure);
    connect(&game_, &GuessGame::changed, this, &PicturePage::state_changed);
    connect(&game_, &GuessGame::changed, this, &PicturePage::views_changed);
    connect(&samples_, &SampleModel::modelReset, this, &PicturePage::forget_sample);
    connect(&saver_, &CardSaver::changed, this, &PicturePage::saved_changed);
}

void PicturePage::begin() {
    ++begun_;
    ticket_ = inference_.take_tickets();
    withdraw_answer();
    // What is on the screen stays there until the next is read; but no model is asked about it.
    picture_.image.reset();
    game_.begin_picture();
    path_.clear();
    saver_.forget();
    sample_shown_ = -1;
    name_id_ = nullptr;
    name_ = {};
    history_id_ = 0;
    told_ = false;
}

void PicturePage::withdraw_answer() {
    answer_.reset();
    answered_by_.reset();
    candidates_.clear();
    game_.withdraw();
}

void PicturePage::forget_sample() {
    if (sample_shown_ < 0)
        return;
    sample_shown_ = -1;
    Q_EMIT picture_changed();
}

void PicturePage::open_path(const QString &path) {
    begin();
    path_ = path;
    name_ = {QFileInfo(path).fileName().toStdString(), {}};
    reader_.read(ticket_, path);
    set_state(Working);
}

void PicturePage::open_image(const QImage &image, const char *name_id) {
    begin();
    name_id_ = name_id;
    reader_.convert(ticket_, image);
    set_state(Working);
}

void PicturePage::openUrl(const QUrl &url) {
    if (url.isLocalFile()) {
        open_path(url.toLocalFile());
        return;
    }
    begin();
    show_problem(ticket_, {not_a_file, {}});
}

void PicturePage::openSample(int row) {
    const QString path = samples_.path(row);
    const QImage picture = samples_.picture(row);
    if (path.isEmpty() && picture.isNull())
        return;
    if (path.isEmpty())
        open_image(picture, nullptr);
    else
        open_path(path);
    name_ = samples_.phrase(row);
    sample_shown_ = row;
    Q_EMIT picture_changed();
    Q_EMIT texts_changed();
}

void PicturePage::paste() {
    const QMimeData *held = QGuiApplication::clipboard()->mimeData();
    // Qt would decode it here and now, and says nothing of what is wrong with it.
    if (const QByteArray bytes = picture_bytes(held); !bytes.isEmpty()) {
        begin();
        name_id_ = "picture.pasted";
        reader_.decode(ticket_, bytes);
        set_state(Working);
    } else if (held != nullptr && held->hasImage()) { // of this program, or in a form of Qt's own
        open_image(qvariant_cast<QImage>(held->imageData()), "picture.pasted");
    } else {
        begin();
        show_problem(ticket_, {nothing_to_paste, {}});
    }
}

void PicturePage::set_model(const std::shared_ptr<const OpenedModel> &model) {
    model_ = model;
    if (!model_) {
        withdraw_answer();
        if (state_ == Answered)
            set_state(Working);
        return;
    }
    samples_.show_built_in(QString::fromStdString(model_->manifest.name), model_->pictures);
    if (!picture_.image || (state_ != Working && state_ != Answered))
        return;
    saver_.forget(); // what was saved and guessed was another's answer
    game_.begin_picture();
    classify();
}

void PicturePage::classify() {
    ticket_ = inference_.take_tickets();
    withdraw_answer();
    set_state(Working);
    inference_.classify(ticket_, picture_.image);
}

void PicturePage::show_picture(quint64 ticket, const ReadPicture &picture) {
    if (ticket != ticket_)
        return;
    picture_ = picture;
    remember_picture();
    Q_EMIT picture_changed();
    if (model_) // else set_model() asks
        classify();
}

void PicturePage::show_answer(quint64 ticket, const Answer &answer) {
    // An answer may still be on its way when its model is given up; the next model is asked again.
    if (ticket != ticket_ || !model_ || state_ != Working)
        return;
    answer_ = answer;
    answered_by_ = model_;
    candidates_.set(answer.verdict);
    game_.offer(answer.verdict, model_->manifest);
    set_state(Answered);
    if (!std::exchange(told_, true))
        Q_EMIT answered();
}

void PicturePage::show_problem(quint64 ticket, const Error &error) {
    if (ticket != ticket_)
        return;
    problem_ = error;
    picture_ = {};
    Q_EMIT picture_changed();
    set_state(Problem);
}

void PicturePage::show_failure(quint64 ticket, const Error &error) {
    if (model_)
        show_problem(ticket, error);
}

void PicturePage::set_state(State state) {
    state_ = state;
    Q_EMIT state_changed();
    Q_EMIT texts_changed();
}

void PicturePage::retranslate() {
    candidates_.retranslate();
    samples_.retranslate();
    history_.retranslate();
    game_.retranslate();
    Q_EMIT saved_changed();
    Q_EMIT texts_changed();
}

void PicturePage::remember_picture() {
    if (sample_shown_ >= 0)
        return; // always at hand
    HistoryModel::Entry entry{path_, {}, picture_.thumbnail, name_, name_id_, history_id_};
    if (path_.isEmpty())
        entry.image = picture_.preview;
    history_.add(std::move(entry));
}

void PicturePage::openHistory(int row) {
    const HistoryModel::Entry *found = history_.entry(row);
    if (found == nullptr)
        return;
    const HistoryModel::Entry entry = *found; // opening it changes the list
    if (entry.path.isEmpty())
        open_image(entry.image, entry.name_id);
    else
        open_path(entry.path);
    history_id_ = entry.id;
}

void PicturePage::show_none() {
    begin();
    reader_.forget(ticket_);
    picture_ = {};
    problem_ = {};
    Q_EMIT picture_changed();
    set_state(Empty);
}

void PicturePage::reset() {
    show_none();
    history_.clear();
    game_.reset();
    seen_shown_ = heat_shown_ = false;
    Q_EMIT views_changed();
    Q_EMIT texts_changed();
}

void PicturePage::save() {
    if (revealed() && may_save_)
        saver_.save(card_of(picture_.preview, answer_->verdict, answered_by_->manifest, language_));
}

void PicturePage::set_may_save(bool may) {
    may_save_ = may;
    Q_EMIT saved_changed();
}

QString PicturePage::picture_name() const {
    return name_id_ != nullptr ? language_.text(name_id_) : language_.word(name_);
}

QString PicturePage::problem() const {
    if (state_ != Problem)
        return {};
    return problem_.code == nothing_to_paste ? language_.text("picture.nothing_to_paste")
                                             : language_.sentence(problem_);
}

PicturePage::Certainty PicturePage::certainty() const {
    if (!answer_)
        return Unknown;
    switch (answer_->verdict.confidence) {
    case Confidence::sure:
        return Sure;
    case Confidence::probably:
        return Probably;
    case Confidence::not_sure:
        return NotSure;
    case Confidence::unknown:
        break;
    }
    return Unknown;
}

QString PicturePage::headline() const {
    return answer_ ? headline_of(answer_->verdict, answered_by_->manifest, language_) : QString();
}

QString PicturePage::confidence() const {
    return answer_ ? confidence_of(answer_->verdict, language_) : QString();
}

QString PicturePage::kinds() const {
    return answer_ ? kinds_of(answer_->verdict, answered_by_->manifest, language_) : QString();
}

QString PicturePage::shares() const {
    return answer_ ? shares_of(answer_->verdict, answered_by_->manifest, language_) : QString();
}

void PicturePage::set_seen_shown(bool shown) {
    seen_shown_ = shown;
    Q_EMIT views_changed();
}

void PicturePage::set_heat_shown(bool shown) {
    heat_shown_ = shown;
    Q_EMIT views_changed();
}

QString PicturePage::seen_size() const {
    if (!answer_ || answer_->seen.isNull())
        return {};
    return language_.text("view.model.size", {QString::number(answer_->seen.width()),
                                              QString::number(answer_->seen.height())});
}

QString PicturePage::timing() const {
    if (!answer_)
        return {};
    return language_.text("result.took", {QString::number(answer_->elapsed_ms, 'f', 1),
                                          answered_by_->backend.toUpper()});
}

QString PicturePage::file_patterns() {
    QStringList patterns;
    for (const std::string_view ending : picture_endings()) {
        const QString pattern = u'*' + QLatin1String(ending.data(), qsizetype(ending.size()));
        patterns << pattern << pattern.toUpper(); // dialogs may tell the cases apart
    }
    return patterns.join(u' ');
}

} // namespace vitrine
