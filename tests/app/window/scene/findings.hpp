// What was found in many poses, each thing said once.
#pragma once

#include "tests/app/window/scene/scene_stage.hpp"

#include <QStringList>

#include <map>

namespace vitrine {

class Findings {
  public:
    void add(const Pose &pose, const QStringList &found) {
        for (const QString &finding : found)
            poses_[finding].append(pose.says());
    }
    [[nodiscard]] bool none() const { return poses_.empty(); }
    /// One warning for each, with the poses in which it was found: Qt Test cuts long messages.
    void print() const {
        for (const auto &[finding, poses] : poses_)
            qWarning("%s [%s]", qPrintable(finding), qPrintable(poses.join(QStringLiteral(", "))));
    }

  private:
    std::map<QString, QStringList> poses_;
};

} // namespace vitrine
