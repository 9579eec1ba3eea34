"""The labels of regions on the page: chips of constant size that hang on the regions' corners."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem

from d2studio.arrays import DoubleArray
from d2studio.core.colours import Colour, text_colour
from d2studio.gui.label_layout import Place, Room, place_labels, square_side

# More than these on the screen nobody reads; they are the most certain ones.
MOST_LABELS: Final = 150
_MOST_PICTURES: Final = 2000
_LONGEST_TEXT: Final = 32
_RADIUS: Final = 3.0
_PAPER: Final[Colour] = (255, 255, 255)


@dataclass(frozen=True)
class Label:
    """What is written at a region: `index` is the detection, `box` xyxy in page pixels."""

    index: int
    text: str
    colour: Colour
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """How the page is seen: page pixels to viewport pixels, the viewport's size, the screen's density."""

    to_view: QTransform
    size: tuple[float, float]
    pixel_ratio: float
    font: QFont


class LabelLayer:
    """Owns the chips. Their pictures are kept, since the same texts come again with every page."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self._parent = parent
        self._items: list[QGraphicsPixmapItem] = []
        self._detections: list[int] = []
        self._pictures: dict[tuple[object, ...], QPixmap] = {}

    def keep(self, is_shown: Callable[[int], bool]) -> None:
        """Hide the chips of other detections at once, until chips are arranged anew."""
        for item, index in zip(self._items, self._detections, strict=False):
            if not is_shown(index):
                item.setVisible(False)

    def arrange(self, labels: Sequence[Label], numbers: Sequence[Label], view: View) -> None:
        """Place chips so that none covers another.

        Args:
            labels: at most `MOST_LABELS`, the most important first; those without room become squares of the colour.
            numbers: places in the order of reading, written beside the regions.
            view: how the page is seen now.
        """
        metrics = QFontMetricsF(view.font)
        height = float(round(metrics.height() + 2))
        padding = metrics.averageCharWidth() * 0.6
        room = Room(view.size)
        used = 0
        self._detections.clear()
        to_page, _ = view.to_view.inverted()
        for label, (x0, y0, _, y1) in zip(numbers, _in_view(numbers, view).tolist(), strict=True):
            width = round(max(metrics.horizontalAdvance(label.text) + 2 * padding, height))
            top = round((max(y0, 0) + min(y1, view.size[1]) - height) / 2)
            for left in (x0 - width - 2, x0 + 2):
                area = (left, top, left + width, top + height)
                if room.is_free(area):
                    room.cover(area)
                    picture = self._picture(label, QSizeF(width, height), view, is_number=True)
                    anchor = to_page.map(QPointF(x0, top + height / 2))
                    self._use(used, label.index, picture, anchor, QPointF(left - x0, -height / 2))
                    used += 1
                    break
        texts = [_shortened(label.text) for label in labels]
        widths = [float(round(metrics.horizontalAdvance(text) + 2 * padding)) for text in texts]
        for place in place_labels(_in_view(labels, view), widths, height, room):
            self._use_place(used, labels[place.index], place, QSizeF(widths[place.index], height), to_page, view)
            used += 1
        for item in self._items[used:]:
            item.setVisible(False)

    def _use_place(
        self, position: int, label: Label, place: Place, size: QSizeF, to_page: QTransform, view: View
    ) -> None:
        if place.shrunk:
            side = square_side(size.height())
            size = QSizeF(side, side)
            label = Label(label.index, "", label.colour, label.box)
        picture = self._picture(label, size, view)
        lift = size.height() if place.above else 0.0
        anchor = to_page.map(QPointF(place.x, place.y + lift))
        self._use(position, label.index, picture, anchor, QPointF(0, -lift))

    def _use(self, position: int, index: int, picture: QPixmap, anchor: QPointF, offset: QPointF) -> None:
        """Show a chip by the item at `position`, a new one if there are too few."""
        if position == len(self._items):
            item = QGraphicsPixmapItem(self._parent)
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            self._items.append(item)
        item = self._items[position]
        item.setPixmap(picture)
        item.setPos(anchor)
        item.setOffset(offset)
        item.setVisible(True)
        self._detections.append(index)

    def _picture(self, label: Label, size: QSizeF, view: View, *, is_number: bool = False) -> QPixmap:
        key = (label.text, label.colour, size.toTuple(), view.font.key(), view.pixel_ratio, is_number)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            picture = _paint(_shortened(label.text), label.colour, size, view, is_number=is_number)
            self._pictures[key] = picture
        return picture


def _in_view(labels: Sequence[Label], view: View) -> DoubleArray:
    """[N, 4]: the labels' boxes in whole pixels of the viewport, where chips are sharp."""
    boxes = np.array([label.box for label in labels], np.float64).reshape(-1, 4)
    scale, shift = view.to_view.m11(), [view.to_view.dx(), view.to_view.dy()]
    in_view: DoubleArray = np.round(boxes * scale + shift * 2)
    return in_view


def _shortened(text: str) -> str:
    """`text` with the middle left out, so that the score at its end stays."""
    if len(text) <= _LONGEST_TEXT:
        return text
    half = _LONGEST_TEXT // 2
    return f"{text[: half - 1]}…{text[-half:]}"


def _paint(text: str, colour: Colour, size: QSizeF, view: View, *, is_number: bool) -> QPixmap:
    picture = QPixmap((size * view.pixel_ratio).toSize())
    picture.setDevicePixelRatio(view.pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(QPointF(0, 0), size)
    if is_number:
        # On paper, whatever the window's theme: a ring of the class's colour.
        painter.setPen(QColor(*colour))
        painter.setBrush(QColor(*_PAPER))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), size.height() / 2, size.height() / 2)
        letters = text_colour(_PAPER)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*colour))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        letters = text_colour(colour)
    painter.setPen(QColor(*letters))
    painter.setFont(view.font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
