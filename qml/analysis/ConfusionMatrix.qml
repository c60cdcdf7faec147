import QtQuick
import Vitrine
import Vitrine.App

// What is taken for what. Two fingers or the buttons enlarge it, a tap chooses a cell.
Column {
    id: matrix

    objectName: "confusionMatrix"

    required property RunReview review

    property real zoom: 1
    property real tallest: Theme.matrixMost // of the cells with their names
    // It is painted whole: no larger than any graphics processor takes.
    readonly property real mostZoom: Math.max(1, Math.min(Math.max(4, review.classes / 4), Theme.mostTexture / Math.max(1, area.width, area.height)))

    function zoomTo(wanted) {
        const before = zoom;
        const centre = Qt.point(area.contentX + area.width / 2, area.contentY + area.height / 2);
        zoom = Math.max(1, Math.min(mostZoom, wanted));
        area.contentX = Math.max(0, Math.min(area.contentWidth - area.width, centre.x * zoom / before - area.width / 2));
        area.contentY = Math.max(0, Math.min(area.contentHeight - area.height, centre.y * zoom / before - area.height / 2));
    }

    /// Brings the chosen cell into view.
    function reveal() {
        const cell = cells.cell(review.trueClass, review.guessedClass);
        const into = (at, size, from, room, whole) => Math.max(0, Math.min(whole - room, Math.max(at + size + Theme.gap - room, Math.min(from, at - Theme.gap))));
        area.contentX = into(cell.x, cell.width, area.contentX, area.width, area.contentWidth);
        area.contentY = into(cell.y, cell.height, area.contentY, area.height, area.contentHeight);
    }
    function move(rows, columns) {
        cells.choose_beside(rows, columns);
        reveal();
    }

    spacing: Theme.gapSmall

    Item {
        width: parent.width
        height: Math.max(heading.height, buttons.height)

        BodyText {
            id: heading

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - buttons.width - Theme.gap
            text: qsTrId("analysis.matrix")
            Accessible.role: Accessible.Heading
        }
        Row {
            id: buttons

            anchors.right: parent.right
            spacing: Theme.gapTouch

            Pill {
                objectName: "matrixZoomIn"
                text: "+"
                Accessible.name: qsTrId("zoom.in")
                enabled: matrix.zoom < matrix.mostZoom
                onClicked: matrix.zoomTo(matrix.zoom * 1.5)
            }
            Pill {
                objectName: "matrixZoomOut"
                text: "−"
                Accessible.name: qsTrId("zoom.out")
                enabled: matrix.zoom > 1
                onClicked: matrix.zoomTo(matrix.zoom / 1.5)
            }
        }
    }
    BodyText {
        width: parent.width
        text: qsTrId("analysis.matrix.rows")
        color: Theme.quiet
    }
    Flickable {
        id: area

        objectName: "confusionArea"
        width: parent.width
        height: Math.min(width, Theme.matrixMost, Math.max(Theme.matrixLeast, matrix.tallest))
        contentWidth: width * matrix.zoom
        contentHeight: height * matrix.zoom
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        ConfusionItem {
            id: cells

            objectName: "confusion"
            width: area.contentWidth
            height: area.contentHeight
            review: matrix.review
            ground: Theme.ground
            rightColor: Theme.sure
            wrongColor: Theme.alarm
            textColor: Theme.text
            quietColor: Theme.quiet
            textSize: Theme.sizeSmall
            activeFocusOnTab: true
            Keys.onUpPressed: matrix.move(-1, 0)
            Keys.onDownPressed: matrix.move(1, 0)
            Keys.onLeftPressed: matrix.move(0, -1)
            Keys.onRightPressed: matrix.move(0, 1)

            Accessible.role: Accessible.Table
            Accessible.name: qsTrId("analysis.matrix")
            Accessible.description: matrix.review.cellWords
            Accessible.focusable: true

            TapHandler {
                onTapped: eventPoint => cells.choose_at(eventPoint.position.x, eventPoint.position.y)
            }
        }
        FocusRing {
            parent: area
            anchors.fill: parent
            visible: cells.activeFocus
        }
        PinchHandler {
            id: pinch

            property real begun: 1

            target: null
            onActiveChanged: begun = matrix.zoom
            onActiveScaleChanged: if (active)
                matrix.zoomTo(begun * activeScale)
        }
    }
    PictureWall {
        objectName: "cellPictures"
        width: parent.width
        title: matrix.review.cellWords
        review: matrix.review
        guesses: matrix.review.cellPictures
        visible: matrix.review.trueClass >= 0
    }
}
