// What one curve says at the place that is being read.
#pragma once

#include <QObject>
#include <QPointF>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

class ChartReading {
    Q_GADGET
    QML_VALUE_TYPE(chartReading)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(int colorIndex MEMBER color_index)
    Q_PROPERTY(QString value MEMBER value)   ///< of the nearest point, as text
    Q_PROPERTY(QString smooth MEMBER smooth) ///< of the smooth curve; empty where there is none
    Q_PROPERTY(QString x MEMBER x)           ///< of the nearest point, as text
    Q_PROPERTY(QPointF at MEMBER at)         ///< the point in the item, px
    Q_PROPERTY(bool inside MEMBER inside)    ///< whether that point is in sight
    Q_PROPERTY(bool nearest MEMBER nearest)  ///< the one that the finger is nearest to

  public:
    QString name;
    int color_index = 1;
    QString value;
    QString smooth;
    QString x;
    QPointF at;
    bool inside = true;
    bool nearest = false;
};

} // namespace vitrine
