// The lines of the lists that a finished training is looked at with.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace vitrine {

/// "猫 → 狗 62 次"
class MixUpRow {
    Q_GADGET
    QML_VALUE_TYPE(mixUpRow)
    Q_PROPERTY(QString words MEMBER words) ///< "猫 → 狗"
    Q_PROPERTY(QString times MEMBER times) ///< "62 次"
    Q_PROPERTY(double share MEMBER share)  ///< of the most frequent one, 0 to 1
    Q_PROPERTY(int trueClass MEMBER true_class)
    Q_PROPERTY(int guessedClass MEMBER guessed_class)

  public:
    QString words;
    QString times;
    double share = 0;
    int true_class = 0;
    int guessed_class = 0;
};

class ClassAccuracyRow {
    Q_GADGET
    QML_VALUE_TYPE(classAccuracyRow)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(double accuracy MEMBER accuracy) ///< 0 to 1
    Q_PROPERTY(QString percentage MEMBER percentage)

  public:
    QString name;
    double accuracy = 0;
    QString percentage;
};

/// Answers of about the same confidence; only those that there are.
class ReliabilityRow {
    Q_GADGET
    QML_VALUE_TYPE(reliabilityRow)
    Q_PROPERTY(double from MEMBER from) ///< confidences above this, 0 to 1
    Q_PROPERTY(double to MEMBER to)     ///< and up to this
    Q_PROPERTY(double accuracy MEMBER accuracy)
    Q_PROPERTY(double share MEMBER share)  ///< of all answers, 0 to 1
    Q_PROPERTY(QString words MEMBER words) ///< the same in a sentence

  public:
    double from = 0;
    double to = 0;
    double accuracy = 0;
    double share = 0;
    QString words;
};

/// A test picture and what was said of it.
class GuessRow {
    Q_GADGET
    QML_VALUE_TYPE(guessRow)
    Q_PROPERTY(QVariant image MEMBER image) ///< a QImage, null while the pictures are not there
    Q_PROPERTY(QString trueName MEMBER true_name)
    Q_PROPERTY(QString guessedName MEMBER guessed_name)
    Q_PROPERTY(QString percentage MEMBER percentage) ///< how sure
    Q_PROPERTY(QString words MEMBER words)           ///< all of that in a sentence
    /// How sure it was of what the picture really is.
    Q_PROPERTY(QString truePercentage MEMBER true_percentage)
    Q_PROPERTY(bool right MEMBER right)
    Q_PROPERTY(int picture MEMBER picture)   ///< its place among the test pictures
    Q_PROPERTY(bool leftOut MEMBER left_out) ///< of the next training

  public:
    QVariant image;
    QString true_name;
    QString guessed_name;
    QString percentage;
    QString words;
    QString true_percentage;
    bool right = false;
    int picture = -1;
    bool left_out = false;
};

} // namespace vitrine
