// What the tests of the Train page's scenes share: poses, and how the window takes them.
#pragma once

#include "tests/app/window/scene/scene_rules.hpp"
#include "tests/app/window/scene/scene_stage.hpp"

#include <QCoreApplication>
#include <QQuickItem>
#include <QTest>

namespace vitrine {

/// On the window; of nothing, where there is no such item.
inline QRectF place_of(const QQuickItem *item) {
    return item == nullptr ? QRectF() : item->mapRectToScene(item->boundingRect());
}

class TrainScenes : public QObject {
  protected:
    /// Columns size and language.
    static void each_pose() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("language");
        for (const QSize &size : sizes_to_look_at())
            for (const char *language : {"zh", "en"})
                QTest::addRow("%dx%d %s", size.width(), size.height(), language)
                    << size << QString(language);
    }
    /// What fills the screen would have the screen's size.
    static void stand(SceneStage &scene, const Pose &pose) {
        QCoreApplication::processEvents(); // what the system has yet to tell of the screen's
        scene.window().destroy();
        scene.window().setWindowStates(Qt::WindowNoState);
        scene.window().resize(1, 1);
        scene.pose(pose);
    }
    void keep(const QString &name, const Pose &pose) {
        SceneStage &scene = stages_.get(kiosk_);
        stand(scene, pose);
        scene.keep(name + u'-' + pose.says().replace(u' ', u'-'));
    }

    bool kiosk_ = false;
    SceneStages stages_;
};

} // namespace vitrine
