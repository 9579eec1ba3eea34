"""One region on the scene. Scene coordinates are page pixels."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem

from d2studio.arrays import FloatArray
from d2studio.core.page_result import PageResult
from d2studio.gui.view_style import OverlayStyle

# Of a box whose mask is drawn, too, the outline is this much as thick.
_THINNER: Final = 0.5
# Diameter of keypoints, in widths of an outline.
_DOT: Final = 3.0
# Detectron2's own drawing hides keypoints below this.
_MIN_KEYPOINT_SCORE: Final = 0.05


class RegionItem:
    """The items of one detection: its box, and as its children the outlines of its mask and its keypoints."""

    def __init__(self, result: PageResult, index: int, parent: QGraphicsItem) -> None:
        detections = result.detections
        x0, y0, x1, y1 = detections.boxes[index].tolist()
        self.box = QGraphicsRectItem(x0, y0, x1 - x0, y1 - y0, parent)
        self.mask: QGraphicsPathItem | None = None
        if result.outlines is not None:
            self.mask = QGraphicsPathItem(_outline_path(result.outlines[index]), self.box)
        self.dots: QGraphicsPathItem | None = None
        if detections.keypoints is not None:
            self.dots = QGraphicsPathItem(_dots_path(detections.keypoints[index]), self.box)

    def dress(self, pen: QPen, brush: QBrush, style: OverlayStyle, *, selected: bool) -> None:
        """Draw it as shown."""
        has_mask = self.mask is not None and style.masks
        if self.mask is not None:
            self.mask.setVisible(style.masks)
            self.mask.setPen(pen)
            self.mask.setBrush(brush)
        if self.dots is not None:
            dot = QPen(pen.color(), _DOT * pen.widthF(), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            dot.setCosmetic(True)
            self.dots.setVisible(style.keypoints)
            self.dots.setPen(dot)
        if not style.boxes and not selected:
            self.box.setPen(Qt.PenStyle.NoPen)
        elif has_mask:
            thin = QPen(pen)
            thin.setWidthF(pen.widthF() * _THINNER)
            self.box.setPen(thin)
        else:
            self.box.setPen(pen)
        self.box.setBrush(QBrush() if has_mask or not style.boxes else brush)

    def has_in_mask(self, point: QPointF) -> bool:
        return self.mask is not None and self.mask.path().contains(point)

    def dress_as_ghost(self, pen: QPen) -> None:
        self.box.setPen(pen)
        self.box.setBrush(QBrush())
        for part in (self.mask, self.dots):
            if part is not None:
                part.setVisible(False)


def _outline_path(polygons: tuple[FloatArray, ...]) -> QPainterPath:
    """The outline of a mask: `polygons` float [P, 2] of x, y."""
    path = QPainterPath()
    for polygon in polygons:
        # Point by point: measured, a list of QPointF takes three times as long.
        for number, (x, y) in enumerate(polygon.tolist()):
            if number == 0:
                path.moveTo(x, y)
            else:
                path.lineTo(x, y)
        path.closeSubpath()
    return path


def _dots_path(keypoints: FloatArray) -> QPainterPath:
    """Lines too short to be seen, whose round ends are dots."""
    path = QPainterPath()
    for x, y, score in keypoints.tolist():
        if score >= _MIN_KEYPOINT_SCORE:
            path.moveTo(x, y)
            path.lineTo(x + 0.01, y)
    return path
