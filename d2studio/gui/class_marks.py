"""How a class looks besides its colour: the dashes of its outline, for those who cannot tell colours apart."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from d2studio.core.colours import Colour

# Lengths of dashes and gaps in widths of the pen. As many as document layout has classes.
_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (5, 2),
    (2, 2),
    (5, 2, 1, 2),
    (9, 3),
    (1, 2),
    (5, 2, 1, 2, 1, 2),
    (2, 5),
    (9, 2, 2, 2),
)
_FILL_ALPHA: Final = 70


def dash_pattern(class_id: int) -> list[float]:
    """Dashes and gaps by turns, in widths of the pen, as `QPen.setDashPattern` takes them; empty for a solid line."""
    return list(_DASHES[class_id % len(_DASHES)])


def class_pen(class_id: int, colour: Colour, width: float) -> QPen:
    """The pen of a class's outlines; `width` is in pixels of the screen at any zoom."""
    pen = QPen(QColor(*colour), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    dashes = dash_pattern(class_id)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


def swatch_size(metrics: QFontMetrics) -> QSize:
    """Of the swatch before a class's name in lists and tables, in pixels."""
    return QSize(5 * metrics.height() // 4, 3 * metrics.height() // 4)


def paint_swatch(painter: QPainter, rect: QRect, class_id: int, colour: Colour) -> None:
    """A small sample of how a class's regions look on paper: dark colours stay visible where the window is dark."""
    pixel_ratio = painter.device().devicePixelRatioF()
    painter.drawImage(rect.topLeft(), _swatch(class_id, colour, rect.width(), rect.height(), pixel_ratio))


@lru_cache(maxsize=512)
def _swatch(class_id: int, colour: Colour, width: int, height: int, pixel_ratio: float) -> QImage:
    """Kept, since all rows of a list and of a table have one, and all are drawn with every move of a slider."""
    size = QSizeF(width, height)
    image = QImage((size * pixel_ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(Qt.GlobalColor.white)
    fill = QColor(*colour)
    fill.setAlpha(_FILL_ALPHA)
    rect = QRectF(QPointF(0, 0), size)
    painter = QPainter(image)
    painter.fillRect(rect, fill)
    painter.setPen(class_pen(class_id, colour, 2))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.end()
    return image
