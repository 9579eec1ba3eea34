"""Many boxes, drawn at once: an item for each takes three times as long, most of it for dashes."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from d2studio.arrays import FloatArray, Int32Array, IntArray, WordArray
from d2studio.gui.bulk_drawing import draw_parts, draw_rects

# Share of the page's longer side by which lines, whose width does not depend on the zoom, may reach beyond the page.
_MARGIN: Final = 0.02

# Screen pixels beside what is seen in which edges must not appear that are cut off.
_BESIDE: Final = 64


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
        self._lines: _Lines | None = None

    def set_looks(self, pens: Mapping[int, QPen], fills: Mapping[int, QBrush]) -> None:
        """Take other looks, by class id. The pens, all of one width, are cosmetic."""
        self._pens, self._fills = pens, fills
        self._lines = None
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
        class_ids, places = self._class_ids[seen], places.astype(np.int32)
        painter.save()
        painter.resetTransform()
        painter.translate(to_view.dx(), to_view.dy())
        painter.setPen(Qt.PenStyle.NoPen)
        past_end = np.array([0, 0, 1, 1], np.int32)  # of xyxy, to leave out the column and the row after the last
        for class_id in np.unique(class_ids).tolist():
            painter.setBrush(self._fills[class_id])
            draw_rects(painter, places[class_ids == class_id] - past_end)
        if self._lines is None or self._lines.width != line:
            self._lines = _Lines(self._pens, line)
        self._lines.draw(painter, places, class_ids)
        painter.restore()

    def _line(self, pixel_ratio: float) -> int:
        """Width of all outlines, in pixels of the widget."""
        width = next(iter(self._pens.values())).widthF() if self._pens else 0.0
        return max(1, round(width / pixel_ratio))

    def _seen(self, area: QRectF) -> IntArray:
        """What is shown and reaches into a part of the page."""
        x0, y0, x1, y1 = self._boxes[self._shown].T
        is_beside = (x1 < area.left()) | (x0 > area.right()) | (y1 < area.top()) | (y0 > area.bottom())
        seen: IntArray = self._shown[~is_beside]
        return seen


class _Lines:
    """Outlines as parts of pictures, in which the lines of all classes lie side by side.

    With brushes, dashes that run downwards would be painted row by row, a few pixels each.

    Args:
        pens: by class id.
        width: of all lines.
    """

    def __init__(self, pens: Mapping[int, QPen], width: int) -> None:
        self.width = width
        self._class_ids = np.array(sorted(pens), np.int64)
        self._patterns = [_pattern(pens[class_id], width) for class_id in self._class_ids.tolist()]
        self._periods = np.array([len(pattern) for pattern in self._patterns], np.int32)
        self._level, self._upright = QPixmap(), QPixmap()

    def draw(self, painter: QPainter, boxes: Int32Array, class_ids: IntArray) -> None:
        """Draw lines half inside, half outside of boxes: int32 [N, 4], xyxy."""
        if not len(boxes):
            return
        x0, y0, x1, y1 = (boxes - self.width // 2).T
        end, below, above = self.width - 1, y0 + self.width, np.maximum(y1, y0 + self.width) - 1
        lines = np.searchsorted(self._class_ids, class_ids)
        self._make_pictures(int(max((x1 - x0).max(), (y1 - y0).max())) + self.width)
        for y in (y0, y1):
            starts = np.stack([x0 % self._periods[lines], lines * self.width], axis=1)
            draw_parts(painter, self._level, np.stack([x0, y, x1 + end, y + end], axis=1), starts)
        has_upright = above >= below
        for x in (x0, x1):
            starts = np.stack([lines * self.width, below % self._periods[lines]], axis=1)
            rects = np.stack([x, below, x + end, above], axis=1)
            draw_parts(painter, self._upright, rects[has_upright], starts[has_upright])

    def _make_pictures(self, length: int) -> None:
        """Pictures of lines of at least this length, wherever in the pattern they begin."""
        length += int(self._periods.max())
        if self._level.width() < length:
            rows = np.stack([np.resize(pattern, 2 * length) for pattern in self._patterns])
            pixels = np.repeat(rows, self.width, axis=0)
            self._level, self._upright = _picture(pixels), _picture(np.ascontiguousarray(pixels.T))


def _pattern(pen: QPen, width: int) -> WordArray:
    """Colours along a line of the pen, to be repeated."""
    lengths = [max(1, round(length * width)) for length in pen.dashPattern()] or [1, 0]
    return np.repeat(np.resize(np.array([pen.color().rgba(), 0], np.uint32), len(lengths)), lengths)


def _picture(pixels: WordArray) -> QPixmap:
    height, width = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(image)
