"""Many boxes, drawn at once: an item for each takes three times as long, most of it for dashes."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from d2studio.detections import FloatArray, IntArray
from d2studio.gui.bulk_drawing import RectArray, draw_parts, draw_rects

# Share of the page's longer side by which lines, whose width does not depend on the zoom, may reach beyond the page.
_MARGIN: Final = 0.02

# Screen pixels beside what is seen in which edges must not appear that are cut off.
_BESIDE: Final = 64
# Of xyxy, to leave out the column and the row after the last.
_PAST_END: Final = np.array([0, 0, 1, 1], np.int32)

_Pattern = npt.NDArray[np.uint32]


class BoxLayer(QGraphicsItem):
    """Draws boxes with the fill and the outline of their classes. Fills come first, so that none dims an outline.

    Outlines begin their dashes at the page's corner, not each at its own: thus they are one pattern for all.

    Args:
        boxes: float32 [N, 4], xyxy in page pixels.
        class_ids: int64 [N].
        size_hw: of the page in pixels.
        parent: see Qt.
    """

    def __init__(self, boxes: FloatArray, class_ids: IntArray, size_hw: tuple[int, int], parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        height, width = size_hw
        margin = _MARGIN * max(size_hw)
        self._bounds = QRectF(0, 0, width, height).adjusted(-margin, -margin, margin, margin)
        self._boxes = boxes
        self._class_ids = class_ids
        self._shown = np.zeros(0, np.int64)
        self._pens: Mapping[int, QPen] = {}
        self._fills: Mapping[int, QBrush] = {}
        self._reach = 0.0  # of lines beyond boxes, in page pixels
        self._lines: dict[int, _Lines] = {}  # by class, for lines of one width

    def set_looks(self, pens: Mapping[int, QPen], fills: Mapping[int, QBrush]) -> None:
        """Take other looks, by class id. The pens, all of one width, are cosmetic."""
        self._pens, self._fills = pens, fills
        self._lines.clear()
        self.update()

    def set_shown(self, shown: IntArray) -> None:
        """Draw the boxes at these positions, and no others."""
        changed = np.setxor1d(shown, self._shown)
        self._shown = shown
        if len(changed):
            boxes, reach = self._boxes[changed], self._reach
            (x0, y0), (x1, y1) = boxes[:, :2].min(0).tolist(), boxes[:, 2:].max(0).tolist()
            self.update(QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-reach, -reach, reach, reach))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed = QRectF(option.exposedRect)
        to_view = painter.worldTransform()
        scale = to_view.m11()
        line = self._line(painter.device().devicePixelRatioF())
        self._reach = (line + 1) / scale
        seen = self._seen(exposed.adjusted(-self._reach, -self._reach, self._reach, self._reach))
        # On the screen, from the page's corner. What lies far beside what is seen is cut off.
        left_top, right_bottom = np.array(exposed.getCoords()).reshape(2, 2) * scale + [[-_BESIDE], [_BESIDE]]
        places = np.round(self._boxes[seen] * scale).clip(np.tile(left_top, 2), np.tile(right_bottom, 2))
        class_ids = self._class_ids[seen]
        members = {each: places[class_ids == each].astype(np.int32) for each in np.unique(class_ids).tolist()}
        painter.save()
        painter.resetTransform()
        painter.translate(to_view.dx(), to_view.dy())
        painter.setPen(Qt.PenStyle.NoPen)
        for class_id, boxes in members.items():
            painter.setBrush(self._fills[class_id])
            draw_rects(painter, boxes - _PAST_END)
        for class_id, boxes in members.items():
            if class_id not in self._lines:
                self._lines[class_id] = _Lines(self._pens[class_id], line)
            self._lines[class_id].draw(painter, boxes)
        painter.restore()

    def _line(self, pixel_ratio: float) -> int:
        """Width of all outlines, in pixels of the widget."""
        width = next(iter(self._pens.values())).widthF() if self._pens else 0.0
        line = max(1, round(width / pixel_ratio))
        if any(lines.width != line for lines in self._lines.values()):
            self._lines.clear()
        return line

    def _seen(self, area: QRectF) -> IntArray:
        """What is shown and reaches into a part of the page."""
        x0, y0, x1, y1 = self._boxes[self._shown].T
        is_beside = (x1 < area.left()) | (x0 > area.right()) | (y1 < area.top()) | (y0 > area.bottom())
        seen: IntArray = self._shown[~is_beside]
        return seen


class _Lines:
    """Fills the edges of boxes so that they look like lines of a pen; `width` is theirs."""

    def __init__(self, pen: QPen, width: int) -> None:
        self.width = width
        lengths = [max(1, round(length * width)) for length in pen.dashPattern()]
        colours = np.tile(np.array([pen.color().rgba(), 0], np.uint32), len(lengths) // 2)
        self._pattern: _Pattern = np.repeat(colours, lengths)  # empty for a solid line
        self._brush = QBrush(_picture(self._pattern[None])) if lengths else QBrush(pen.color())
        self._upright = QPixmap()

    def draw(self, painter: QPainter, boxes: RectArray) -> None:
        """Draw outlines half inside, half outside of boxes: int32 [N, 4], xyxy."""
        outer = boxes - self.width // 2
        x0, y0, x1, y1 = outer.T
        end, below, above = self.width - 1, y0 + self.width, np.maximum(y1, y0 + self.width) - 1
        painter.setBrush(self._brush)
        draw_rects(painter, _columns((x0, y0, x1 + end, y0 + end), (x0, y1, x1 + end, y1 + end)))
        self._draw_upright(painter, _columns((x0, below, x0 + end, above), (x1, below, x1 + end, above)))

    def _draw_upright(self, painter: QPainter, edges: RectArray) -> None:
        """Of patterns as pictures: with a brush they would be painted row by row, a few pixels each."""
        if not len(self._pattern):
            draw_rects(painter, edges)
            return
        edges = edges[edges[:, 3] >= edges[:, 1]]
        if len(edges):
            starts = edges[:, 1] % len(self._pattern)
            draw_parts(painter, self._upright_of(int((starts + edges[:, 3] - edges[:, 1]).max()) + 1), edges, starts)

    def _upright_of(self, height: int) -> QPixmap:
        """A picture of an edge, at least so tall."""
        if self._upright.height() < height:
            column = np.resize(self._pattern, (2 * height, 1))
            self._upright = QPixmap.fromImage(_picture(np.repeat(column, self.width, axis=1)))
        return self._upright


def _columns(*rects: tuple[RectArray, ...]) -> RectArray:
    """Rectangles one below the other: int32 [N * P, 4] of `P` times xyxy, int32 [N] each."""
    return np.concatenate(rects, axis=1).T


def _picture(pixels: _Pattern) -> QImage:
    height, width = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()
