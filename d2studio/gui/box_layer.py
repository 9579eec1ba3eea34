"""Many boxes, drawn at once: an item for each takes three times as long, most of it for dashes."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, TypeVar

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from d2studio.detections import FloatArray, IntArray

# Share of the page's longer side by which lines, whose width does not depend on the zoom, may reach beyond the page.
_MARGIN: Final = 0.02

_Any = TypeVar("_Any")
_Pair = tuple[_Any, _Any]


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
        # What follows holds for one scale, and for lines of one width.
        self._scale = 1.0
        self._line = 0
        self._brushes: dict[int, _Pair[QBrush]] = {}  # by class, for level and upright edges
        self._areas: dict[int, QRect] = {}
        self._level: dict[int, _Pair[QRect]] = {}  # top and bottom
        self._upright: dict[int, _Pair[QRect]] = {}  # left and right

    def set_looks(self, pens: Mapping[int, QPen], fills: Mapping[int, QBrush]) -> None:
        """Take other looks, by class id. The pens, all of one width, are cosmetic."""
        self._pens, self._fills = pens, fills
        self._brushes.clear()
        self.update()

    def set_shown(self, shown: IntArray) -> None:
        """Draw the boxes at these positions, and no others."""
        changed = np.setxor1d(shown, self._shown)
        self._shown = shown
        if len(changed):
            boxes, reach = self._boxes[changed], (self._line + 1) / self._scale
            (x0, y0), (x1, y1) = boxes[:, :2].min(0).tolist(), boxes[:, 2:].max(0).tolist()
            self.update(QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-reach, -reach, reach, reach))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        seen = self._seen(option.exposedRect)
        if not len(seen):
            return
        to_view = painter.worldTransform()
        class_ids = self._class_ids[seen]
        members = {each: seen[class_ids == each].tolist() for each in np.unique(class_ids).tolist()}
        width = self._pens[next(iter(members))].widthF()
        self._set_scale(to_view.m11(), max(1, round(width / painter.device().devicePixelRatioF())))
        self._place(seen)
        painter.save()
        painter.resetTransform()
        painter.translate(to_view.dx(), to_view.dy())
        painter.setPen(Qt.PenStyle.NoPen)
        for class_id, positions in members.items():
            _draw(painter, self._fills[class_id], [self._areas[position] for position in positions])
        for class_id, positions in members.items():
            for brush, edges in zip(self._line_brushes(class_id), (self._level, self._upright), strict=True):
                _draw(painter, brush, chain.from_iterable([edges[position] for position in positions]))
        painter.restore()

    def _seen(self, exposed: QRectF) -> IntArray:
        """What is shown and reaches into a part of the page."""
        reach = (self._line + 1) / self._scale
        x0, y0, x1, y1 = self._boxes[self._shown].T
        is_beside = (x1 + reach < exposed.left()) | (x0 - reach > exposed.right())
        is_seen = ~(is_beside | (y1 + reach < exposed.top()) | (y0 - reach > exposed.bottom()))
        seen: IntArray = self._shown[is_seen]
        return seen

    def _set_scale(self, scale: float, line: int) -> None:
        if (scale, line) != (self._scale, self._line):
            self._scale, self._line = scale, line
            for kept in (self._brushes, self._areas, self._level, self._upright):
                kept.clear()

    def _line_brushes(self, class_id: int) -> _Pair[QBrush]:
        if class_id not in self._brushes:
            pen = self._pens[class_id]
            level, upright = (_line_brush(pen, self._line, is_upright=each) for each in (False, True))
            self._brushes[class_id] = level, upright
        return self._brushes[class_id]

    def _place(self, positions: IntArray) -> None:
        """Work out where on the screen, from the page's corner, boxes are and the lines around them."""
        missing = [position for position in positions.tolist() if position not in self._areas]
        line = self._line
        out = line // 2
        for position, (x0, y0, x1, y1) in zip(missing, self._on_screen(missing), strict=True):
            self._areas[position] = QRect(x0, y0, x1 - x0, y1 - y0)
            left, top, right, bottom, width = x0 - out, y0 - out, x1 - out, y1 - out, x1 - x0 + line
            self._level[position] = QRect(left, top, width, line), QRect(left, bottom, width, line)
            below, height = top + line, max(y1 - y0 - line, 0)
            self._upright[position] = QRect(left, below, line, height), QRect(right, below, line, height)

    def _on_screen(self, positions: Sequence[int]) -> list[list[int]]:
        on_screen: list[list[int]] = np.round(self._boxes[positions] * self._scale).astype(np.int64).tolist()
        return on_screen


def _draw(painter: QPainter, brush: QBrush, rects: Iterable[QRect]) -> None:
    painter.setBrush(brush)
    painter.drawRects(list(rects))


def _line_brush(pen: QPen, line: int, *, is_upright: bool) -> QBrush:
    """What an edge of a box is filled with, so that it looks like a line of the pen."""
    dashes = pen.dashPattern()
    if not dashes:
        return QBrush(pen.color())
    lengths = [max(1, round(length * line)) for length in dashes]
    colours = np.tile(np.array([pen.color().rgba(), 0], np.uint32), len(lengths) // 2)
    pixels = np.repeat(colours, lengths)
    size = (1, len(pixels)) if is_upright else (len(pixels), 1)
    image = QImage(pixels.tobytes(), *size, 4 * size[0], QImage.Format.Format_ARGB32_Premultiplied)
    return QBrush(image.copy())
