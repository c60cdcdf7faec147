// The newest frame, from who has it to who draws it.
#pragma once

#include "core/camera/frame.hpp"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <utility>

namespace vitrine {

/// QML knows that there are frames and never holds one: what its engine has seen lives until it
/// collects its garbage, and a camera's buffers are few. GUI thread only.
class LiveFrames : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes with CameraPage")
    Q_PROPERTY(bool empty READ empty NOTIFY emptied)

  public:
    using QObject::QObject;

    [[nodiscard]] const FramePointer &newest() const { return newest_; } ///< null: none
    [[nodiscard]] bool empty() const { return newest_ == nullptr; }
    /// Null: there is none any more.
    void show(FramePointer frame) {
        const bool was_empty = empty();
        newest_ = std::move(frame);
        Q_EMIT changed();
        if (was_empty != empty())
            Q_EMIT emptied();
    }

  Q_SIGNALS:
    void changed();
    void emptied(); ///< or no longer so

  private:
    FramePointer newest_;
};

} // namespace vitrine
